-- Scores of some days, newest revision per account and day; accounts without a score are left out.
select h.day, a.external_id as account_id, h.score_tenths, h.base_tenths, h.definition_hash
from (
  select distinct on (day, account_id) day, account_id, score_tenths, base_tenths, definition_hash
  from health_snapshots
  where day = any (:days::date[])
  order by day, account_id, revision desc
) h
join accounts a using (account_id)
where h.base_tenths is not null
