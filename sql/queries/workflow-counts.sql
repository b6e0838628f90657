-- How often the people of one account did each of the named events since :start, and in the time before it since
-- :earlier. A name that no event of any account ever had has no row: it may be a typing mistake.
select wanted.name,
  (count(e.name_id) filter (where e.occurred_at >= :start::timestamptz))::int as done,
  (count(e.name_id) filter (where e.occurred_at < :start::timestamptz))::int as done_before
from unnest(:names::text[]) as wanted (name)
join event_names n on n.name = wanted.name
left join events e on e.name_id = n.name_id and e.kind = 0 and e.account_id = :account_no::bigint
  and e.occurred_at >= :earlier::timestamptz and e.occurred_at < :day_start::timestamptz
group by wanted.name
order by done desc, wanted.name collate "C"
