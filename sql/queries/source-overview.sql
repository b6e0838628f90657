-- Every source that has ever sent anything, as known at :at: when its newest signal happened (never later than it came)
-- and when the last one came, stored or not; counted signals of the last 24 hours and 7 days by when they happened; and
-- how many wait for their account.
with marks as (
  select source, max(least(last_occurred_at, last_received_at)) as newest, max(last_received_at) as received
  from source_watermarks group by source
), nameless as (
  select source, max(last_received_at) as received from unattributed_signals group by source
), volume as (
  select source, sum(signals) filter (where quarter >= :at::timestamptz - interval '24 hours') as day, sum(signals) as week
  from source_volume
  where quarter >= :at::timestamptz - interval '7 days' and quarter <= :at::timestamptz
  group by source
), waiting as (
  select source, count(*) as signals from waiting_signals group by source
)
select source, m.newest as newest_at, greatest(m.received, n.received) as last_received_at,
  coalesce(v.day, 0)::bigint as last_24_hours, coalesce(v.week, 0)::bigint as last_7_days,
  coalesce(w.signals, 0) as waiting
from (select source from marks union select source from nameless union select source from waiting) s
  left join marks m using (source) left join nameless n using (source)
  left join volume v using (source) left join waiting w using (source)
order by source limit 100
