-- Who and what counts as activity, decided by configuration on top of what the sources say.
-- Named by the event (web, ios, api…): its number in event_names. Null: the event names none.
alter table events add column surface_id integer;

-- By configuration: an internal address or domain, or a role that needs no seat. A person counts when the sources say
-- so (`counts`) and nothing here leaves them out.
alter table account_users add column excluded boolean not null default false;

-- The configuration under which events.kind, account_day and account_users.excluded were last brought up to date.
create table eligibility (
  singleton boolean primary key default true check (singleton),
  rules jsonb not null,
  applied_at timestamptz not null
);

-- Null: any event of an eligible person, with nothing left out.
alter table definitions add column active jsonb;
