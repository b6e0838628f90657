-- Accounts, their people, and who of ours looks after them.
-- Every key of a table that grows with accounts starts with account_id, so that the schema can be distributed by it.
create extension if not exists pg_trgm;

-- The only place where a name from outside must be unique on its own.
create table account_keys (
  external_id text primary key check (octet_length(external_id) between 1 and 200),
  account_id bigint generated always as identity unique
);

create table owners (
  email text primary key,
  name text not null,
  slack_user_id text
);
create index owners_by_slack_user on owners (slack_user_id);

create table accounts (
  account_id bigint primary key,
  external_id text not null,
  name text not null,
  domain text,
  aliases text[] not null default '{}',
  plan text,
  industry text,
  owner_email text,
  -- First day as a customer, local to the team's zone.
  customer_since date not null,
  -- False: nobody named the day, it is the first sign of the account so far; an earlier signal moves it back.
  customer_since_given boolean not null default true,
  -- Contract renewal from a CRM or a file; overrides what billing says.
  renews_on date,
  -- Set by hand or by import; billing states add their own reasons when facts are read.
  excluded_reason text check (excluded_reason in ('usage_based_plan', 'trial', 'internal', 'cancelled', 'free')),
  stripe_customer_id text,
  -- First local day with activity; null: none was ever received.
  first_event_on date,
  -- Dense numbers of the account's users: bit positions in account_day.
  next_user_no integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index accounts_by_lower_name on accounts (lower(name) text_pattern_ops);
create index accounts_by_name_trigram on accounts using gin (lower(name) gin_trgm_ops);
create index accounts_by_domain on accounts (lower(domain));
create index accounts_by_owner on accounts (owner_email);
create index accounts_by_stripe_customer on accounts (stripe_customer_id);

create table account_users (
  account_id bigint not null references accounts,
  user_no integer not null check (user_no >= 0),
  external_id text not null check (octet_length(external_id) between 1 and 200),
  email text,
  name text,
  role text,
  department text,
  -- Holds a seat; null: the source does not say.
  seat_assigned boolean,
  -- False: internal, test, or a role that needs no seat; such a user never counts as active.
  counts boolean not null default true,
  first_seen_at timestamptz not null,
  primary key (account_id, user_no),
  unique (account_id, external_id)
);

create table contacts (
  account_id bigint not null references accounts,
  contact_id text not null,
  name text not null,
  email text,
  persona text not null check (persona in ('admin', 'key_contact', 'exec', 'procurement')),
  -- The contact's id as a user of the product, when known.
  user_external_id text,
  opted_out boolean not null default false,
  primary key (account_id, contact_id)
);
