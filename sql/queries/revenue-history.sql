-- What each account paid at several local midnights (:instants, ascending), by its billing history alone: one row per
-- account that billing or the seat ledger knows. Accounts that are ours, on trial or free bring no revenue.
with picked as (
  select account_id, external_id, name, industry, plan
  from accounts
  where excluded_reason is null or excluded_reason not in ('internal', 'trial', 'free')
),
states as (
  select account_id, source, subscription_id, effective_at, precedence, state_id, started_at, mrr_minor, currency,
    status in ('active', 'past_due') as paying,
    status in ('trialing', 'incomplete') as before_payment,
    mrr_minor is not null or mrr_unknown as tells
  from subscription_states
),
-- Most states repeat the one before; the rest of the work is for those that do not.
changes as (
  select *
  from (
    select *,
      lag(paying) over one is distinct from paying or lag(tells) over one is distinct from tells
        or lag(mrr_minor) over one is distinct from mrr_minor or lag(currency) over one is distinct from currency
        as changed
    from states
    window one as (
      partition by account_id, source, subscription_id order by effective_at, precedence, state_id
    )
  ) compared
  where changed
),
-- The newest state tells the status; money holds until a state speaks of it again.
told as (
  select *,
    count(*) filter (where tells) over one as told,
    lag(effective_at) over one is null as is_first,
    lead(effective_at) over one as until_at
  from changes
  window one as (
    partition by account_id, source, subscription_id order by effective_at, precedence, state_id
  )
),
priced as (
  select account_id, effective_at, until_at, started_at, is_first, before_payment, paying,
    case when told > 0 then first_value(mrr_minor) over same_money end as money,
    case when told > 0 then first_value(currency) over same_money end as money_in
  from told
  window same_money as (
    partition by account_id, source, subscription_id, told order by effective_at, precedence, state_id
  )
),
-- Null money of a paying subscription is unknown, which is not zero. One that began before billing was first heard of
-- was paid all the while, nobody knows how much.
runs as (
  select account_id, effective_at as heard_at, run.*
  from priced
  cross join lateral (
    values (
      effective_at, until_at,
      case when not paying then 0 when money_in is null and money <> 0 then null else money end,
      case when paying and money > 0 then money_in end
    ), (
      case when is_first and not before_payment and started_at < effective_at then started_at end,
      effective_at, null, null
    )
  ) run (from_at, until_at, minor, currency)
  where run.from_at is not null
),
-- A run holds at the midnights after its beginning, up to its end.
billing as (
  select account_id,
    min(from_at) filter (where minor is null or minor > 0) as first_paid_at,
    width_bucket(min(heard_at), :instants::timestamptz[]) as heard_from,
    jsonb_agg(jsonb_build_array(first, last, minor, currency) order by first, last, minor, currency)
      filter (where first <= last and (minor is null or minor > 0)) as runs
  from (
    select *, width_bucket(from_at, :instants::timestamptz[]) as first,
      coalesce(width_bucket(until_at, :instants::timestamptz[]), cardinality(:instants::timestamptz[])) - 1 as last
    from runs
  ) placed
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
  left(p.plan, 80) as plan, b.first_paid_at, coalesce(b.runs, '[]') as runs, b.heard_from,
  coalesce(s.places, '{}') as seat_places, coalesce(s.deltas, '{}') as seat_deltas
from picked p
left join billing b using (account_id)
left join seats s using (account_id)
where b.account_id is not null or s.account_id is not null
order by p.external_id
