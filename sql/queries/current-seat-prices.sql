-- What one more seat costs one account at an instant: items of its running subscriptions that are billed per seat, with
-- the price of a seat and the period that is billed now, where billing has said both.
select distinct i.item ->> 'item' as item, i.item ->> 'unit_amount' as unit_amount, s.currency,
  (i.item ->> 'period_start')::timestamptz as period_start, (i.item ->> 'period_end')::timestamptz as period_end
from (
  select distinct on (source, subscription_id) *
  from subscription_states
  where account_id = :account_no::bigint and effective_at <= :at::timestamptz
  order by source, subscription_id, effective_at desc, precedence desc, state_id desc
) s
cross join lateral jsonb_array_elements(s.items) i (item)
where s.status in ('active', 'past_due') and not s.usage_based and not s.cancel_at_period_end
  and i.item ->> 'seats' is not null and (i.item ->> 'seats')::int > 0
order by 1
