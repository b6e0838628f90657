-- Who was forgotten comes in no more. What is kept of them is a hash with this installation's own salt, which tells
-- whether a key that arrives is theirs and gives the key to nobody who has not got it.
create table erasure_salt (
  singleton boolean primary key default true check (singleton),
  salt bytea not null check (octet_length(salt) = 32)
);
-- Four random UUIDs hold more than 256 bits that nobody can guess.
insert into erasure_salt (salt)
  select sha256(convert_to(string_agg(gen_random_uuid()::text, ''), 'UTF8')) from generate_series(1, 4);

create table tombstones (
  hash bytea primary key check (octet_length(hash) = 32),
  of text not null check (of in ('account', 'person')),
  -- The number of an account that was forgotten, by which its rows are found should forgetting break off.
  account_id bigint,
  erased_at timestamptz not null,
  check (of = 'account' or account_id is null)
);
create index tombstones_of_accounts on tombstones (account_id) where account_id is not null;

-- The record of who did what keeps its lines; forgetting somebody takes what a line tells of them out of its detail, and
-- lines may go that are older than a year and than the limit of retention.
create or replace function keep_audit_log() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('cs_pulse.forget', true) = 'on'
    and (new.audit_id, new.at, new.actor, new.action, new.account_id)
      is not distinct from (old.audit_id, old.at, old.actor, old.action, old.account_id) then
    return new;
  end if;
  if tg_op = 'DELETE' and old.at < now() - interval '365 days'
    and old.at < nullif(current_setting('cs_pulse.audit_until', true), '')::timestamptz then
    return old;
  end if;
  raise exception 'audit_log only takes new rows';
end
$$;
create index audit_log_by_time on audit_log (at);

-- Forgetting a person takes who they are out of the words that go with a movement; the movement stays as it is.
create or replace function guard_seat_movements() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('cs_pulse.forget_account', true) = old.account_id::text then
    return old;
  end if;
  if tg_op = 'UPDATE' and current_setting('cs_pulse.forget', true) = 'on'
    and to_jsonb(new) - 'actor' - 'note' = to_jsonb(old) - 'actor' - 'note' then
    return new;
  end if;
  raise exception 'seat_movements is append-only: append a correction instead'
    using errcode = 'integrity_constraint_violation';
end
$$;
