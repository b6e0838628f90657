-- Paid seats of one account before each instant, in the order given: the sum of its ledger; null before its first line.
select (sum(m.delta))::int as seats
from unnest(:instants::timestamptz[]) with ordinality as i (instant, position)
left join seat_movements m on m.account_id = :account_no::bigint and m.effective_at < i.instant
group by i.position
order by i.position
