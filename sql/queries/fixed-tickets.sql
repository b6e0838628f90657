-- The newest tickets of one account that were closed between two instants and have a subject.
select subject, closed_at
from tickets
where account_id = :account_no::bigint and closed_at >= :start::timestamptz and closed_at < :until::timestamptz
  and (last_opened_at is null or last_opened_at <= closed_at) and subject is not null
order by closed_at desc, source, ticket_id
limit :limit::int
