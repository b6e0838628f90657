-- An episode that nobody took although they were reminded is handed on, once: when, and to which Slack user.
alter table episodes add column escalated_on date;
alter table episodes add column escalated_to text;
alter table episodes add constraint episodes_escalated_check check (num_nulls(escalated_on, escalated_to) in (0, 2));
alter table episode_log drop constraint episode_log_kind_check;
alter table episode_log add constraint episode_log_kind_check
  check (kind in ('opened', 'repeated', 'acknowledged', 'snoozed', 'woken', 'reminded', 'escalated', 'recovered'));

-- Drafts that somebody edited or checked and has neither sent nor thrown away. Only their author reads them.
create table kept_drafts (
  account_id bigint not null references accounts,
  -- Slack user id.
  author text not null,
  persona text not null,
  template_id text not null,
  contact_id text,
  subject text not null check (char_length(subject) <= 200),
  body text not null check (char_length(body) <= 3000),
  kept_at timestamptz not null,
  primary key (account_id, author, persona)
);
create index kept_drafts_by_author on kept_drafts (author, kept_at);

-- Null: the team's zone.
alter table preferences add column time_zone text;
-- Which lines of their own digest somebody wants.
alter table preferences add column dm_lines text not null default 'all' check (dm_lines in ('all', 'low_bands', 'renewals'));
