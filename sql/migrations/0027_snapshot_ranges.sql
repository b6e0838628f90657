-- A day of many accounts is scored range by range, by every process that has time. What they make waits in
-- snapshot_drafts until the last range is done; one transaction then turns it into a run. Who reads snapshots sees the
-- whole run or nothing of it, and need not know of these tables.
create table snapshot_plans (
  -- The newest plan of each day that was planned; its outcome stays for those who worked on it.
  day date primary key,
  plan_no bigint not null generated always as identity,
  -- Of everything that must be the same in each process that takes a range: rules, currency, zone.
  frame_hash text not null,
  definition_hash text not null,
  rebuild boolean not null,
  -- The day's newest run that the ranges know of.
  base_revision integer not null,
  -- Of all accounts, so it is decided before the first range.
  fleet_factor smallint not null,
  accounts integer not null,
  started_at timestamptz not null,
  planned_at timestamptz not null default clock_timestamp(),
  -- Null while ranges are open.
  finished_at timestamptz,
  revision integer,
  changed integer
);

-- A range is taken by locking its row, so that it is free again at once when its process dies.
create table snapshot_ranges (
  day date not null references snapshot_plans on delete cascade,
  first_account bigint not null,
  last_account bigint not null,
  accounts integer not null,
  done_at timestamptz,
  done_by text,
  changed integer,
  primary key (day, first_account)
);

-- Columns and their order are those of health_snapshots: rows move from here to there.
create table snapshot_drafts (like health_snapshots including constraints);
alter table snapshot_drafts add primary key (account_id, day, revision);
