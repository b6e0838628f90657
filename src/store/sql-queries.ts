import { z } from 'zod';
import { type Db, execute, inTransaction, oneRow, rows } from './db.ts';
import { MARK_TYPES, type MarkType } from './foreign/rows-of-query.ts';
import { renewSqlClaim, type SqlClaim } from './sql-sources.ts';

/** A query as it stood when it was read: another text or watermark is another query. */
export interface SqlQueryId {
  readonly kind: string;
  readonly hash: Buffer;
}

export interface SqlMark {
  /** In the spelling of their database. */
  readonly mark: string;
  readonly type: MarkType;
}

const markSchema = z.strictObject({ mark: z.string().nullable(), mark_type: z.enum(MARK_TYPES).nullable() });

/** How far a query was read; null: not at all, or another query was. */
export async function loadSqlMark(db: Db, source: string, { hash, kind }: SqlQueryId): Promise<SqlMark | null> {
  const row = await oneRow(
    db,
    markSchema,
    'select mark, mark_type from sql_queries where source = $1 and kind = $2 and query_hash = $3',
    [source, kind, hash],
  );
  return row?.mark && row.mark_type ? { mark: row.mark, type: row.mark_type } : null;
}

export interface SqlProgress {
  /** Null: no row was read yet. A mark that is stored never goes back. */
  readonly mark: SqlMark | null;
  /** The mark is stored no higher than this. */
  readonly ceiling: string | null;
  readonly first: boolean;
  readonly rows: number;
  readonly rejected: readonly RejectedSqlRow[];
  readonly ignored: readonly string[];
  readonly now: Date;
  readonly leaseMs: number;
}

export interface RejectedSqlRow {
  readonly content: Buffer;
  readonly reason: string;
  readonly mark: string;
}

/** Rows that are kept for people to look at, per query, and for how long. */
const MOST_REJECTED = 200;
const KEPT_MS = 30 * 86_400_000;

/**
 * Notes that the rows of a batch are stored, and how far that is. Only after they are: who dies before reads them again.
 * @returns false when the read is no longer ours; nothing was noted.
 */
export function saveSqlProgress(db: Db, claim: SqlClaim, id: SqlQueryId, progress: SqlProgress): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    if (!(await renewSqlClaim(tx, claim, progress.leaseMs))) return false;
    if (progress.first) await forgetOtherQuery(tx, claim.source, id);
    await raiseMark(tx, claim.source, id, progress);
    if (progress.rejected.length > 0) await keepRejected(tx, claim.source, id.kind, progress);
    return true;
  });
}

/** What another query of that kind brought is nothing to mend any more. */
async function forgetOtherQuery(db: Db, source: string, { hash, kind }: SqlQueryId): Promise<void> {
  await execute(
    db,
    `delete from sql_rejected_rows r using sql_queries q
     where r.source = $1 and r.kind = $2 and q.source = $1 and q.kind = $2 and q.query_hash <> $3`,
    [source, kind, hash],
  );
}

async function raiseMark(db: Db, source: string, { hash, kind }: SqlQueryId, progress: SqlProgress): Promise<void> {
  const { ceiling, first, ignored, mark, now, rejected, rows: count } = progress;
  // The type is one of a closed list, so it can stand in the text.
  const type = mark?.type ?? 'int8';
  const given = `case when $5::text is null then $4::text when $5::${type} < $4::${type} then $5::text else $4::text end`;
  await execute(
    db,
    `insert into sql_queries as s
       (source, kind, query_hash, mark, mark_type, last_rows, last_rejected, all_rows, ignored, read_at)
     values ($1, $2, $3, ${given}, $6, $7, $8, $7, $9, $10)
     on conflict (source, kind) do update set
       query_hash = excluded.query_hash, ignored = excluded.ignored, read_at = excluded.read_at, error = null,
       mark = case
         when s.query_hash = excluded.query_hash and excluded.mark is null then s.mark
         when s.query_hash = excluded.query_hash and s.mark_type = excluded.mark_type
           then case when s.mark::${type} > excluded.mark::${type} then s.mark else excluded.mark end
         else excluded.mark end,
       mark_type = case when s.query_hash = excluded.query_hash then coalesce(excluded.mark_type, s.mark_type)
         else excluded.mark_type end,
       last_rows = case when $11 then 0 else s.last_rows end + excluded.last_rows,
       last_rejected = case when $11 then 0 else s.last_rejected end + excluded.last_rejected,
       all_rows = case when s.query_hash = excluded.query_hash then s.all_rows else 0 end + excluded.all_rows,
       filled_at = case when s.query_hash = excluded.query_hash then s.filled_at end,
       null_rows = case when s.query_hash = excluded.query_hash then s.null_rows end,
       nulls_counted_at = case when s.query_hash = excluded.query_hash then s.nulls_counted_at end`,
    [source, kind, hash, mark?.mark ?? null, ceiling, mark?.type ?? null, count, rejected.length, ignored, now, first],
  );
}

