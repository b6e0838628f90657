-- What sources report. events is the idempotency window and the drill-down; account_day is what answers questions.
create table event_names (
  name_id integer generated always as identity primary key,
  name text not null unique check (octet_length(name) between 1 and 200)
);

-- Weekly partitions, each with its own unique index on (account_id, event_id): an event's time is part of its
-- identity, because a retry repeats it.
create table events (
  account_id bigint not null,
  occurred_at timestamptz not null,
  event_id uuid not null,
  user_no integer,
  name_id integer not null,
  -- 0 a person's activity, 1 error, 2 automation (service, API key, agent) or a person who does not count
  kind smallint not null
) partition by range (occurred_at);

-- One row per account, local day and 256 users. Distinct people over any days: bit_count(bit_or(active)).
create table account_day (
  account_id bigint not null,
  day date not null,
  chunk smallint not null,
  events integer not null,
  errors integer not null,
  other_events integer not null,
  last_at timestamptz not null,
  active bit(256) not null,
  primary key (account_id, day, chunk)
) with (fillfactor = 70);
create index account_day_by_day on account_day (day);

create table tickets (
  account_id bigint not null,
  source text not null,
  ticket_id text not null,
  subject text,
  priority text,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (account_id, source, ticket_id)
);

create table nps_answers (
  account_id bigint not null,
  user_key text not null,
  answered_at timestamptz not null,
  score smallint not null check (score between 0 and 10),
  primary key (account_id, user_key, answered_at)
);

-- How far each source has come, per kind of signal; a kind without a row is not connected.
create table source_watermarks (
  source text not null,
  kind text not null check (kind in ('activity', 'errors', 'tickets', 'billing', 'nps', 'profile')),
  last_occurred_at timestamptz not null,
  last_received_at timestamptz not null,
  signals bigint not null,
  primary key (source, kind)
);

-- Webhook deliveries already applied.
create table deliveries (
  source text not null,
  delivery_id text not null,
  received_at timestamptz not null default now(),
  primary key (source, delivery_id)
);
create index deliveries_by_time on deliveries (received_at);

-- Signals that name no account we know, counted so that a broken mapping shows.
create table unattributed_signals (
  source text not null,
  reason text not null,
  signals bigint not null,
  last_received_at timestamptz not null,
  last_sample text,
  primary key (source, reason)
);
