import { createHash } from 'node:crypto';
import { AppError } from '../../lib/errors.ts';
import { expectedRows, type ForeignRow, nextRows, openRows, type RowsFrom } from '../../store/foreign/rows-of-query.ts';
import { beginReading, endReading, type ForeignSession } from '../../store/foreign/session.ts';
import { type SqlMark, type SqlQueryId, saveSqlProgress } from '../../store/sql-queries.ts';
import type { SqlClaim } from '../../store/sql-sources.ts';
import type { Context } from '../context.ts';
import { markCeiling } from './mark-ceiling.ts';
import type { QueryPlan } from './plan-query.ts';
import type { SqlIntake, SqlQuery, SqlSource, SqlStep, StoredRows } from './sql-source.ts';

/** What one read of one query is made of. */
export interface QueryRead {
  readonly ctx: Context;
  readonly session: ForeignSession;
  readonly source: SqlSource;
  readonly query: SqlQuery;
  readonly plan: QueryPlan;
  readonly intake: SqlIntake;
  /** Null: a dry run, which stores nothing. */
  readonly claim: SqlClaim | null;
  readonly id: SqlQueryId;
  /** Where to begin; null: at the beginning. */
  readonly from: RowsFrom['from'];
  readonly leaseMs: number;
  readonly sizes: ReadSizes;
  readonly stop: AbortSignal;
  readonly onStep?: ((step: SqlStep) => void) | undefined;
}

/** What was read so far. */
export interface Tally {
  mark: string | null;
  rows: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  readonly samples: { mark: string; reason: string }[];
}

export interface ReadSizes {
  /** Rows that are stored together. */
  readonly batch: number;
  /** Rows of one transaction of theirs, which is not kept open for longer because it holds back their vacuum. */
  readonly slice: number;
}

export const READ_SIZES: ReadSizes = { batch: 500, slice: 100_000 };
const MOST_SAMPLES = 50;
const MOST_REASON = 300;

/**
 * Reads a query in the order of its watermark, batch by batch, in as many transactions as it takes: each begins with
 * the rows of the watermark that the last one ended in, so that equal watermarks are not lost.
 * @returns false when it was told to stop before the end.
 * @throws AppError `conflict` when somebody else has taken the read over; ForeignError; the errors of our database.
 */
export async function readQuery(read: QueryRead, tally: Tally): Promise<boolean> {
  let { from } = read;
  for (let first = true; ; first = false) {
    const end = await readSlice(read, from, tally, first);
    if (end !== 'more' || tally.mark === null) return end === 'all';
    from = { mark: tally.mark, back: 0 };
  }
}

/** One transaction of theirs: to the end, or until it is long and its watermark has moved on. */
async function readSlice(
  read: QueryRead,
  from: RowsFrom['from'],
  tally: Tally,
  first: boolean,
): Promise<'all' | 'more' | 'stopped'> {
  const { plan, query, session, sizes, source, stop } = read;
  const now = await beginReading(session, source.statementTimeoutMs);
  const wanted: RowsFrom = { query: query.query, mark: plan.mark, columns: plan.columns, from };
  const expected = first && read.onStep ? await expectedRows(session, wanted) : null;
  await openRows(session, wanted);
  let seen = 0;
  let begin: string | undefined;
  for (let batch = 1; !stop.aborted; batch++) {
    const rows = await nextRows(session, sizes.batch);
    await takeBatch(read, rows, { ceiling: ceilingOf(read, now), first: first && batch === 1, tally });
    seen += rows.length;
    begin ??= rows[0]?.mark;
    read.onStep?.({ kind: query.kind, rows: tally.rows, expected, mark: tally.mark ?? '' });
    if (rows.length === sizes.batch && (seen < sizes.slice || tally.mark === begin)) continue;
    await endReading(session);
    return rows.length < sizes.batch ? 'all' : 'more';
  }
  return 'stopped';
}

function ceilingOf({ ctx, plan, source }: QueryRead, now: Date): string | null {
  return markCeiling(plan.mark.type, now, source.timeZone ?? ctx.timeZone);
}

/** Stores the rows of a batch and then, never before, how far they go. */
async function takeBatch(
  read: QueryRead,
  rows: readonly ForeignRow[],
  at: { readonly ceiling: string | null; readonly first: boolean; readonly tally: Tally },
): Promise<void> {
  const { claim, ctx, id, intake, leaseMs, plan, query, source } = read;
  const stored = await intake.store({
    ctx,
    source: source.name,
    kind: query.kind,
    fields: plan.fields,
    rows: rows.map(({ cells }) => cells),
    marks: rows.map(({ mark }) => mark),
    markType: plan.mark.type,
    timeZone: source.timeZone ?? ctx.timeZone,
    dryRun: claim === null,
  });
  const rejected = rejectedOf(rows, stored);
  count(at.tally, rows, stored, rejected);
  if (claim === null) return;
  const mark: SqlMark | null = lastMark(rows, plan);
  const progress = { mark, ceiling: mark && at.ceiling, first: at.first, rows: rows.length, rejected, leaseMs };
  if (await saveSqlProgress(ctx.db, claim, id, { ...progress, ignored: plan.ignored, now: ctx.now() })) return;
  throw new AppError('conflict', `${source.name} is read by another process now; this one stopped.`);
}

function lastMark(rows: readonly ForeignRow[], { mark: { type } }: QueryPlan): SqlMark | null {
  const last = rows.at(-1);
  return last ? { mark: last.mark, type } : null;
}

function rejectedOf(rows: readonly ForeignRow[], { rejected }: StoredRows) {
  return rejected.flatMap(({ index, message }) => {
    const row = rows[index];
    if (!row) return [];
    const content = createHash('sha256').update(JSON.stringify(row.cells)).digest();
    return [{ content, reason: message.slice(0, MOST_REASON), mark: row.mark }];
  });
}

function count(
  tally: Tally,
  rows: readonly ForeignRow[],
  stored: StoredRows,
  rejected: ReturnType<typeof rejectedOf>,
): void {
  tally.mark = rows.at(-1)?.mark ?? tally.mark;
  tally.rows += rows.length;
  tally.accepted += stored.accepted;
  tally.duplicates += stored.duplicates;
  tally.rejected += rejected.length;
  const room = Math.max(0, MOST_SAMPLES - tally.samples.length);
  tally.samples.push(...rejected.slice(0, room).map(({ mark, reason }) => ({ mark, reason })));
}
