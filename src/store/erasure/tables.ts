/** Why a column keeps what it holds when somebody is forgotten. */
export const KEPT_BECAUSE = {
  ours: 'words, marks and moments of ours, of which there are a few',
  account: 'names and ids of an account or its billing: they go with the account, and name no person',
  team: 'of the people of the team that runs this, who are not its customers',
  source: 'ids that a source gave to a message, event or row, and names of sources, columns and events',
  numbers: 'numbers, days and moments under names of ours',
  setting: 'rules that the team wrote itself',
  hash: 'a hash, which gives nothing away',
} as const;
export type KeptBecause = keyof typeof KEPT_BECAUSE;

export interface ErasureRule {
  /** `rows`: its rows go with their account; `own`: statements of their own see to it; `none`: it is of no account. */
  readonly ofAccount: 'rows' | 'own' | 'none';
  /** Columns that say who somebody is: statements of their own clear them. */
  readonly person?: readonly string[];
  /** Columns with words that may name somebody: what names them is replaced. */
  readonly words?: Readonly<Record<string, 'text' | 'json'>>;
  readonly kept?: Partial<Readonly<Record<KeptBecause, readonly string[]>>>;
}

const DEFINITION = ['definition_id', 'definition_hash'];
const SNAPSHOT = {
  ofAccount: 'rows',
  kept: {
    ours: ['cap', 'band_raw', 'band_state', 'confidence', 'top_risk_signal', 'bucket', 'currency'],
    numbers: ['facts', 'seats', 'health'],
    setting: DEFINITION,
    hash: ['input_hash'],
  },
} as const;

