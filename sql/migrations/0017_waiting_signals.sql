-- Signals whose key is their source's own and leads to no account yet, kept until an account takes the key as its id,
-- alias, domain or billing customer. The key is all that is known, so no column names an account.
create table waiting_signals (
  source text not null,
  account_key text not null check (octet_length(account_key) between 1 and 200),
  -- SHA-256 of the signal: a delivery that is repeated adds nothing.
  content bytea not null,
  waiting_id bigint generated always as identity,
  -- How `signal` is written.
  version smallint not null,
  signal jsonb not null,
  received_at timestamptz not null,
  primary key (source, account_key, content)
);
-- Aliases and domains are found in any spelling.
create index waiting_signals_by_key on waiting_signals (lower(account_key));
-- The oldest of a source go first.
create index waiting_signals_by_age on waiting_signals (source, waiting_id);
create index waiting_signals_by_time on waiting_signals (received_at);

-- Signals without an account per local day, for what has come lately; unattributed_signals counts since the beginning.
create table unattributed_days (
  source text not null,
  reason text not null,
  day date not null,
  signals bigint not null,
  primary key (source, reason, day)
);
