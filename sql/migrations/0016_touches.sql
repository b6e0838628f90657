-- What one of ours did with a customer: called, met, wrote, or only noted. Rows are added, never changed.
create table touches (
  account_id bigint not null references accounts,
  touch_id bigint generated always as identity,
  kind text not null check (kind in ('call', 'email', 'meeting', 'note')),
  text text not null check (char_length(text) between 1 and 2000),
  -- Slack user id.
  author text not null,
  at timestamptz not null,
  primary key (account_id, touch_id)
);

-- Which owner an account was last seen with, so that a change of owner is noticed however it came.
create table account_owners (
  account_id bigint primary key references accounts,
  owner_email text,
  since timestamptz not null
);

-- Changes of owner, and whom the packet about the account went to. A row is told once.
create table handovers (
  account_id bigint not null references accounts,
  handover_id bigint generated always as identity,
  from_email text,
  to_email text not null,
  noticed_at timestamptz not null,
  told_at timestamptz,
  -- Slack user id; null with told_at: the account changed hands again before anybody was told.
  told_to text,
  primary key (account_id, handover_id)
);
create index handovers_untold on handovers (handover_id) where told_at is null;

-- What Slack said when it was last asked about an owner: 'absent' has no member with the address.
alter table owners add column slack_state text check (slack_state in ('active', 'absent', 'deactivated'));
alter table owners add column slack_checked_at timestamptz;

-- Who looked at what and who changed what is kept as it was written.
create function keep_audit_log() returns trigger language plpgsql as $$
begin
  raise exception 'audit_log only takes new rows';
end
$$;
create trigger audit_log_only_grows before update or delete on audit_log
  for each row execute function keep_audit_log();
create index audit_log_by_actor on audit_log (actor, audit_id);
