-- The vendor's own ids of the accounts that have open alerts of some kinds: those with one that does not sleep, and
-- those of which all sleep.
select coalesce(jsonb_agg(o.external_id) filter (where o.is_awake), '[]') as awake,
  coalesce(jsonb_agg(o.external_id) filter (where not o.is_awake), '[]') as asleep
from (
  select a.external_id, bool_or(e.state <> 'snoozed') as is_awake
  from episodes e
  join accounts a using (account_id)
  where e.state <> 'recovered' and e.signal = any (:signals::text[])
  group by a.account_id, a.external_id
) o
