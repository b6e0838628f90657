-- Generated from the migrated catalog by "npm run db:dump"; do not edit.

create table account_day (
  account_id bigint not null,
  day date not null,
  chunk smallint not null,
  events integer not null,
  errors integer not null,
  other_events integer not null,
  last_at timestamp with time zone not null,
  active bit(256) not null,
  automated integer not null default 0,
  constraint account_day_pkey PRIMARY KEY (account_id, day, chunk)
);
CREATE INDEX account_day_by_day ON account_day USING btree (day);

create table account_keys (
  external_id text not null,
  account_id bigint generated always as identity not null,
  constraint account_keys_external_id_check CHECK (((octet_length(external_id) >= 1) AND (octet_length(external_id) <= 200))),
  constraint account_keys_pkey PRIMARY KEY (external_id),
  constraint account_keys_account_id_key UNIQUE (account_id)
);

create table account_owners (
  account_id bigint not null,
  owner_email text,
  since timestamp with time zone not null,
  constraint account_owners_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(account_id),
  constraint account_owners_pkey PRIMARY KEY (account_id)
);

create table account_users (
  account_id bigint not null,
  user_no integer not null,
  external_id text not null,
  email text,
  name text,
  role text,
  department text,
  seat_assigned boolean,
  counts boolean not null default true,
  first_seen_at timestamp with time zone not null,
  excluded boolean not null default false,
  said_at jsonb not null default '{}'::jsonb,
  constraint account_users_external_id_check CHECK (((octet_length(external_id) >= 1) AND (octet_length(external_id) <= 200))),
  constraint account_users_user_no_check CHECK ((user_no >= 0)),
  constraint account_users_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(account_id),
  constraint account_users_pkey PRIMARY KEY (account_id, user_no),
  constraint account_users_account_id_external_id_key UNIQUE (account_id, external_id)
);

create table accounts (
  account_id bigint not null,
  external_id text not null,
  name text not null,
  domain text,
  aliases text[] not null default '{}'::text[],
  plan text,
  industry text,
  owner_email text,
  customer_since date not null,
  customer_since_given boolean not null default true,
  renews_on date,
  excluded_reason text,
  stripe_customer_id text,
  first_event_on date,
  next_user_no integer not null default 0,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  said_at jsonb not null default '{}'::jsonb,
  constraint accounts_excluded_reason_check CHECK ((excluded_reason = ANY (ARRAY['usage_based_plan'::text, 'trial'::text, 'internal'::text, 'cancelled'::text, 'free'::text]))),
  constraint accounts_pkey PRIMARY KEY (account_id)
);
CREATE INDEX accounts_by_alias ON accounts USING gin (folded(aliases));
CREATE INDEX accounts_by_domain ON accounts USING btree (lower(domain) text_pattern_ops);
CREATE INDEX accounts_by_lower_id ON accounts USING btree (lower(external_id) text_pattern_ops);
CREATE INDEX accounts_by_lower_name ON accounts USING btree (lower(name) text_pattern_ops);
CREATE INDEX accounts_by_name_trigram ON accounts USING gin (lower(name) gin_trgm_ops);
CREATE INDEX accounts_by_owner ON accounts USING btree (owner_email);
CREATE INDEX accounts_by_stripe_customer ON accounts USING btree (stripe_customer_id);

create table api_keys (
  key_id text not null,
  kind text not null,
  name text not null,
  secret_sha256 bytea not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_keys_kind_check CHECK ((kind = ANY (ARRAY['ingest'::text, 'read'::text]))),
  constraint api_keys_pkey PRIMARY KEY (key_id),
  constraint api_keys_secret_sha256_key UNIQUE (secret_sha256)
);

create table audit_log (
  audit_id bigint generated always as identity not null,
  at timestamp with time zone not null default now(),
  actor text not null,
  action text not null,
  account_id bigint,
  detail jsonb not null default '{}'::jsonb,
  constraint audit_log_pkey PRIMARY KEY (audit_id)
);
CREATE INDEX audit_log_by_account ON audit_log USING btree (account_id, at);
CREATE INDEX audit_log_by_actor ON audit_log USING btree (actor, audit_id);
CREATE INDEX audit_log_by_time ON audit_log USING btree (at);
CREATE TRIGGER audit_log_only_grows BEFORE DELETE OR UPDATE ON audit_log FOR EACH ROW EXECUTE FUNCTION keep_audit_log();

