-- Contacts of one account by persona and name, each with the last local day before :day on which they were active as a
-- user; null when they are no user that is known, or were never seen.
-- Bit user_no % 256 of a chunk counts from the right, get_bit from the left.
select c.contact_id, c.name, c.email, c.persona, c.opted_out, max(seen.day) as last_on
from contacts c
left join account_users u on u.account_id = c.account_id
  and (u.external_id = c.user_external_id or lower(u.email) = lower(c.email))
left join lateral (
  select d.day
  from account_day d
  where d.account_id = u.account_id and d.chunk = u.user_no >> 8 and d.day < :day::date
    and get_bit(d.active, 255 - (u.user_no & 255)) <> 0
  order by d.day desc
  limit 1
) seen on true
where c.account_id = :account_no::bigint
group by c.contact_id, c.name, c.email, c.persona, c.opted_out
order by c.persona, c.name, c.contact_id
