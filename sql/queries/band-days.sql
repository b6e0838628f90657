-- Accounts by band on some days, newest revision per account and day; without a score and excluded they have no band.
select l.day, l.bucket = 'excluded' as excluded, case when l.score_tenths is not null then l.band_state end as band,
  count(*)::int as accounts
from (
  select distinct on (account_id, day) account_id, day, bucket, score_tenths, band_state
  from health_snapshots
  where day = any (:days::date[])
  order by account_id, day, revision desc
) l
join accounts a using (account_id)
group by 1, 2, 3
order by 1, 2, 3
