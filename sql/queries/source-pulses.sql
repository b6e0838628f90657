-- Per source and kind, as known at :at: its newest signal, in how many of the four weeks before the hours of its silence
-- (whole hours, at most those of the last seven days) brought signals, and the signals of a local day, of the same
-- weekday one to four weeks before it, and of the day after it. The source '*' is all sources of activity together.
with counted as (
  select source, kind, quarter, signals from source_volume
  where quarter < :at::timestamptz and quarter >= :at::timestamptz - interval '38 days'
), volume as (
  select source, kind, quarter, quarter at time zone :zone::text as local, signals from counted
  union all
  select '*', kind, quarter, quarter at time zone :zone::text, sum(signals) from counted
  where kind = 'activity' group by kind, quarter
), days as (
  select source, kind, local::date as day, sum(signals) as signals from volume group by source, kind, local::date
), newest as (
  select source, kind, max(quarter) as quarter from volume group by source, kind
), silence as (
  select source, kind, quarter,
    greatest(quarter at time zone :zone::text, :at::timestamptz at time zone :zone::text - interval '7 days') as after,
    date_trunc('hour', :at::timestamptz at time zone :zone::text) as before
  from newest
), weeks as (
  select v.source, v.kind, back
  from volume v join silence s using (source, kind) cross join generate_series(7, 28, 7) back
  where v.local + make_interval(days => back) > s.after and v.local + make_interval(days => back) < s.before
  group by v.source, v.kind, back
)
select s.source, s.kind,
  -- To the second while the watermark is still that of the newest quarter.
  coalesce(
    (select max(least(w.last_occurred_at, w.last_received_at)) from source_watermarks w
     where w.kind = s.kind and s.source in (w.source, '*')
       and least(w.last_occurred_at, w.last_received_at) >= s.quarter
       and least(w.last_occurred_at, w.last_received_at) < s.quarter + interval '15 minutes'),
    least(s.quarter + interval '15 minutes', :at::timestamptz)) as last_at,
  coalesce((select count(*) from weeks w where w.source = s.source and w.kind = s.kind), 0) as usual_weeks,
  (select jsonb_agg(coalesce(d.signals, 0) order by back)
   from generate_series(0, 28, 7) back
   left join days d on d.source = s.source and d.kind = s.kind and d.day = :day::date - back) as same_weekdays,
  coalesce((select d.signals from days d
    where d.source = s.source and d.kind = s.kind and d.day = :day::date + 1), 0)::bigint as today
from silence s
order by s.kind, s.source
