-- One row per account with every count that the assessment of a local day needs, each strictly before that day.
-- :account_ids null = every account that was a customer before the day. Instants are local midnights: the caller
-- knows the zone. What may be unknown stays null here; what a number means is decided by the caller.
with picked as (
  select account_id, external_id, customer_since, renews_on, excluded_reason, first_event_on, plan, industry
  from accounts
  where (:account_ids::bigint[] is null or account_id = any (:account_ids::bigint[]))
    and (:account_ids::bigint[] is not null or customer_since < :day::date)
),
-- Every window is a union of these segments of the last 120 days, whose ends are where a window ends: 14-day blocks,
-- 28 days, 30-day months. So the rollup is read once, and wide bitmaps are met once per segment.
segments as (
  select account_id, chunk, segment,
    bit_or(active) as active,
    sum(people)::int as user_days,
    sum(events)::int as events,
    sum(errors)::int as errors,
    bit_or(1 << ago / 7) filter (where people > 0 and ago < 91) as weeks,
    min(ago) filter (where events > 0) as last_ago
  from (
    select d.account_id, d.chunk, d.active, d.events, d.errors, bit_count(d.active)::int as people,
      :day::date - 1 - d.day as ago,
      width_bucket(:day::date - 1 - d.day, array[14, 28, 30, 42, 56, 60, 70, 84, 90, 98]) as segment
    from account_day d
    where d.day >= :day::date - 120 and d.day < :day::date
      and (:account_ids::bigint[] is null or d.account_id = any (:account_ids::bigint[]))
  ) days
  group by account_id, chunk, segment
),
chunks as (
  select account_id,
    coalesce(bit_count(bit_or(active) filter (where segment >= 9)), 0)::int as people_1,
    coalesce(bit_count(bit_or(active) filter (where segment between 6 and 8)), 0)::int as people_2,
    coalesce(bit_count(bit_or(active) filter (where segment between 3 and 5)), 0)::int as people_3,
    coalesce(bit_count(bit_or(active) filter (where segment <= 2)), 0)::int as people_4,
    coalesce(bit_count(bit_or(active) filter (where segment <= 1)), 0)::int as people_28d,
    coalesce(bit_or(weeks), 0) as weeks,
    min(last_ago) as last_ago,
    coalesce(sum(events) filter (where segment <= 2), 0)::int as events_30d,
    coalesce(sum(errors) filter (where segment <= 2), 0)::int as errors_30d,
    coalesce(sum(events) filter (where segment = 0), 0)::int as events_0,
    coalesce(sum(events) filter (where segment = 1), 0)::int as events_1,
    coalesce(sum(events) filter (where segment between 2 and 3), 0)::int as events_2,
    coalesce(sum(events) filter (where segment = 4), 0)::int as events_3,
    coalesce(sum(events) filter (where segment between 5 and 6), 0)::int as events_4,
    coalesce(sum(events) filter (where segment = 7), 0)::int as events_5,
    coalesce(sum(events) filter (where segment between 8 and 9), 0)::int as events_6,
    coalesce(sum(user_days) filter (where segment = 0), 0)::int as user_days_0,
    coalesce(sum(user_days) filter (where segment = 1), 0)::int as user_days_1,
    coalesce(sum(user_days) filter (where segment between 2 and 3), 0)::int as user_days_2,
    coalesce(sum(user_days) filter (where segment = 4), 0)::int as user_days_3,
    coalesce(sum(user_days) filter (where segment between 5 and 6), 0)::int as user_days_4,
    coalesce(sum(user_days) filter (where segment = 7), 0)::int as user_days_5,
    coalesce(sum(user_days) filter (where segment between 8 and 9), 0)::int as user_days_6
  from segments
  group by account_id, chunk
),
activity as (
  select account_id,
    array[sum(people_1), sum(people_2), sum(people_3), sum(people_4)]::int[] as people_windows,
    sum(people_28d)::int as people_28d,
    bit_or(weeks) as active_weeks_mask,
    min(last_ago) as last_ago,
    sum(events_30d)::int as events_30d,
    sum(errors_30d)::int as errors_30d,
    array[sum(events_0), sum(events_1), sum(events_2), sum(events_3), sum(events_4), sum(events_5),
      sum(events_6)]::int[] as event_blocks,
    array[sum(user_days_0), sum(user_days_1), sum(user_days_2), sum(user_days_3), sum(user_days_4), sum(user_days_5),
      sum(user_days_6)]::int[] as user_day_blocks
  from chunks
  group by account_id
),
states as (
  select s.*,
    row_number() over newest_first as age,
    count(*) filter (where s.status <> 'past_due') over newest_first as other_states
  from subscription_states s
  where s.effective_at < :day_start::timestamptz
    and (:account_ids::bigint[] is null or s.account_id = any (:account_ids::bigint[]))
  window newest_first as (
    partition by s.account_id, s.source, s.subscription_id
    order by s.effective_at desc, s.precedence desc, s.state_id desc
  )
),
-- A state that speaks of seats is knowledge even where it moves none: no seats are not the same as not known.
movements as (
  select account_id, delta, effective_at, min(effective_at) over (partition by account_id) as first_at
  from (
    select m.account_id, m.delta, m.effective_at
    from seat_movements m
    where m.effective_at < :day_start::timestamptz
      and (:account_ids::bigint[] is null or m.account_id = any (:account_ids::bigint[]))
    union all
    select account_id, 0, effective_at from states where seats is not null
  ) said
),
ledger as (
  select account_id,
    sum(delta)::int as seats_now,
    (sum(delta) filter (where effective_at < :start_60d::timestamptz))::int as seats_60d_ago,
    (sum(delta) filter (where effective_at < :start_90d::timestamptz))::int as seats_90d_ago,
    (sum(delta) filter (where effective_at = first_at))::int as seats_first
  from movements
  group by account_id
),
-- The newest state tells status, renewal and notice; money holds until a state speaks of it again.
subscriptions as (
  select account_id,
    jsonb_build_object(
      'status', max(status) filter (where age = 1),
      'usage_based', bool_or(usage_based) filter (where age = 1),
      'cancelling', bool_or(cancel_at_period_end) filter (where age = 1),
      'renews_at', max((extract(epoch from renews_at) * 1000)::bigint) filter (where age = 1),
      'mrr_minor', (array_agg(mrr_minor order by age) filter (where mrr_minor is not null or mrr_unknown))[1],
      'currency', (array_agg(currency order by age) filter (where mrr_minor is not null or mrr_unknown))[1],
      'past_due_since', (extract(epoch from min(effective_at) filter (where other_states = 0)) * 1000)::bigint
    ) as subscription
  from states
  group by account_id, source, subscription_id
),
billing as (
  select account_id, jsonb_agg(subscription order by subscription) as subscriptions
  from subscriptions
  group by account_id
),
support as (
  select account_id,
    (count(*) filter (where opened_at >= :start_30d::timestamptz))::int as tickets_30d,
    (count(*) filter (
      where lower(priority) in ('urgent', 'critical', 'p1')
        and (closed_at is null or closed_at >= :day_start::timestamptz
          or (last_opened_at > closed_at and last_opened_at < :day_start::timestamptz))
    ))::int as urgent_open
  from tickets
  where opened_at < :day_start::timestamptz
    and (:account_ids::bigint[] is null or account_id = any (:account_ids::bigint[]))
  group by account_id
),
-- One person may answer by id and by address. Aliases are few: from them their users are looked up, not all users
-- read.
answers as (
  select distinct on (n.account_id, coalesce(u.external_id, n.user_key)) n.account_id, n.score
  from nps_answers n
  left join (
    user_aliases a join account_users u on u.account_id = a.account_id and u.user_no = a.user_no
  ) on a.account_id = n.account_id and a.alias = n.user_key
  where n.answered_at >= :start_180d::timestamptz and n.answered_at < :day_start::timestamptz
    and (:account_ids::bigint[] is null or n.account_id = any (:account_ids::bigint[]))
  order by n.account_id, coalesce(u.external_id, n.user_key), n.answered_at desc, n.user_key
),
nps as (
  select account_id, sum(score)::int as nps_sum, count(*)::int as nps_count
  from answers
  group by account_id
),
-- A contact is a user by id, by email or by an address that was theirs. Joins that can hash instead of one that can not.
-- What is materialized and what is not decides whether a cluster can look up days next to where they lie.
contact_keys as not materialized (
  select account_id, key
  from contacts
  cross join lateral unnest(array[user_external_id, lower(email)]) key
  where persona = 'key_contact' and key is not null
    and (:account_ids::bigint[] is null or account_id = any (:account_ids::bigint[]))
),
contact_users as (
  select k.account_id, u.user_no
  from contact_keys k
  join account_users u on u.account_id = k.account_id and u.external_id = k.key
  union
  select k.account_id, u.user_no
  from contact_keys k
  join account_users u on u.account_id = k.account_id and lower(u.email) = k.key
  union
  select k.account_id, a.user_no
  from contact_keys k
  join user_aliases a on a.account_id = k.account_id and a.alias = k.key
),
-- Bit user_no % 256 of a chunk counts from the right, get_bit from the left.
key_contacts as materialized (
  select u.account_id, true as known, max(seen.day) as last_on
  from contact_users u
  left join lateral (
    select d.day
    from account_day d
    where d.account_id = u.account_id and d.chunk = u.user_no >> 8 and d.day < :day::date
      and get_bit(d.active, 255 - (u.user_no & 255)) <> 0
    order by d.day desc
    limit 1
  ) seen on true
  group by u.account_id
),
growing as (
  select distinct account_id
  from growth_plans
  where starts_on <= :day::date and by_on >= :day::date and (ended_on is null or ended_on > :day::date)
    and (:account_ids::bigint[] is null or account_id = any (:account_ids::bigint[]))
)
select p.account_id as account_no, p.external_id, p.customer_since, p.renews_on, p.excluded_reason, p.first_event_on,
  left(p.plan, 80) as plan, left(p.industry, 80) as industry,
  coalesce(a.people_windows, '{0,0,0,0}') as people_windows,
  coalesce(a.people_28d, 0) as people_28d,
  coalesce(a.active_weeks_mask, 0) as active_weeks_mask,
  a.last_ago + 1 as last_active_days,
  coalesce(a.events_30d, 0) as events_30d,
  coalesce(a.errors_30d, 0) as errors_30d,
  coalesce(a.event_blocks, '{0,0,0,0,0,0,0}') as event_blocks,
  coalesce(a.user_day_blocks, '{0,0,0,0,0,0,0}') as user_day_blocks,
  l.seats_now, l.seats_60d_ago, l.seats_90d_ago, l.seats_first,
  coalesce(b.subscriptions, '[]') as subscriptions,
  coalesce(s.tickets_30d, 0) as tickets_30d,
  coalesce(s.urgent_open, 0) as urgent_open,
  n.nps_sum, n.nps_count,
  coalesce(k.known, false) as key_contact_known,
  k.last_on as key_contact_last_on,
  g.account_id is not null as growth_plan_active,
  exists (select 1 from source_watermarks where kind = 'errors') as has_error_source,
  exists (select 1 from source_watermarks where kind = 'tickets') as has_ticket_source
from picked p
left join activity a using (account_id)
left join ledger l using (account_id)
left join billing b using (account_id)
left join support s using (account_id)
left join nps n using (account_id)
left join key_contacts k using (account_id)
left join growing g on g.account_id = p.account_id
order by p.account_id
