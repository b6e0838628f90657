-- The day's snapshots, newest revision per account, as far as questions about the use of seats need them. Facts that are
-- left out were not known then.
select h.account_id as account_no, h.bucket, f.plan, f.industry, f.age_days, f.paid_seats, f.paid_seats_90d_ago,
  f.active_users_30d
from (
  select distinct on (account_id) account_id, bucket, facts
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
) h
cross join lateral jsonb_to_record(h.facts) as f (plan text, industry text, age_days int, paid_seats int,
  paid_seats_90d_ago int, active_users_30d int)
