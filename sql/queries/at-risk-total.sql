-- Exposure of a day's at-risk accounts in the reporting currency; accounts without a rate are not in the sum.
select coalesce(sum(exposure_reporting_minor), 0)::bigint as minor
from (
  select distinct on (account_id) bucket, exposure_reporting_minor
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
) latest
where bucket = 'at_risk'
