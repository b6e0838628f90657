-- Every seat movement of one account as it was recorded, with its item's seats at the instant it takes effect: as they
-- were known when it was recorded, and as they are known now. The billed period is that of the state it stands for.
select m.movement_id, m.subscription_item as item, m.kind, m.delta, m.effective_at, m.recorded_at, m.source,
  m.source_event_id, m.idempotency_key, original.idempotency_key as corrects, m.billing_anchor, m.billing_interval,
  m.interval_count, m.unit_amount::text as unit_amount, m.currency, m.actor, m.note,
  period.period_start, period.period_end, known.seats_known_then, known.seats_known_now
from seat_movements m
left join seat_movements original on original.account_id = m.account_id and original.movement_id = m.corrects_id
left join lateral (
  select (i.item ->> 'period_start')::timestamptz as period_start, (i.item ->> 'period_end')::timestamptz as period_end
  from subscription_states s
  cross join lateral jsonb_array_elements(s.items) i (item)
  where s.account_id = m.account_id and s.source = m.source and i.item ->> 'item' = m.subscription_item
    and s.state_id = coalesce(original.source_event_id, m.source_event_id)
  limit 1
) period on true
cross join lateral (
  select sum(k.delta)::int as seats_known_now,
    (sum(k.delta) filter (
      where k.recorded_at < m.recorded_at or (k.recorded_at = m.recorded_at and k.movement_id <= m.movement_id)
    ))::int as seats_known_then
  from seat_movements k
  where k.account_id = m.account_id and k.subscription_item = m.subscription_item and k.effective_at <= m.effective_at
) known
where m.account_id = :account_no::bigint
order by m.recorded_at, m.movement_id