create table contacts (
  account_id bigint not null,
  contact_id text not null,
  name text not null,
  email text,
  persona text not null,
  user_external_id text,
  opted_out boolean not null default false,
  said_at jsonb not null default '{}'::jsonb,
  constraint contacts_persona_check CHECK ((persona = ANY (ARRAY['admin'::text, 'key_contact'::text, 'exec'::text, 'procurement'::text]))),
  constraint contacts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(account_id),
  constraint contacts_pkey PRIMARY KEY (account_id, contact_id)
);

create table data_problems (
  problem_id bigint generated always as identity not null,
  source text not null,
  kind text not null,
  what text not null,
  since timestamp with time zone not null,
  numbers jsonb not null,
  opened_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  cleared_at timestamp with time zone,
  outcome text,
  noticed_on date,
  end_noticed_on date,
  constraint data_problems_check CHECK (((cleared_at IS NULL) = (outcome IS NULL))),
  constraint data_problems_outcome_check CHECK ((outcome = ANY (ARRAY['recovered'::text, 'retired'::text]))),
  constraint data_problems_what_check CHECK ((what = ANY (ARRAY['silent'::text, 'fell'::text]))),
  constraint data_problems_pkey PRIMARY KEY (problem_id)
);
CREATE INDEX data_problems_by_time ON data_problems USING btree (opened_at);
CREATE UNIQUE INDEX data_problems_open ON data_problems USING btree (source, kind) WHERE (cleared_at IS NULL);

create table definitions (
  definition_hash text not null,
  health jsonb not null,
  utilization jsonb not null,
  recorded_at timestamp with time zone not null,
  active jsonb,
  constraint definitions_pkey PRIMARY KEY (definition_hash)
);

create table deliveries (
  source text not null,
  delivery_id text not null,
  received_at timestamp with time zone not null default now(),
  constraint deliveries_pkey PRIMARY KEY (source, delivery_id)
);
CREATE INDEX deliveries_by_time ON deliveries USING btree (received_at);

create table eligibility (
  singleton boolean not null default true,
  rules jsonb not null,
  applied_at timestamp with time zone not null,
  constraint eligibility_singleton_check CHECK (singleton),
  constraint eligibility_pkey PRIMARY KEY (singleton)
);

create table episode_days (
  day date not null,
  revision integer not null,
  definition_hash text not null,
  held boolean not null,
  accounts integer not null,
  evaluated_at timestamp with time zone not null,
  constraint episode_days_pkey PRIMARY KEY (day)
);

create table episode_log (
  account_id bigint not null,
  log_id bigint generated always as identity not null,
  signal text not null,
  opened_on date not null,
  day date not null,
  at timestamp with time zone not null,
  kind text not null,
  actor text not null,
  news boolean not null,
  detail jsonb not null default '{}'::jsonb,
  constraint episode_log_kind_check CHECK ((kind = ANY (ARRAY['opened'::text, 'repeated'::text, 'acknowledged'::text, 'snoozed'::text, 'woken'::text, 'reminded'::text, 'escalated'::text, 'recovered'::text]))),
  constraint episode_log_pkey PRIMARY KEY (account_id, log_id)
);
CREATE INDEX episode_log_by_day ON episode_log USING btree (day);

create table episodes (
  account_id bigint not null,
  signal text not null,
  opened_on date not null,
  state text not null,
  origin text not null,
  news boolean not null,
  level jsonb not null,
  said_level jsonb not null,
  said_on date not null,
  milestone smallint,
  reminded_on date,
  acknowledged_by text,
  acknowledged_at timestamp with time zone,
  snooze_kind text,
  snooze_until date,
  snooze_reason text,
  snoozed_by text,
  snoozed_at timestamp with time zone,
  snooze_level jsonb,
  recovered_on date,
  escalated_on date,
  escalated_to text,
  constraint episodes_check CHECK (((state = 'recovered'::text) = (recovered_on IS NOT NULL))),
  constraint episodes_check1 CHECK (((state = 'snoozed'::text) = (snooze_kind IS NOT NULL))),
  constraint episodes_check2 CHECK (((state = 'snoozed'::text) = (snooze_level IS NOT NULL))),
  constraint episodes_escalated_check CHECK ((num_nulls(escalated_on, escalated_to) = ANY (ARRAY[0, 2]))),
  constraint episodes_origin_check CHECK ((origin = ANY (ARRAY['customer'::text, 'definition'::text, 'override'::text]))),
  constraint episodes_snooze_kind_check CHECK ((snooze_kind = ANY (ARRAY['date'::text, 'change'::text, 'renewal'::text]))),
  constraint episodes_state_check CHECK ((state = ANY (ARRAY['open'::text, 'acknowledged'::text, 'snoozed'::text, 'recovered'::text]))),
  constraint episodes_pkey PRIMARY KEY (account_id, signal, opened_on)
);
CREATE UNIQUE INDEX episodes_open ON episodes USING btree (account_id, signal) WHERE (state <> 'recovered'::text);

