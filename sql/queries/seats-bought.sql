-- By how many seats the ledger of each account moved at an instant, from a local midnight on and before another one, and
-- whether its ledger began in that time.
select m.account_id as account_no, m.effective_at, sum(m.delta)::int as delta, f.first_at >= :from::timestamptz as is_new
from seat_movements m
join (select account_id, min(effective_at) as first_at from seat_movements group by account_id) f using (account_id)
where m.effective_at >= :from::timestamptz and m.effective_at < :day_start::timestamptz
group by m.account_id, m.effective_at, f.first_at
order by m.account_id, m.effective_at
