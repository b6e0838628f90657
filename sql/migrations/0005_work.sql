-- Who may send and read, what runs when, what goes out, and who did what.
create table api_keys (
  key_id text primary key,
  kind text not null check (kind in ('ingest', 'read')),
  name text not null,
  secret_sha256 bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table job_runs (
  job text not null,
  scope text not null,
  local_date date not null,
  state text not null check (state in ('running', 'done', 'failed', 'skipped')),
  attempts integer not null,
  lease_until timestamptz not null,
  runner text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  note text,
  primary key (job, scope, local_date)
);

-- A message that must be posted exactly once. The key travels in the message's metadata, so that a second attempt can
-- find what the first one left in the channel.
create table outbox (
  kind text not null,
  channel text not null,
  local_date date not null,
  message_key uuid not null unique,
  payload jsonb not null,
  state text not null check (state in ('due', 'posted', 'failed')),
  attempts integer not null default 0,
  lease_until timestamptz,
  next_attempt_at timestamptz not null default now(),
  first_attempt_at timestamptz,
  posted_at timestamptz,
  message_ts text,
  -- Hash of the payload that the channel shows; differs from the payload's when an edit is due.
  shown_hash text,
  -- Posted a second time, and marked so, because the channel's history may not be read. At most once.
  repeated boolean not null default false,
  error text,
  created_at timestamptz not null default now(),
  primary key (kind, channel, local_date)
);
create index outbox_due on outbox (next_attempt_at) where state = 'due';

-- Drafts that a person took over, and whether they were sent.
create table outreach (
  account_id bigint not null,
  outreach_id uuid not null,
  bucket text not null,
  persona text not null,
  template_id text not null,
  recipient text,
  subject text not null,
  body text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  sent_by text,
  sent_at timestamptz,
  primary key (account_id, outreach_id)
);

create table audit_log (
  audit_id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  account_id bigint,
  detail jsonb not null default '{}'
);
create index audit_log_by_account on audit_log (account_id, at);
