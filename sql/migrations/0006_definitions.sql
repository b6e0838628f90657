-- The rules behind the definition_hash of snapshots: without them no later definition can be held against an earlier one.
create table definitions (
  definition_hash text primary key,
  health jsonb not null,
  utilization jsonb not null,
  recorded_at timestamptz not null
);
