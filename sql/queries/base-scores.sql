-- Base scores of some days, newest revision per account and day; accounts without a score are left out.
select day, account_no, base_tenths, definition_hash
from (
  select distinct on (day, account_id) day, account_id as account_no, base_tenths, definition_hash
  from health_snapshots
  where day = any (:days::date[])
  order by day, account_id, revision desc
) latest
where base_tenths is not null
