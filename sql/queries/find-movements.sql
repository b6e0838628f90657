-- The seat movements that a source event, an idempotency key, or an item at an instant leads to, and what they correct
-- or are corrected by.
with hits as (
  select account_id, movement_id, corrects_id from seat_movements where source_event_id = :event::text
  union
  select account_id, movement_id, corrects_id from seat_movements where idempotency_key = :key::text
  union
  select m.account_id, m.movement_id, m.corrects_id
  from (
    select account_id, max(effective_at) as effective_at
    from seat_movements
    where subscription_item = :item::text and effective_at <= :at::timestamptz
    group by account_id
  ) last
  join seat_movements m using (account_id, effective_at)
  where m.subscription_item = :item::text
),
roots as (select distinct account_id, coalesce(corrects_id, movement_id) as root_id from hits)
select a.external_id as account_id, m.subscription_item as item, m.kind, m.delta, m.effective_at, m.recorded_at,
  m.source, m.source_event_id, m.idempotency_key, original.idempotency_key as corrects, m.actor, m.note,
  exists (select 1 from hits h where h.account_id = m.account_id and h.movement_id = m.movement_id) as matched
from roots r
join seat_movements m
  on m.account_id = r.account_id and (m.movement_id = r.root_id or m.corrects_id = r.root_id)
join accounts a on a.account_id = m.account_id
left join seat_movements original on original.account_id = m.account_id and original.movement_id = m.corrects_id
order by a.external_id collate "C", m.effective_at, m.movement_id
limit :limit::int
