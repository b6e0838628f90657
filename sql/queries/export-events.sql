-- Events of one account by local day, person and name.
select day, user_id, event, kind, events
from (
  select (e.occurred_at at time zone :time_zone::text)::date as day, u.external_id as user_id, n.name as event,
    case when e.kind = 1 then 'error' else 'event' end as kind, count(*)::int as events
  from events e
  join event_names n using (name_id)
  left join account_users u on u.account_id = e.account_id and u.user_no = e.user_no
  where e.account_id = :account_no::bigint
  group by 1, 2, 3, 4
) days
order by day, user_id collate "C" nulls first, event collate "C", kind