create table erasure_salt (
  singleton boolean not null default true,
  salt bytea not null,
  constraint erasure_salt_salt_check CHECK ((octet_length(salt) = 32)),
  constraint erasure_salt_singleton_check CHECK (singleton),
  constraint erasure_salt_pkey PRIMARY KEY (singleton)
);

create table event_names (
  name_id integer generated always as identity not null,
  name text not null,
  constraint event_names_name_check CHECK (((octet_length(name) >= 1) AND (octet_length(name) <= 200))),
  constraint event_names_pkey PRIMARY KEY (name_id),
  constraint event_names_name_key UNIQUE (name)
);

create table events (
  account_id bigint not null,
  occurred_at timestamp with time zone not null,
  event_id uuid not null,
  user_no integer,
  name_id integer not null,
  kind smallint not null,
  surface_id integer
);

create table fx_rates (
  currency text not null,
  reporting_currency text not null,
  valid_from date not null,
  rate numeric not null,
  constraint fx_rates_rate_check CHECK ((rate > (0)::numeric)),
  constraint fx_rates_pkey PRIMARY KEY (currency, reporting_currency, valid_from)
);

create table growth_plans (
  account_id bigint not null,
  plan_id bigint generated always as identity not null,
  target_people integer not null,
  by_on date not null,
  note text,
  author text not null,
  created_at timestamp with time zone not null,
  starts_on date not null,
  ended_at timestamp with time zone,
  ended_on date,
  ended_by text,
  constraint growth_plans_check CHECK ((by_on > starts_on)),
  constraint growth_plans_check1 CHECK ((num_nulls(ended_at, ended_on, ended_by) = ANY (ARRAY[0, 3]))),
  constraint growth_plans_target_people_check CHECK ((target_people > 0)),
  constraint growth_plans_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(account_id),
  constraint growth_plans_pkey PRIMARY KEY (account_id, plan_id)
);

create table handovers (
  account_id bigint not null,
  handover_id bigint generated always as identity not null,
  from_email text,
  to_email text not null,
  noticed_at timestamp with time zone not null,
  told_at timestamp with time zone,
  told_to text,
  constraint handovers_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(account_id),
  constraint handovers_pkey PRIMARY KEY (account_id, handover_id)
);
CREATE INDEX handovers_untold ON handovers USING btree (handover_id) WHERE (told_at IS NULL);

create table health_snapshots (
  account_id bigint not null,
  day date not null,
  revision integer not null,
  score_tenths smallint,
  base_tenths smallint,
  cap text,
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
  computed_at timestamp with time zone not null,
  constraint health_snapshots_base_tenths_check CHECK (((base_tenths >= 0) AND (base_tenths <= 1000))),
  constraint health_snapshots_score_tenths_check CHECK (((score_tenths >= 0) AND (score_tenths <= 1000))),
  constraint health_snapshots_pkey PRIMARY KEY (account_id, day, revision)
);
CREATE INDEX health_snapshots_by_day ON health_snapshots USING btree (day);

create table job_runs (
  job text not null,
  scope text not null,
  local_date date not null,
  state text not null,
  attempts integer not null,
  lease_until timestamp with time zone not null,
  runner text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  note text,
  constraint job_runs_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'skipped'::text]))),
  constraint job_runs_pkey PRIMARY KEY (job, scope, local_date)
);

create table kept_drafts (
  account_id bigint not null,
  author text not null,
  persona text not null,
  template_id text not null,
  contact_id text,
  subject text not null,
  body text not null,
  kept_at timestamp with time zone not null,
  constraint kept_drafts_body_check CHECK ((char_length(body) <= 3000)),
  constraint kept_drafts_subject_check CHECK ((char_length(subject) <= 200)),
  constraint kept_drafts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(account_id),
  constraint kept_drafts_pkey PRIMARY KEY (account_id, author, persona)
);
CREATE INDEX kept_drafts_by_author ON kept_drafts USING btree (author, kept_at);

