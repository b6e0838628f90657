-- What one account is billed for at an instant: every item of its running subscriptions as last stated, with the MRR of
-- the whole subscription. Null: not stated. A subscription without items is one row.
select s.source || ' ' || s.subscription_id as subscription, (i.item ->> 'seats')::int as seats,
  i.item ->> 'unit_amount' as unit_amount, i.item ->> 'interval' as interval,
  (i.item ->> 'interval_count')::int as interval_count, s.currency,
  (i.item ->> 'period_start')::timestamptz as period_start, (i.item ->> 'period_end')::timestamptz as period_end,
  case when s.mrr_unknown then null else s.mrr_minor end as mrr_minor
from (
  select distinct on (source, subscription_id) *
  from subscription_states
  where account_id = :account_no::bigint and effective_at <= :at::timestamptz
  order by source, subscription_id, effective_at desc, precedence desc, state_id desc
) s
left join lateral jsonb_array_elements(s.items) i (item) on true
where s.status in ('active', 'past_due')
order by subscription, i.item ->> 'item'
