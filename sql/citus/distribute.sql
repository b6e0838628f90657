-- Spreads a migrated database over the workers of a Citus cluster. Run once on the coordinator, with the workers added
-- and cs-pulse stopped: psql -v ON_ERROR_STOP=1 -f sql/citus/distribute.sql "$DATABASE_URL"
-- Every table is named exactly once: distributed by account, copied to every worker, or "-- local:", which stays where
-- it is. One statement at a time, in this order: what is referred to comes first. docs/scaling.md says more.
create extension if not exists citus;

-- Copied to every worker: small, and joined with accounts or events.
select create_reference_table('account_keys');
select create_reference_table('event_names');
select create_reference_table('fx_rates');
select create_reference_table('owners');
select create_reference_table('snapshot_runs');

-- Only grows while its trigger is there. Citus takes no triggers on what it distributes; from here on the ledger is
-- guarded by the product alone.
drop trigger if exists seat_movements_append_only on seat_movements;

-- Spread by account. All lie together: what is of one account is on one worker.
select create_distributed_table('accounts', 'account_id');
select create_distributed_table('account_users', 'account_id', colocate_with => 'accounts');
select create_distributed_table('account_day', 'account_id', colocate_with => 'accounts');
select create_distributed_table('account_owners', 'account_id', colocate_with => 'accounts');
select create_distributed_table('contacts', 'account_id', colocate_with => 'accounts');
select create_distributed_table('episode_log', 'account_id', colocate_with => 'accounts');
select create_distributed_table('episodes', 'account_id', colocate_with => 'accounts');
-- With its weeks; a week that is attached later is distributed by that.
select create_distributed_table('events', 'account_id', colocate_with => 'accounts');
select create_distributed_table('growth_plans', 'account_id', colocate_with => 'accounts');
select create_distributed_table('handovers', 'account_id', colocate_with => 'accounts');
select create_distributed_table('health_snapshots', 'account_id', colocate_with => 'accounts');
select create_distributed_table('kept_drafts', 'account_id', colocate_with => 'accounts');
select create_distributed_table('losses', 'account_id', colocate_with => 'accounts');
select create_distributed_table('nps_answers', 'account_id', colocate_with => 'accounts');
select create_distributed_table('outreach', 'account_id', colocate_with => 'accounts');
select create_distributed_table('score_overrides', 'account_id', colocate_with => 'accounts');
select create_distributed_table('seat_movements', 'account_id', colocate_with => 'accounts');
select create_distributed_table('sentiments', 'account_id', colocate_with => 'accounts');
select create_distributed_table('snapshot_drafts', 'account_id', colocate_with => 'accounts');
select create_distributed_table('subscription_states', 'account_id', colocate_with => 'accounts');
select create_distributed_table('tickets', 'account_id', colocate_with => 'accounts');
select create_distributed_table('touches', 'account_id', colocate_with => 'accounts');
select create_distributed_table('user_aliases', 'account_id', colocate_with => 'accounts');

-- Work to be taken, one row at a time, by whoever comes first.
-- local: job_runs
-- local: outbox
-- local: snapshot_plans
-- local: snapshot_ranges
-- local: sql_sources
-- local: waiting_signals
-- Records of the installation: no rows per account, or rows that are read across all of them.
-- local: api_keys
-- local: audit_log
-- local: data_problems
-- local: definitions
-- local: deliveries
-- local: eligibility
-- local: episode_days
-- local: erasure_salt
-- local: preferences
-- local: published_links
-- local: published_sessions
-- local: schema_migrations
-- local: source_volume
-- local: source_watermarks
-- local: sql_queries
-- local: sql_rejected_rows
-- local: tombstones
-- local: unattributed_days
-- local: unattributed_signals