create table losses (
  account_id bigint not null,
  lost_on date not null,
  churned boolean not null,
  lost_mrr_minor bigint,
  currency text,
  reason text,
  constraint losses_check CHECK (((lost_mrr_minor IS NULL) = (currency IS NULL))),
  constraint losses_check1 CHECK ((churned OR (lost_mrr_minor IS NOT NULL))),
  constraint losses_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint losses_lost_mrr_minor_check CHECK ((lost_mrr_minor >= 0)),
  constraint losses_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(account_id),
  constraint losses_pkey PRIMARY KEY (account_id, lost_on)
);

create table nps_answers (
  account_id bigint not null,
  user_key text not null,
  answered_at timestamp with time zone not null,
  score smallint not null,
  constraint nps_answers_score_check CHECK (((score >= 0) AND (score <= 10))),
  constraint nps_answers_pkey PRIMARY KEY (account_id, user_key, answered_at)
);

create table outbox (
  kind text not null,
  channel text not null,
  local_date date not null,
  message_key uuid not null,
  payload jsonb not null,
  state text not null,
  attempts integer not null default 0,
  lease_until timestamp with time zone,
  next_attempt_at timestamp with time zone not null default now(),
  first_attempt_at timestamp with time zone,
  posted_at timestamp with time zone,
  message_ts text,
  shown_hash text,
  repeated boolean not null default false,
  error text,
  created_at timestamp with time zone not null default now(),
  thread_of text,
  posted_in text,
  edited_at timestamp with time zone,
  constraint outbox_state_check CHECK ((state = ANY (ARRAY['due'::text, 'posted'::text, 'failed'::text]))),
  constraint outbox_pkey PRIMARY KEY (kind, channel, local_date),
  constraint outbox_message_key_key UNIQUE (message_key)
);
CREATE INDEX outbox_due ON outbox USING btree (next_attempt_at) WHERE (state = 'due'::text);

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
  created_at timestamp with time zone not null default now(),
  sent_by text,
  sent_at timestamp with time zone,
  held_by text[] not null default '{}'::text[],
  override_reason text,
  constraint outreach_override_says_why CHECK (((cardinality(held_by) = 0) = (override_reason IS NULL))),
  constraint outreach_pkey PRIMARY KEY (account_id, outreach_id)
);
CREATE INDEX outreach_by_sending ON outreach USING btree (account_id, sent_at DESC);

create table owners (
  email text not null,
  name text not null,
  slack_user_id text,
  slack_state text,
  slack_checked_at timestamp with time zone,
  constraint owners_slack_state_check CHECK ((slack_state = ANY (ARRAY['active'::text, 'absent'::text, 'deactivated'::text]))),
  constraint owners_pkey PRIMARY KEY (email)
);
CREATE INDEX owners_by_slack_user ON owners USING btree (slack_user_id);

create table preferences (
  slack_user_id text not null,
  dm_digest boolean not null,
  updated_at timestamp with time zone not null,
  time_zone text,
  dm_lines text not null default 'all'::text,
  constraint preferences_dm_lines_check CHECK ((dm_lines = ANY (ARRAY['all'::text, 'low_bands'::text, 'renewals'::text]))),
  constraint preferences_pkey PRIMARY KEY (slack_user_id)
);

create table published_links (
  link_id text not null,
  token_sha256 bytea not null,
  kind text not null,
  money boolean not null,
  published_by text not null,
  published_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  paused_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_opened_at timestamp with time zone,
  paused_for text,
  constraint published_links_check CHECK (((expires_at > published_at) AND (expires_at <= (published_at + '30 days'::interval)))),
  constraint published_links_kind_check CHECK ((kind = ANY (ARRAY['health'::text, 'utilization'::text, 'portfolio'::text]))),
  constraint published_links_paused_for_check CHECK ((paused_for = ANY (ARRAY['rights'::text, 'money'::text]))),
  constraint published_links_token_sha256_check CHECK ((octet_length(token_sha256) = 32)),
  constraint published_links_pkey PRIMARY KEY (link_id)
);
CREATE INDEX published_links_by_end ON published_links USING btree (expires_at);
CREATE INDEX published_links_by_time ON published_links USING btree (published_at);

