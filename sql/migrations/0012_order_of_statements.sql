-- What is said about accounts, people, contacts and tickets may arrive in any order; the newest statement holds, field by
-- field. said_at: when each field was last stated, in milliseconds since 1970; a field without an entry counts as stated
-- when its row was last updated.
alter table accounts add column said_at jsonb not null default '{}';
alter table account_users add column said_at jsonb not null default '{}';
alter table contacts add column said_at jsonb not null default '{}';
alter table tickets add column said_at jsonb not null default '{}';
-- A ticket may be opened again; closed_at is the newest close that was heard of.
alter table tickets add column last_opened_at timestamptz;
