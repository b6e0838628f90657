-- A dashboard that somebody shows to people without Slack. Of its secret only a hash is kept.
create table published_links (
  link_id text primary key,
  token_sha256 bytea not null check (octet_length(token_sha256) = 32),
  kind text not null check (kind in ('health', 'utilization', 'portfolio')),
  -- Whether amounts are shown.
  money boolean not null,
  -- Slack user id.
  published_by text not null,
  published_at timestamptz not null,
  expires_at timestamptz not null,
  paused_at timestamptz,
  revoked_at timestamptz,
  last_opened_at timestamptz,
  check (expires_at > published_at and expires_at <= published_at + interval '30 days')
);
create index published_links_by_time on published_links (published_at);
create index published_links_by_end on published_links (expires_at);

-- Browsers that showed the secret. Of what each is known by, only a hash is kept.
create table published_sessions (
  link_id text not null references published_links on delete cascade,
  session_sha256 bytea not null check (octet_length(session_sha256) = 32),
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (link_id, session_sha256)
);
create index published_sessions_by_end on published_sessions (expires_at);