/** Every table and each of its columns that can hold a text: what forgetting does about it. */
export const ERASURE = {
  account_day: { ofAccount: 'rows' },
  account_keys: { ofAccount: 'own', kept: { account: ['external_id'] } },
  account_owners: { ofAccount: 'rows', kept: { team: ['owner_email'] } },
  account_users: {
    ofAccount: 'rows',
    person: ['external_id', 'email', 'name', 'role', 'department'],
    kept: { numbers: ['said_at'] },
  },
  accounts: {
    ofAccount: 'own',
    kept: {
      account: ['external_id', 'name', 'domain', 'aliases', 'plan', 'industry', 'stripe_customer_id'],
      team: ['owner_email'],
      ours: ['excluded_reason'],
      numbers: ['said_at'],
    },
  },
  api_keys: { ofAccount: 'none', kept: { ours: ['key_id', 'kind'], team: ['name'], hash: ['secret_sha256'] } },
  audit_log: { ofAccount: 'own', words: { detail: 'json' }, kept: { team: ['actor'], ours: ['action'] } },
  contacts: {
    ofAccount: 'rows',
    person: ['contact_id', 'name', 'email', 'user_external_id'],
    kept: { ours: ['persona'], numbers: ['said_at'] },
  },
  data_problems: {
    ofAccount: 'none',
    kept: { source: ['source'], ours: ['kind', 'what', 'outcome'], numbers: ['numbers'] },
  },
  definitions: { ofAccount: 'none', kept: { hash: ['definition_hash'], setting: ['health', 'utilization', 'active'] } },
  deliveries: { ofAccount: 'none', kept: { source: ['source', 'delivery_id'] } },
  eligibility: { ofAccount: 'none', kept: { setting: ['rules'] } },
  episode_days: { ofAccount: 'none', kept: { hash: ['definition_hash'] } },
  episode_log: {
    ofAccount: 'rows',
    words: { detail: 'json' },
    kept: { ours: ['signal', 'kind'], team: ['actor'] },
  },
  episodes: {
    ofAccount: 'rows',
    words: { snooze_reason: 'text' },
    kept: {
      ours: ['signal', 'state', 'origin', 'snooze_kind'],
      numbers: ['level', 'said_level', 'snooze_level'],
      team: ['acknowledged_by', 'snoozed_by', 'escalated_to'],
    },
  },
  erasure_salt: { ofAccount: 'none', kept: { hash: ['salt'] } },
  event_names: { ofAccount: 'none', kept: { source: ['name'] } },
  events: { ofAccount: 'rows', kept: { source: ['event_id'] } },
  fx_rates: { ofAccount: 'none', kept: { ours: ['currency', 'reporting_currency'] } },
  growth_plans: { ofAccount: 'rows', words: { note: 'text' }, kept: { team: ['author', 'ended_by'] } },
  handovers: { ofAccount: 'rows', kept: { team: ['from_email', 'to_email', 'told_to'] } },
  health_snapshots: SNAPSHOT,
  job_runs: { ofAccount: 'none', words: { note: 'text' }, kept: { ours: ['job', 'scope', 'state', 'runner'] } },
  kept_drafts: {
    ofAccount: 'rows',
    person: ['contact_id'],
    words: { subject: 'text', body: 'text' },
    kept: { team: ['author'], ours: ['persona', 'template_id'] },
  },
  losses: { ofAccount: 'rows', words: { reason: 'text' }, kept: { ours: ['currency'] } },
  nps_answers: { ofAccount: 'rows', person: ['user_key'] },
  outbox: {
    ofAccount: 'none',
    words: { payload: 'json', error: 'text' },
    kept: {
      ours: ['kind', 'state', 'message_ts', 'thread_of', 'message_key'],
      team: ['channel', 'posted_in'],
      hash: ['shown_hash'],
    },
  },
  outreach: {
    ofAccount: 'rows',
    person: ['recipient'],
    words: { subject: 'text', body: 'text', override_reason: 'text' },
    kept: { ours: ['outreach_id', 'bucket', 'persona', 'template_id', 'held_by'], team: ['created_by', 'sent_by'] },
  },
  owners: { ofAccount: 'none', kept: { team: ['email', 'name', 'slack_user_id'], ours: ['slack_state'] } },
  preferences: { ofAccount: 'none', kept: { team: ['slack_user_id', 'time_zone'], ours: ['dm_lines'] } },
  published_links: {
    ofAccount: 'none',
    kept: { ours: ['link_id', 'kind', 'paused_for'], team: ['published_by'], hash: ['token_sha256'] },
  },
  published_sessions: { ofAccount: 'none', kept: { ours: ['link_id'], hash: ['session_sha256'] } },
  schema_migrations: { ofAccount: 'none', kept: { ours: ['name'], hash: ['sha256'] } },
  score_overrides: {
    ofAccount: 'rows',
    words: { reason: 'text' },
    kept: { ours: ['kind'], team: ['author', 'ended_by'] },
  },
  seat_movements: {
    ofAccount: 'rows',
    words: { actor: 'text', note: 'text' },
    kept: {
      account: ['subscription_item', 'source_event_id', 'idempotency_key'],
      source: ['source'],
      ours: ['kind', 'billing_interval', 'currency'],
    },
  },
  sentiments: { ofAccount: 'rows', words: { note: 'text' }, kept: { ours: ['sentiment'], team: ['author'] } },
  snapshot_drafts: SNAPSHOT,
  snapshot_plans: { ofAccount: 'none', kept: { hash: ['frame_hash', 'definition_hash'] } },
  snapshot_ranges: { ofAccount: 'none', kept: { ours: ['done_by'] } },
  snapshot_runs: {
    ofAccount: 'none',
    kept: { setting: DEFINITION, numbers: ['watermarks'], source: ['stale_sources'] },
  },
  source_volume: { ofAccount: 'none', kept: { source: ['source'], ours: ['kind'] } },
  source_watermarks: { ofAccount: 'none', kept: { source: ['source'], ours: ['kind'] } },
  sql_queries: {
    ofAccount: 'none',
    words: { error: 'text' },
    kept: { source: ['source', 'mark', 'ignored'], ours: ['kind', 'mark_type'], hash: ['query_hash'] },
  },
  sql_rejected_rows: {
    ofAccount: 'none',
    words: { reason: 'text' },
    kept: { source: ['source', 'mark'], ours: ['kind'], hash: ['content'] },
  },
  sql_sources: { ofAccount: 'none', words: { error: 'text' }, kept: { source: ['source'], ours: ['runner'] } },
  subscription_states: {
    ofAccount: 'rows',
    kept: {
      account: ['subscription_id', 'state_id', 'plan', 'items'],
      source: ['source'],
      ours: ['status', 'currency'],
    },
  },
  tickets: {
    ofAccount: 'rows',
    words: { subject: 'text' },
    kept: { source: ['source', 'ticket_id', 'priority'], numbers: ['said_at'] },
  },
  tombstones: { ofAccount: 'none', kept: { hash: ['hash'], ours: ['of'] } },
  touches: { ofAccount: 'rows', words: { text: 'text' }, kept: { ours: ['kind'], team: ['author'] } },
  unattributed_days: { ofAccount: 'none', kept: { source: ['source'], ours: ['reason'] } },
  unattributed_signals: {
    ofAccount: 'none',
    words: { last_sample: 'text' },
    kept: { source: ['source'], ours: ['reason'] },
  },
  user_aliases: { ofAccount: 'rows', person: ['alias'] },
  waiting_signals: {
    ofAccount: 'own',
    person: ['signal'],
    kept: { source: ['source'], account: ['account_key'], hash: ['content'] },
  },
} as const satisfies Readonly<Record<string, ErasureRule>>;

const RULES: Readonly<Record<string, ErasureRule>> = ERASURE;

/** Tables whose rows go with their account, with their partitions' parent among them. */
export const TABLES_OF_ACCOUNTS: readonly string[] = Object.keys(RULES).filter(
  (table) => RULES[table]?.ofAccount === 'rows',
);

export interface WordTable {
  readonly table: string;
  readonly columns: Readonly<Record<string, 'text' | 'json'>>;
  /** Whether its rows are of accounts. */
  readonly ofAccounts: boolean;
}

/** Tables with words in which somebody may be named. */
export const TABLES_WITH_WORDS: readonly WordTable[] = Object.entries(RULES).flatMap(([table, { ofAccount, words }]) =>
  words === undefined ? [] : [{ table, columns: words, ofAccounts: ofAccount !== 'none' }],
);
