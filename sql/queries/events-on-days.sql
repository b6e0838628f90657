-- Events by people over all accounts on the given local days; a day without any has no row.
select day, sum(events) as events
from account_day
where day = any (:days::date[])
group by day
order by day
