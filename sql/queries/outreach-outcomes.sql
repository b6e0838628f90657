-- The newest texts that were sent since a day, the alerts that were open then, and the bands shown in the 30 days after.
with sent as (
  select o.account_id, o.outreach_id, o.template_id, o.sent_by, o.sent_at,
    (o.sent_at at time zone :time_zone::text)::date as sent_on
  from outreach o
  where (o.sent_at at time zone :time_zone::text)::date >= :since::date
  order by o.sent_at desc, o.outreach_id
  limit :most::int
),
-- The newest day of each account that has a snapshot: of many days, only their keys are read.
shown_days as (
  select s.outreach_id, s.account_id, max(h.day) as day
  from sent s
  join health_snapshots h on h.account_id = s.account_id and h.day <= s.sent_on
  group by s.outreach_id, s.account_id
),
shown as (
  select distinct on (d.account_id, d.outreach_id) d.outreach_id, h.band_state, h.definition_hash
  from shown_days d
  join health_snapshots h on h.account_id = d.account_id and h.day = d.day
  order by d.account_id, d.outreach_id, h.revision desc
),
later_days as (
  select distinct on (h.account_id, s.outreach_id, h.day) s.outreach_id, h.day, h.band_state, h.definition_hash
  from sent s
  join health_snapshots h on h.account_id = s.account_id and h.day > s.sent_on and h.day <= s.sent_on + 30
  order by h.account_id, s.outreach_id, h.day, h.revision desc
),
later as (
  select d.outreach_id, jsonb_agg(jsonb_build_object('day', d.day, 'band', d.band_state) order by d.day) as bands
  from later_days d
  join shown using (outreach_id)
  where d.definition_hash = shown.definition_hash and d.band_state is not null
  group by d.outreach_id
),
alerts as (
  select e.account_id, s.outreach_id, count(*)::int as open_alerts,
    case when bool_and(e.recovered_on is not null) then max(e.recovered_on) end as ended_on
  from sent s
  join episodes e on e.account_id = s.account_id and e.signal <> 'expansion' and e.opened_on <= s.sent_on
    and (e.recovered_on is null or e.recovered_on > s.sent_on)
  group by e.account_id, s.outreach_id
)
select k.external_id as account_id, k.name as account_name, s.template_id, s.sent_by, s.sent_on,
  coalesce(alerts.open_alerts, 0) as open_alerts, alerts.ended_on, shown.band_state as band,
  coalesce(later.bands, '[]') as bands
from sent s
join accounts k using (account_id)
left join alerts using (outreach_id)
left join shown using (outreach_id)
left join later using (outreach_id)
order by s.sent_at desc, s.outreach_id
