-- What was said about an account and is still true: an episode is one signal from its beginning to its end.
create table episodes (
  account_id bigint not null,
  signal text not null,
  opened_on date not null,
  state text not null check (state in ('open', 'acknowledged', 'snoozed', 'recovered')),
  -- What began it: the customer, or a change of our own rules, which is no news.
  origin text not null check (origin in ('customer', 'definition', 'override')),
  -- Whether its beginning was worth saying.
  news boolean not null,
  -- The account's level at the beginning, and when it was last said.
  level jsonb not null,
  said_level jsonb not null,
  said_on date not null,
  -- Days before the renewal that were said last.
  milestone smallint,
  reminded_on date,
  acknowledged_by text,
  acknowledged_at timestamptz,
  snooze_kind text check (snooze_kind in ('date', 'change', 'renewal')),
  -- The day on which it wakes by itself; null: only a change wakes it.
  snooze_until date,
  snooze_reason text,
  snoozed_by text,
  snoozed_at timestamptz,
  snooze_level jsonb,
  recovered_on date,
  primary key (account_id, signal, opened_on),
  check ((state = 'recovered') = (recovered_on is not null)),
  check ((state = 'snoozed') = (snooze_kind is not null)),
  check ((state = 'snoozed') = (snooze_level is not null))
);
create unique index episodes_open on episodes (account_id, signal) where state <> 'recovered';

-- Everything that became of the episodes. Rows are added, never changed.
create table episode_log (
  account_id bigint not null,
  log_id bigint generated always as identity,
  signal text not null,
  opened_on date not null,
  -- The local day that it belongs to, and when it was written.
  day date not null,
  at timestamptz not null,
  kind text not null
    check (kind in ('opened', 'repeated', 'acknowledged', 'snoozed', 'woken', 'reminded', 'recovered')),
  actor text not null,
  news boolean not null,
  detail jsonb not null default '{}',
  primary key (account_id, log_id)
);
create index episode_log_by_day on episode_log (day);

-- Which snapshot days were evaluated, and what they were then.
create table episode_days (
  day date primary key,
  revision integer not null,
  definition_hash text not null,
  held boolean not null,
  accounts integer not null,
  evaluated_at timestamptz not null
);
