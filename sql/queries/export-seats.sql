-- What the seat ledger of one account comes to: per item, each instant at which its seats change, and the seats after.
select item, effective_at, change, (sum(change) over (partition by item order by effective_at))::int as seats
from (
  select subscription_item as item, effective_at, sum(delta)::int as change
  from seat_movements
  where account_id = :account_no::bigint
  group by subscription_item, effective_at
) steps
where change <> 0
order by item collate "C", effective_at
