-- What people decide about an account. A row is written once and only gets an end, so that a past day is scored again
-- as it was: a judgement counts for the local days from starts_on to its last day that lie before ended_on.
create table score_overrides (
  account_id bigint not null references accounts,
  override_id bigint generated always as identity,
  kind text not null check (kind in ('value', 'cap')),
  tenths smallint not null check (tenths between 0 and 1000),
  reason text not null,
  author text not null,
  created_at timestamptz not null,
  starts_on date not null,
  expires_on date not null check (expires_on > starts_on),
  ended_at timestamptz,
  ended_on date,
  ended_by text,
  primary key (account_id, override_id),
  check (num_nulls(ended_at, ended_on, ended_by) in (0, 3))
);

-- Seats bought ahead on purpose: so many active people by a date.
create table growth_plans (
  account_id bigint not null references accounts,
  plan_id bigint generated always as identity,
  target_people integer not null check (target_people > 0),
  by_on date not null check (by_on > starts_on),
  note text,
  author text not null,
  created_at timestamptz not null,
  starts_on date not null,
  ended_at timestamptz,
  ended_on date,
  ended_by text,
  primary key (account_id, plan_id),
  check (num_nulls(ended_at, ended_on, ended_by) in (0, 3))
);

-- What one of ours feels about an account. Never part of the score; the newest one is shown.
create table sentiments (
  account_id bigint not null references accounts,
  sentiment_id bigint generated always as identity,
  sentiment text not null check (sentiment in ('good', 'neutral', 'concerned')),
  note text,
  author text not null,
  created_at timestamptz not null,
  primary key (account_id, sentiment_id)
);
