-- What billing said, as it said it: one row per state of a subscription, never changed. The newest state before an
-- instant is the truth at that instant, in whatever order the webhooks came.
create table subscription_states (
  account_id bigint not null,
  source text not null,
  subscription_id text not null,
  effective_at timestamptz not null,
  -- Order of states of the same second: created 0, updated 1, deleted 2.
  precedence smallint not null,
  state_id text not null,
  recorded_at timestamptz not null default now(),
  status text not null check (status in ('active', 'past_due', 'trialing', 'unpaid', 'paused', 'incomplete', 'canceled')),
  plan text,
  currency text check (currency ~ '^[A-Z]{3}$'),
  -- Null: this state says nothing about seats; the last one that did still holds.
  seats integer check (seats >= 0),
  -- Null: says nothing about money, or, with mrr_unknown, the price cannot be computed from what was sent.
  mrr_minor bigint,
  mrr_unknown boolean not null default false,
  usage_based boolean not null default false,
  started_at timestamptz,
  renews_at timestamptz,
  cancel_at_period_end boolean not null default false,
  -- [{item, seats, unit_amount, interval, interval_count}] for the ledger and the drill-down
  items jsonb not null,
  primary key (account_id, source, subscription_id, effective_at, precedence, state_id)
);

-- Append-only seat ledger; a correction is a new row that points at the movement it corrects.
create table seat_movements (
  account_id bigint not null,
  movement_id bigint generated always as identity,
  subscription_item text not null,
  kind text not null check (kind in ('initial', 'add', 'remove', 'reactivate', 'correction')),
  delta integer not null check (delta <> 0),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  source text not null,
  source_event_id text not null,
  idempotency_key text not null,
  corrects_id bigint,
  billing_anchor timestamptz,
  billing_interval text,
  interval_count integer,
  unit_amount numeric,
  currency text,
  actor text,
  note text,
  primary key (account_id, movement_id),
  unique (account_id, idempotency_key),
  check ((kind = 'correction') = (corrects_id is not null))
);
create index seat_movements_by_time on seat_movements (account_id, effective_at);
create index seat_movements_by_source_event on seat_movements (account_id, source_event_id);

-- Units of the reporting currency for one unit of currency, from that day on.
create table fx_rates (
  currency text not null,
  reporting_currency text not null,
  valid_from date not null,
  rate numeric not null check (rate > 0),
  primary key (currency, reporting_currency, valid_from)
);