create table published_sessions (
  link_id text not null,
  session_sha256 bytea not null,
  opened_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint published_sessions_session_sha256_check CHECK ((octet_length(session_sha256) = 32)),
  constraint published_sessions_link_id_fkey FOREIGN KEY (link_id) REFERENCES published_links(link_id) ON DELETE CASCADE,
  constraint published_sessions_pkey PRIMARY KEY (link_id, session_sha256)
);
CREATE INDEX published_sessions_by_end ON published_sessions USING btree (expires_at);

create table schema_migrations (
  name text not null,
  sha256 text not null,
  breaking boolean not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migrations_pkey PRIMARY KEY (name)
);

create table score_overrides (
  account_id bigint not null,
  override_id bigint generated always as identity not null,
  kind text not null,
  tenths smallint not null,
  reason text not null,
  author text not null,
  created_at timestamp with time zone not null,
  starts_on date not null,
  expires_on date not null,
  ended_at timestamp with time zone,
  ended_on date,
  ended_by text,
  constraint score_overrides_check CHECK ((expires_on > starts_on)),
  constraint score_overrides_check1 CHECK ((num_nulls(ended_at, ended_on, ended_by) = ANY (ARRAY[0, 3]))),
  constraint score_overrides_kind_check CHECK ((kind = ANY (ARRAY['value'::text, 'cap'::text]))),
  constraint score_overrides_tenths_check CHECK (((tenths >= 0) AND (tenths <= 1000))),
  constraint score_overrides_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(account_id),
  constraint score_overrides_pkey PRIMARY KEY (account_id, override_id)
);

create table seat_movements (
  account_id bigint not null,
  movement_id bigint generated always as identity not null,
  subscription_item text not null,
  kind text not null,
  delta integer not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  source text not null,
  source_event_id text not null,
  idempotency_key text not null,
  corrects_id bigint,
  billing_anchor timestamp with time zone,
  billing_interval text,
  interval_count integer,
  unit_amount numeric,
  currency text,
  actor text,
  note text,
  constraint seat_movements_check CHECK (((kind = 'correction'::text) = (corrects_id IS NOT NULL))),
  constraint seat_movements_delta_check CHECK ((delta <> 0)),
  constraint seat_movements_kind_check CHECK ((kind = ANY (ARRAY['initial'::text, 'add'::text, 'remove'::text, 'reactivate'::text, 'correction'::text]))),
  constraint seat_movements_not_itself_check CHECK ((corrects_id <> movement_id)),
  constraint seat_movements_corrects_fkey FOREIGN KEY (account_id, corrects_id, subscription_item, effective_at) REFERENCES seat_movements(account_id, movement_id, subscription_item, effective_at),
  constraint seat_movements_pkey PRIMARY KEY (account_id, movement_id),
  constraint seat_movements_account_id_idempotency_key_key UNIQUE (account_id, idempotency_key),
  constraint seat_movements_original_key UNIQUE (account_id, movement_id, subscription_item, effective_at)
);
CREATE INDEX seat_movements_by_idempotency_key ON seat_movements USING btree (idempotency_key);
CREATE INDEX seat_movements_by_item ON seat_movements USING btree (subscription_item, effective_at);
CREATE INDEX seat_movements_by_source_event ON seat_movements USING btree (source_event_id);
CREATE INDEX seat_movements_by_time ON seat_movements USING btree (account_id, effective_at);
CREATE TRIGGER seat_movements_append_only BEFORE DELETE OR UPDATE ON seat_movements FOR EACH ROW EXECUTE FUNCTION guard_seat_movements();

create table sentiments (
  account_id bigint not null,
  sentiment_id bigint generated always as identity not null,
  sentiment text not null,
  note text,
  author text not null,
  created_at timestamp with time zone not null,
  constraint sentiments_sentiment_check CHECK ((sentiment = ANY (ARRAY['good'::text, 'neutral'::text, 'concerned'::text]))),
  constraint sentiments_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(account_id),
  constraint sentiments_pkey PRIMARY KEY (account_id, sentiment_id)
);

