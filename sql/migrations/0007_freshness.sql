-- How much each source brought and when, so that a feed that broke is told from customers who went quiet.
-- Quarters of an hour begin at every zone's local midnight; signals are counted at the time they say, at the latest
-- when they were received. Kept for the weeks that are compared.
create table source_volume (
  source text not null,
  kind text not null check (kind in ('activity', 'errors', 'tickets', 'billing', 'nps', 'profile')),
  quarter timestamptz not null,
  signals integer not null,
  primary key (source, kind, quarter)
);

-- Kinds of signals whose source looked broken when the run was made: its scores may be too low.
alter table snapshot_runs add column stale_sources text[] not null default '{}';

-- A source that looked broken, from when it was seen until it was fresh again. One row is one notice.
create table data_problems (
  problem_id bigint generated always as identity primary key,
  -- '*': all sources of the kind together.
  source text not null,
  kind text not null,
  what text not null check (what in ('silent', 'fell')),
  -- Since when data is missing.
  since timestamptz not null,
  numbers jsonb not null,
  opened_at timestamptz not null,
  last_seen_at timestamptz not null,
  cleared_at timestamptz,
  -- 'retired': it brought nothing for so long that nothing is expected of it any more.
  outcome text check (outcome in ('recovered', 'retired')),
  -- Days whose digest said it, and said that it is over.
  noticed_on date,
  end_noticed_on date,
  check ((cleared_at is null) = (outcome is null))
);
create unique index data_problems_open on data_problems (source, kind) where cleared_at is null;
create index data_problems_by_time on data_problems (opened_at);
