-- The newest texts that were sent since a day, the alerts that were open then, and the bands shown in the 30 days after.
with sent as (
  select o.account_id, o.outreach_id, o.template_id, o.sent_by, o.sent_at,
    (o.sent_at at time zone :time_zone::text)::date as sent_on
  from outreach o
  where (o.sent_at at time zone :time_zone::text)::date >= :since::date
  order by o.sent_at desc, o.outreach_id
  limit :most::int
)
select k.external_id as account_id, k.name as account_name, s.template_id, s.sent_by, s.sent_on,
  alerts.open_alerts, alerts.ended_on, shown.band_state as band, later.bands
from sent s
join accounts k using (account_id)
cross join lateral (
  select count(*)::int as open_alerts,
    case when bool_and(e.recovered_on is not null) then max(e.recovered_on) end as ended_on
  from episodes e
  where e.account_id = s.account_id and e.signal <> 'expansion' and e.opened_on <= s.sent_on
    and (e.recovered_on is null or e.recovered_on > s.sent_on)
) alerts
left join lateral (
  select h.band_state, h.definition_hash
  from health_snapshots h
  where h.account_id = s.account_id and h.day <= s.sent_on
  order by h.day desc, h.revision desc
  limit 1
) shown on true
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'band', d.band_state) order by d.day), '[]') as bands
  from (
    select distinct on (h.day) h.day, h.band_state, h.definition_hash
    from health_snapshots h
    where h.account_id = s.account_id and h.day > s.sent_on and h.day <= s.sent_on + 30
    order by h.day, h.revision desc
  ) d
  where d.definition_hash = shown.definition_hash and d.band_state is not null
) later
order by s.sent_at desc, s.outreach_id
