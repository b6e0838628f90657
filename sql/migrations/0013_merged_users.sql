-- One person, one row: further keys under which a person is known. An address is either somebody's id in account_users
-- or an alias here, never both.
create table user_aliases (
  account_id bigint not null references accounts,
  -- An e-mail address in lower case.
  alias text not null check (octet_length(alias) between 1 and 200),
  user_no integer not null,
  -- The number under which the address was a person of its own, before it was known whose it is. Events that another
  -- writer stored under that number at the same moment are moved later.
  merged_user_no integer,
  primary key (account_id, alias)
);
create index user_aliases_by_user on user_aliases (account_id, user_no);
create index user_aliases_by_merged on user_aliases (account_id, merged_user_no) where merged_user_no is not null;

-- Who is stored as two people by now becomes one with the next profile that says so.
insert into user_aliases (account_id, alias, user_no)
select distinct on (account_id, lower(email)) account_id, lower(email), user_no
from account_users u
where email like '%@%' and octet_length(lower(email)) <= 200
  and not exists (select from account_users where account_id = u.account_id and external_id = lower(u.email))
order by account_id, lower(email), user_no;
