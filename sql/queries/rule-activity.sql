-- Per account, what a rule about named events makes of the people of the 120 local days before a day, counted from raw
-- events. :midnights are the 121 local midnights from the oldest one to the day, ascending: the caller knows the zone.
-- An account whose people did none of it has no row.
with acts as (
  select account_id, user_no,
    120 - width_bucket(occurred_at, :midnights::timestamptz[]) as ago,
    1 << array_position(:names::int[], name_id) - 1 as name
  from events
  where occurred_at >= :oldest::timestamptz and occurred_at < :day_start::timestamptz
    and kind = 0 and name_id = any (:names::int[])
    and (:account_ids::bigint[] is null or account_id = any (:account_ids::bigint[]))
),
-- Bit n from the right of `days`: the person did it n + 1 days before the day.
people as (
  select account_id, user_no,
    bit_or(1::bit(120) << ago) as days,
    min(ago) as last_ago,
    count(*) filter (where ago >= 90) as events_1,
    count(*) filter (where ago between 60 and 89) as events_2,
    count(*) filter (where ago between 30 and 59) as events_3,
    count(*) filter (where ago < 30) as events_4,
    count(*) filter (where ago < 28) as events_28d,
    bit_or(name) filter (where ago >= 90) as names_1,
    bit_or(name) filter (where ago between 60 and 89) as names_2,
    bit_or(name) filter (where ago between 30 and 59) as names_3,
    bit_or(name) filter (where ago < 30) as names_4,
    bit_or(name) filter (where ago < 28) as names_28d
  from acts
  group by account_id, user_no
),
judged as (
  select account_id, user_no, days, last_ago,
    events_1 >= :min_count::int and bit_count(substring(days from 1 for 30)) >= :min_days::int
      and bit_count(names_1::bit(32)) >= :min_events::int as active_1,
    events_2 >= :min_count::int and bit_count(substring(days from 31 for 30)) >= :min_days::int
      and bit_count(names_2::bit(32)) >= :min_events::int as active_2,
    events_3 >= :min_count::int and bit_count(substring(days from 61 for 30)) >= :min_days::int
      and bit_count(names_3::bit(32)) >= :min_events::int as active_3,
    events_4 >= :min_count::int and bit_count(substring(days from 91 for 30)) >= :min_days::int
      and bit_count(names_4::bit(32)) >= :min_events::int as active_4,
    events_28d >= :min_count::int and bit_count(substring(days from 93 for 28)) >= :min_days::int
      and bit_count(names_28d::bit(32)) >= :min_events::int as active_28d
  from people
),
counted as (
  select account_id,
    array[count(*) filter (where active_1), count(*) filter (where active_2), count(*) filter (where active_3),
      count(*) filter (where active_4)]::int[] as people_windows,
    (count(*) filter (where active_28d))::int as people_28d,
    bit_or(days) as days,
    array[sum(bit_count(substring(days from 107 for 14))), sum(bit_count(substring(days from 93 for 14))),
      sum(bit_count(substring(days from 79 for 14))), sum(bit_count(substring(days from 65 for 14))),
      sum(bit_count(substring(days from 51 for 14))), sum(bit_count(substring(days from 37 for 14))),
      sum(bit_count(substring(days from 23 for 14)))]::int[] as user_day_blocks
  from judged
  group by account_id
),
contact_keys as (
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
key_contacts as (
  select account_id, min(last_ago) as last_ago
  from contact_users
  join people using (account_id, user_no)
  group by account_id
)
select c.account_id as account_no, c.people_windows, c.people_28d,
  (
    select coalesce(bit_or(1 << week), 0)
    from generate_series(0, 12) week
    where bit_count(substring(c.days from 114 - 7 * week for 7)) > 0
  ) as active_weeks_mask,
  c.user_day_blocks,
  :day::date - 1 - k.last_ago as key_contact_last_on
from counted c
left join key_contacts k using (account_id)