async function keepRejected(db: Db, source: string, kind: string, { now, rejected }: SqlProgress): Promise<void> {
  await execute(
    db,
    `insert into sql_rejected_rows (source, kind, content, reason, mark, seen_at)
     select distinct on (content) $1, $2, content, reason, mark, $6::timestamptz
     from unnest($3::bytea[], $4::text[], $5::text[]) as r (content, reason, mark)
     on conflict (source, kind, content) do update set seen_at = excluded.seen_at, reason = excluded.reason`,
    [
      source,
      kind,
      rejected.map(({ content }) => content),
      rejected.map(({ reason }) => reason),
      rejected.map(({ mark }) => mark),
      now,
    ],
  );
  await execute(
    db,
    `delete from sql_rejected_rows where source = $1 and kind = $2 and content in (
       select content from sql_rejected_rows where source = $1 and kind = $2
       order by seen_at desc, content offset $3)`,
    [source, kind, MOST_REJECTED],
  );
}

/** Notes that a query was read to its end, and drops what was refused long ago. */
export async function finishSqlQuery(db: Db, source: string, kind: string, now: Date): Promise<void> {
  await execute(
    db,
    'update sql_queries set filled_at = coalesce(filled_at, $3), read_at = $3 where source = $1 and kind = $2',
    [source, kind, now],
  );
  await execute(db, 'delete from sql_rejected_rows where source = $1 and kind = $2 and seen_at < $3', [
    source,
    kind,
    new Date(now.getTime() - KEPT_MS),
  ]);
}

/** Notes why a query could not be read. */
export async function failSqlQuery(
  db: Db,
  source: string,
  { hash, kind }: SqlQueryId,
  { error, now }: { readonly error: string; readonly now: Date },
): Promise<void> {
  await execute(
    db,
    `insert into sql_queries (source, kind, query_hash, error, read_at) values ($1, $2, $3, $4, $5)
     on conflict (source, kind) do update set error = excluded.error`,
    [source, kind, hash, error, now],
  );
}

/** Queries that are not configured any more have nothing to be tried again for. */
export async function forgetErrorsOfOthers(db: Db, source: string, kinds: readonly string[]): Promise<void> {
  await execute(
    db,
    'update sql_queries set error = null where source = $1 and error is not null and kind <> all ($2)',
    [source, kinds],
  );
}

/** Whether the rows without a watermark were not counted since an instant. */
export async function needsNullCount(db: Db, source: string, kind: string, since: Date): Promise<boolean> {
  const row = await oneRow(
    db,
    z.strictObject({ counted: z.boolean() }),
    'select nulls_counted_at > $3 is true as counted from sql_queries where source = $1 and kind = $2',
    [source, kind, since],
  );
  return row?.counted !== true;
}

export async function saveNullCount(
  db: Db,
  source: string,
  kind: string,
  { count, now }: { readonly count: number | null; readonly now: Date },
): Promise<void> {
  await execute(db, 'update sql_queries set null_rows = $3, nulls_counted_at = $4 where source = $1 and kind = $2', [
    source,
    kind,
    count,
    now,
  ]);
}

const querySchema = z.strictObject({
  source: z.string(),
  kind: z.string(),
  mark: z.string().nullable(),
  filled_at: z.date().nullable(),
  last_rows: z.int(),
  all_rows: z.int(),
  ignored: z.array(z.string()),
  null_rows: z.int().nullable(),
  error: z.string().nullable(),
  /** Rows that were refused since an instant, each once, and why the newest of them was. */
  rejected: z.int(),
  sample: z.string().nullable(),
  sample_mark: z.string().nullable(),
});
export type SqlQueryRow = z.infer<typeof querySchema>;

/** How all queries stand, with what they brought that was refused since an instant. */
export function loadSqlQueries(db: Db, since: Date): Promise<SqlQueryRow[]> {
  return rows(
    db,
    querySchema,
    `select q.source, q.kind, q.mark, q.filled_at, q.last_rows, q.all_rows, q.ignored, q.null_rows, q.error,
       coalesce(r.rejected, 0)::int as rejected, r.sample, r.sample_mark
     from sql_queries q
     left join lateral (
       select count(*) as rejected, (array_agg(reason order by seen_at desc, content))[1] as sample,
         (array_agg(mark order by seen_at desc, content))[1] as sample_mark
       from sql_rejected_rows r where r.source = q.source and r.kind = q.kind and r.seen_at >= $1
     ) r on true
     order by q.source, q.kind`,
    [since],
  );
}
