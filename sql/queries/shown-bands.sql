-- The band that each account showed last before a day, under the same definition.
select a.account_id as account_no, h.band_state as band
from accounts a
cross join lateral (
  select s.band_state, s.definition_id
  from health_snapshots s
  where s.account_id = a.account_id and s.day < :day::date
  order by s.day desc, s.revision desc
  limit 1
) h
where h.definition_id = :definition_id::text
  and h.band_state in ('CRITICAL', 'WARN', 'ok', 'healthy', 'champion')
  and (:account_nos::bigint[] is null or a.account_id = any (:account_nos::bigint[]))
