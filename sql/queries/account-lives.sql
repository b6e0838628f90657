-- When accounts came, if somebody said so, and when they left: by what was stated of losses, else by subscriptions
-- that have all ended.
select a.account_id as account_no,
  case when a.customer_since_given then a.customer_since end as since,
  (select max(l.lost_on) from losses l where l.account_id = a.account_id and l.churned) as left_on,
  (
    select case when bool_and(newest.status = 'canceled') then max(newest.effective_at) end
    from (
      select distinct on (source, subscription_id) status, effective_at
      from subscription_states
      where account_id = a.account_id
      order by source, subscription_id, effective_at desc, precedence desc, state_id desc
    ) newest
  ) as ended_at
from accounts a
where a.account_id = any (:account_nos::bigint[])
