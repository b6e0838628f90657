-- The daily record of every account. A row is never changed: late data makes the next revision.
create table snapshot_runs (
  day date not null,
  revision integer not null,
  definition_id text not null,
  definition_version integer not null,
  definition_hash text not null,
  fleet_factor smallint not null,
  accounts integer not null,
  watermarks jsonb not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  primary key (day, revision)
);

create table health_snapshots (
  account_id bigint not null,
  day date not null,
  revision integer not null,
  score_tenths smallint check (score_tenths between 0 and 1000),
  base_tenths smallint check (base_tenths between 0 and 1000),
  cap text,
  -- Band of the score alone, and the band shown after hysteresis.
  band_raw text,
  band_state text,
  coverage smallint,
  confidence text,
  top_risk_signal text,
  bucket text not null,
  currency text not null,
  mrr_minor bigint not null,
  mrr_reporting_minor bigint,
  exposure_minor bigint,
  exposure_reporting_minor bigint,
  facts jsonb not null,
  seats jsonb not null,
  health jsonb not null,
  definition_id text not null,
  definition_version integer not null,
  definition_hash text not null,
  fleet_factor smallint not null,
  input_hash text not null,
  computed_at timestamptz not null,
  primary key (account_id, day, revision)
);
create index health_snapshots_by_day on health_snapshots (day);
