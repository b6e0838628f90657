-- The day's snapshots of some accounts, newest revision, with the account as it is now, in the order of the ids given.
-- Accounts that have none are left out. Only a few are asked for at once: each is looked up by itself.
select a.account_id as account_no, a.external_id as account_id, a.name, a.domain, a.plan, a.renews_on,
  a.owner_email, o.name as owner_name, o.slack_user_id as owner_slack_user_id, h.facts, h.seats, h.health, h.computed_at
from unnest(:account_ids::text[]) with ordinality as wanted (external_id, place)
join account_keys k on k.external_id = wanted.external_id
join accounts a on a.account_id = k.account_id
left join owners o on o.email = a.owner_email
cross join lateral (
  select s.facts, s.seats, s.health, s.computed_at
  from health_snapshots s
  where s.account_id = a.account_id and s.day = :day::date
  order by s.revision desc
  limit 1
) h
order by wanted.place
