-- The day's snapshots, newest revision per account, as far as money, order and counts need them: the filters are those
-- of standings. Facts that are left out were not known then.
with latest as (
  select distinct on (account_id) account_id, revision, score_tenths, mrr_reporting_minor, mrr_minor, currency,
    band_state, bucket
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
)
select a.external_id as account_id, l.score_tenths, l.band_state as band, l.bucket, l.currency, l.mrr_minor,
  l.mrr_reporting_minor, f.paid_seats, f.excluded, f.days_to_renewal, f.cancel_at_period_end,
  s."unusedSeats" as unused_seats, nullif(s.expansion, 'null') as expansion,
  nullif(s."quarterChange", 'null') as quarter_change
from latest l
join health_snapshots h on h.account_id = l.account_id and h.day = :day::date and h.revision = l.revision
cross join lateral jsonb_to_record(h.facts)
  as f (paid_seats int, excluded text, days_to_renewal int, cancel_at_period_end boolean)
cross join lateral jsonb_to_record(h.seats) as s ("unusedSeats" int, expansion jsonb, "quarterChange" jsonb)
join accounts a on a.account_id = l.account_id
left join owners o on o.email = a.owner_email
where (:owner_email::text is null or lower(a.owner_email) = lower(:owner_email::text))
  and (:owner_slack_user_id::text is null or o.slack_user_id = :owner_slack_user_id::text)
  and (:plan::text is null or lower(a.plan) = lower(:plan::text))
  and (:bands::text[] is null or l.band_state = any (:bands::text[]))
  and (:buckets::text[] is null or l.bucket = any (:buckets::text[]))
