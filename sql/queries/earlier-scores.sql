-- Scores of some accounts on some days, newest revision per account and day; those without a score are left out. Only a
-- few are asked for at once: each is looked up by itself.
select h.day, wanted.external_id as account_id, h.score_tenths, h.base_tenths, h.definition_hash
from unnest(:account_ids::text[]) as wanted (external_id)
join account_keys k on k.external_id = wanted.external_id
join accounts a on a.account_id = k.account_id
cross join lateral (
  select distinct on (s.day) s.day, s.score_tenths, s.base_tenths, s.definition_hash
  from health_snapshots s
  where s.account_id = a.account_id and s.day = any (:days::date[])
  order by s.day, s.revision desc
) h
where h.base_tenths is not null
