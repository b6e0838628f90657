-- What each account paid at several local midnights (:instants, ascending), by its billing history alone: one row per
-- account that billing or the seat ledger knows. Accounts that are ours, on trial or free bring no revenue.
with picked as (
  select account_id, external_id, name, industry, plan
  from accounts
  where excluded_reason is null or excluded_reason not in ('internal', 'trial', 'free')
),
states as (
  select account_id, source, subscription_id, effective_at, precedence, state_id, status, started_at, mrr_minor,
    currency,
    row_number() over oldest_first as nth,
    count(*) filter (where mrr_minor is not null or mrr_unknown) over oldest_first as told
  from subscription_states
  window oldest_first as (
    partition by account_id, source, subscription_id order by effective_at, precedence, state_id
  )
),
-- The newest state tells the status; money holds until a state speaks of it again.
priced as (
  select account_id, source, subscription_id, effective_at, precedence, state_id, nth, started_at, status,
    status in ('active', 'past_due') as paying,
    case when told > 0 then first_value(mrr_minor) over same_money end as money,
    case when told > 0 then first_value(currency) over same_money end as money_in
  from states
  window same_money as (
    partition by account_id, source, subscription_id, told order by effective_at, precedence, state_id
  )
),
-- Null money of a paying subscription is unknown, which is not zero.
levels as (
  select account_id, source, subscription_id, effective_at, precedence, state_id, nth, started_at, status,
    case when not paying then 0 when money_in is null and money <> 0 then null else money end as minor,
    case when paying and money > 0 then money_in end as currency
  from priced
),
changes as (
  select *
  from (
    select *, row(minor, currency) is distinct from row(lag(minor) over one, lag(currency) over one) as changed
    from levels
    window one as (
      partition by account_id, source, subscription_id order by effective_at, precedence, state_id
    )
  ) compared
  where changed or nth = 1
),
runs as (
  select account_id, effective_at as from_at, minor, currency,
    lead(effective_at) over (
      partition by account_id, source, subscription_id order by effective_at, precedence, state_id
    ) as until_at
  from changes
  union all
  -- A subscription that began before billing was first heard of was paid all the while, nobody knows how much.
  select account_id, started_at, null, null, effective_at
  from levels
  where nth = 1 and started_at < effective_at and status not in ('trialing', 'incomplete')
),
-- A run holds at the midnights after its beginning, up to its end.
placed as (
  select account_id, from_at, minor, currency,
    width_bucket(from_at, :instants::timestamptz[]) as first,
    coalesce(width_bucket(until_at, :instants::timestamptz[]), cardinality(:instants::timestamptz[])) - 1 as last
  from runs
  where minor is null or minor > 0
),
billing as (
  select account_id, min(from_at) as first_paid_at,
    jsonb_agg(jsonb_build_array(first, last, minor, currency) order by first, last, minor, currency)
      filter (where first <= last) as runs
  from placed
  group by account_id
),
heard as (
  select account_id, width_bucket(min(effective_at), :instants::timestamptz[]) as heard_from
  from subscription_states
  group by account_id
),
seats as (
  select account_id, array_agg(place order by place) as places, array_agg(delta order by place) as deltas
  from (
    select account_id, width_bucket(effective_at, :instants::timestamptz[]) as place, sum(delta)::int as delta
    from seat_movements
    group by 1, 2
  ) moved
  group by account_id
)
select p.account_id as account_no, p.external_id, left(p.name, 200) as name, left(p.industry, 80) as industry,
  left(p.plan, 80) as plan, b.first_paid_at, coalesce(b.runs, '[]') as runs, h.heard_from,
  coalesce(s.places, '{}') as seat_places, coalesce(s.deltas, '{}') as seat_deltas
from picked p
left join billing b using (account_id)
left join heard h using (account_id)
left join seats s using (account_id)
where h.account_id is not null or s.account_id is not null
order by p.external_id