create table snapshot_drafts (
  account_id bigint not null,
  day date not null,
  revision integer not null,
  score_tenths smallint,
  base_tenths smallint,
  cap text,
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
  computed_at timestamp with time zone not null,
  constraint health_snapshots_base_tenths_check CHECK (((base_tenths >= 0) AND (base_tenths <= 1000))),
  constraint health_snapshots_score_tenths_check CHECK (((score_tenths >= 0) AND (score_tenths <= 1000))),
  constraint snapshot_drafts_pkey PRIMARY KEY (account_id, day, revision)
);

create table snapshot_plans (
  day date not null,
  plan_no bigint generated always as identity not null,
  frame_hash text not null,
  definition_hash text not null,
  rebuild boolean not null,
  base_revision integer not null,
  fleet_factor smallint not null,
  accounts integer not null,
  started_at timestamp with time zone not null,
  planned_at timestamp with time zone not null default clock_timestamp(),
  finished_at timestamp with time zone,
  revision integer,
  changed integer,
  constraint snapshot_plans_pkey PRIMARY KEY (day)
);

create table snapshot_ranges (
  day date not null,
  first_account bigint not null,
  last_account bigint not null,
  accounts integer not null,
  done_at timestamp with time zone,
  done_by text,
  changed integer,
  constraint snapshot_ranges_day_fkey FOREIGN KEY (day) REFERENCES snapshot_plans(day) ON DELETE CASCADE,
  constraint snapshot_ranges_pkey PRIMARY KEY (day, first_account)
);

create table snapshot_runs (
  day date not null,
  revision integer not null,
  definition_id text not null,
  definition_version integer not null,
  definition_hash text not null,
  fleet_factor smallint not null,
  accounts integer not null,
  watermarks jsonb not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone not null,
  stale_sources text[] not null default '{}'::text[],
  constraint snapshot_runs_pkey PRIMARY KEY (day, revision)
);

create table source_volume (
  source text not null,
  kind text not null,
  quarter timestamp with time zone not null,
  signals integer not null,
  constraint source_volume_kind_check CHECK ((kind = ANY (ARRAY['activity'::text, 'errors'::text, 'tickets'::text, 'billing'::text, 'nps'::text, 'profile'::text]))),
  constraint source_volume_pkey PRIMARY KEY (source, kind, quarter)
);

create table source_watermarks (
  source text not null,
  kind text not null,
  last_occurred_at timestamp with time zone not null,
  last_received_at timestamp with time zone not null,
  signals bigint not null,
  constraint source_watermarks_kind_check CHECK ((kind = ANY (ARRAY['activity'::text, 'errors'::text, 'tickets'::text, 'billing'::text, 'nps'::text, 'profile'::text]))),
  constraint source_watermarks_pkey PRIMARY KEY (source, kind)
);

create table sql_queries (
  source text not null,
  kind text not null,
  query_hash bytea not null,
  mark text,
  mark_type text,
  filled_at timestamp with time zone,
  last_rows bigint not null default 0,
  last_rejected bigint not null default 0,
  all_rows bigint not null default 0,
  ignored text[] not null default '{}'::text[],
  null_rows bigint,
  nulls_counted_at timestamp with time zone,
  error text,
  read_at timestamp with time zone,
  constraint sql_queries_check CHECK (((mark IS NULL) = (mark_type IS NULL))),
  constraint sql_queries_error_check CHECK ((char_length(error) <= 500)),
  constraint sql_queries_mark_type_check CHECK ((mark_type = ANY (ARRAY['timestamptz'::text, 'timestamp'::text, 'date'::text, 'int8'::text]))),
  constraint sql_queries_pkey PRIMARY KEY (source, kind)
);

create table sql_rejected_rows (
  source text not null,
  kind text not null,
  content bytea not null,
  reason text not null,
  mark text not null,
  seen_at timestamp with time zone not null,
  constraint sql_rejected_rows_reason_check CHECK ((char_length(reason) <= 300)),
  constraint sql_rejected_rows_pkey PRIMARY KEY (source, kind, content)
);
CREATE INDEX sql_rejected_rows_by_time ON sql_rejected_rows USING btree (source, kind, seen_at);

create table sql_sources (
  source text not null,
  runner text,
  lease_until timestamp with time zone,
  fence bigint not null default 0,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  error text,
  constraint sql_sources_check CHECK (((runner IS NULL) = (lease_until IS NULL))),
  constraint sql_sources_error_check CHECK ((char_length(error) <= 500)),
  constraint sql_sources_pkey PRIMARY KEY (source)
);

