-- Databases of the team that are read by queries of the settings file. One row per source: who reads it now, and how
-- the last read ended. None of these tables grows with accounts.
create table sql_sources (
  source text primary key,
  -- The process that reads, for people who look into the table. A read belongs to it until the lease runs out.
  runner text,
  lease_until timestamptz,
  -- Each claim has a higher one: whoever lost the lease writes nothing more.
  fence bigint not null default 0,
  -- Null: it broke off when its process was told to stop, and goes on at once.
  started_at timestamptz,
  finished_at timestamptz,
  -- Why the last read failed, without secrets; null when it did not.
  error text check (char_length(error) <= 500),
  check ((runner is null) = (lease_until is null))
);

-- How far a query of a source has been read. The mark is stored after its rows are, so that a process that dies
-- between reads them again.
create table sql_queries (
  source text not null,
  kind text not null,
  -- SHA-256 of the query and its watermark column: another query is read from its beginning.
  query_hash bytea not null,
  -- The highest watermark that was read, in the spelling of their database, and its type; null: none yet.
  mark text,
  mark_type text check (mark_type in ('timestamptz', 'timestamp', 'date', 'int8')),
  -- When the first read came to the end of what there was.
  filled_at timestamptz,
  -- Rows of the last read, of those that it refused, and since the query is this one.
  last_rows bigint not null default 0,
  last_rejected bigint not null default 0,
  all_rows bigint not null default 0,
  -- Columns that nothing reads.
  ignored text[] not null default '{}',
  -- Rows without a watermark, which are never read; null: not counted yet.
  null_rows bigint,
  nulls_counted_at timestamptz,
  error text check (char_length(error) <= 500),
  read_at timestamptz,
  primary key (source, kind),
  check ((mark is null) = (mark_type is null))
);

-- Rows that were refused, each once however often it is read: a sample for people to mend, bounded in number and age.
create table sql_rejected_rows (
  source text not null,
  kind text not null,
  -- SHA-256 of the row.
  content bytea not null,
  reason text not null check (char_length(reason) <= 300),
  -- The watermark by which the row is found.
  mark text not null,
  seen_at timestamptz not null,
  primary key (source, kind, content)
);
create index sql_rejected_rows_by_time on sql_rejected_rows (source, kind, seen_at);
