-- Open alerts of some kinds that some accounts have and that do not sleep, as far as a queue of them needs.
select a.external_id as account_id, e.signal, e.state, e.opened_on, e.acknowledged_by
from episodes e
join accounts a using (account_id)
where e.state in ('open', 'acknowledged') and e.signal = any (:signals::text[])
  and a.external_id = any (:account_ids::text[])