create table subscription_states (
  account_id bigint not null,
  source text not null,
  subscription_id text not null,
  effective_at timestamp with time zone not null,
  precedence smallint not null,
  state_id text not null,
  recorded_at timestamp with time zone not null default now(),
  status text not null,
  plan text,
  currency text,
  seats integer,
  mrr_minor bigint,
  mrr_unknown boolean not null default false,
  usage_based boolean not null default false,
  started_at timestamp with time zone,
  renews_at timestamp with time zone,
  cancel_at_period_end boolean not null default false,
  items jsonb not null,
  billing_anchor timestamp with time zone,
  constraint subscription_states_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint subscription_states_seats_check CHECK ((seats >= 0)),
  constraint subscription_states_status_check CHECK ((status = ANY (ARRAY['active'::text, 'past_due'::text, 'trialing'::text, 'unpaid'::text, 'paused'::text, 'incomplete'::text, 'canceled'::text]))),
  constraint subscription_states_pkey PRIMARY KEY (account_id, source, subscription_id, effective_at, precedence, state_id)
);

create table tickets (
  account_id bigint not null,
  source text not null,
  ticket_id text not null,
  subject text,
  priority text,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  said_at jsonb not null default '{}'::jsonb,
  last_opened_at timestamp with time zone,
  constraint tickets_pkey PRIMARY KEY (account_id, source, ticket_id)
);

create table tombstones (
  hash bytea not null,
  of text not null,
  account_id bigint,
  erased_at timestamp with time zone not null,
  constraint tombstones_check CHECK (((of = 'account'::text) OR (account_id IS NULL))),
  constraint tombstones_hash_check CHECK ((octet_length(hash) = 32)),
  constraint tombstones_of_check CHECK ((of = ANY (ARRAY['account'::text, 'person'::text]))),
  constraint tombstones_pkey PRIMARY KEY (hash)
);
CREATE INDEX tombstones_of_accounts ON tombstones USING btree (account_id) WHERE (account_id IS NOT NULL);

create table touches (
  account_id bigint not null,
  touch_id bigint generated always as identity not null,
  kind text not null,
  text text not null,
  author text not null,
  at timestamp with time zone not null,
  constraint touches_kind_check CHECK ((kind = ANY (ARRAY['call'::text, 'email'::text, 'meeting'::text, 'note'::text]))),
  constraint touches_text_check CHECK (((char_length(text) >= 1) AND (char_length(text) <= 2000))),
  constraint touches_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(account_id),
  constraint touches_pkey PRIMARY KEY (account_id, touch_id)
);

create table unattributed_days (
  source text not null,
  reason text not null,
  day date not null,
  signals bigint not null,
  constraint unattributed_days_pkey PRIMARY KEY (source, reason, day)
);

create table unattributed_signals (
  source text not null,
  reason text not null,
  signals bigint not null,
  last_received_at timestamp with time zone not null,
  last_sample text,
  constraint unattributed_signals_pkey PRIMARY KEY (source, reason)
);

create table user_aliases (
  account_id bigint not null,
  alias text not null,
  user_no integer not null,
  merged_user_no integer,
  constraint user_aliases_alias_check CHECK (((octet_length(alias) >= 1) AND (octet_length(alias) <= 200))),
  constraint user_aliases_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(account_id),
  constraint user_aliases_pkey PRIMARY KEY (account_id, alias)
);
CREATE INDEX user_aliases_by_merged ON user_aliases USING btree (account_id, merged_user_no) WHERE (merged_user_no IS NOT NULL);
CREATE INDEX user_aliases_by_user ON user_aliases USING btree (account_id, user_no);

create table waiting_signals (
  source text not null,
  account_key text not null,
  content bytea not null,
  waiting_id bigint generated always as identity not null,
  version smallint not null,
  signal jsonb not null,
  received_at timestamp with time zone not null,
  constraint waiting_signals_account_key_check CHECK (((octet_length(account_key) >= 1) AND (octet_length(account_key) <= 200))),
  constraint waiting_signals_pkey PRIMARY KEY (source, account_key, content)
);
CREATE INDEX waiting_signals_by_age ON waiting_signals USING btree (source, waiting_id);
CREATE INDEX waiting_signals_by_key ON waiting_signals USING btree (lower(account_key));
CREATE INDEX waiting_signals_by_time ON waiting_signals USING btree (received_at);
