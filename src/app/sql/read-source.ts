import { createHash } from 'node:crypto';
import { AppError, messageOf } from '../../lib/errors.ts';
import { redact } from '../../lib/redact.ts';
import { foreignFailure } from '../../store/foreign/foreign-failure.ts';
import { countWithoutMark, type RowsFrom } from '../../store/foreign/rows-of-query.ts';
import {
  beginReading,
  endReading,
  ForeignError,
  type ForeignSession,
  openForeign,
} from '../../store/foreign/session.ts';
import { isUnavailable } from '../../store/pg-errors.ts';
import {
  failSqlQuery,
  finishSqlQuery,
  forgetErrorsOfOthers,
  loadSqlMark,
  needsNullCount,
  type SqlQueryId,
  saveNullCount,
} from '../../store/sql-queries.ts';
import { claimSqlSource, endSqlClaim, renewSqlClaim, type SqlClaim } from '../../store/sql-sources.ts';
import type { Context } from '../context.ts';
import { planQuery, type QueryPlan } from './plan-query.ts';
import { READ_SIZES, type ReadSizes, readQuery, type Tally } from './read-query.ts';
import type { SqlIntake, SqlQuery, SqlQueryReport, SqlReport, SqlSource, SqlStep } from './sql-source.ts';

export interface ReadSqlSource {
  readonly source: SqlSource;
  /** Address with its secrets; never logged or stored. */
  readonly url: string;
  readonly intake: SqlIntake;
  /** Name of this process. */
  readonly runner: string;
  /** By its schedule; false: now, whether it is time or not. */
  readonly scheduled: boolean;
  /** Only this one. */
  readonly kind?: string | undefined;
  /** Begins at this watermark instead of the stored one. */
  readonly since?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** Ends the read after the batch that is being stored. */
  readonly stop?: AbortSignal | undefined;
  readonly onStep?: ((step: SqlStep) => void) | undefined;
  readonly leaseMs?: number | undefined;
  readonly sizes?: ReadSizes | undefined;
}

interface Reading {
  readonly ctx: Context;
  readonly input: ReadSqlSource;
  readonly session: ForeignSession;
  readonly claim: SqlClaim | null;
  readonly stop: AbortSignal;
  readonly leaseMs: number;
}

const LEASE_MS = 120_000;
const COUNT_AFTER_MS = 86_400_000;
const MOST_ERROR = 500;
const MOST_REASON = 300;
const NEVER = new AbortController().signal;

/**
 * Reads what is new in a database of the team. Any number of processes may try at once: one reads, and any of them may
 * die anywhere, because how far it came is stored after what it read. What fails over there is in the report.
 * @returns null when it is not time, or somebody else reads.
 * @throws the errors of our own database, and AppError `conflict` when another process took the read over.
 */
export async function readSqlSource(call: {
  readonly ctx: Context;
  readonly input: ReadSqlSource;
}): Promise<SqlReport | null> {
  const { ctx, input } = call;
  const { dryRun = false, leaseMs = LEASE_MS, runner, scheduled, source, stop = NEVER } = input;
  const everyMinutes = scheduled ? source.everyMinutes : null;
  const claim = dryRun
    ? null
    : await claimSqlSource(ctx.db, source.name, { runner, leaseMs, now: ctx.now(), everyMinutes });
  if (claim === null && !dryRun) return null;
  const stopRenewing = claim === null ? () => undefined : keepClaim(ctx, claim, leaseMs);
  try {
    if (claim) await forgetErrorsOfOthers(ctx.db, source.name, kindsOf(source));
    const report = await readAll({ ctx, input, claim, stop, leaseMs });
    if (claim) await endSqlClaim(ctx.db, claim, { now: ctx.now(), error: report.error, brokenOff: stop.aborted });
    return report;
  } catch (error) {
    if (claim) await endSqlClaim(ctx.db, claim, { now: ctx.now(), ...oursFailed(error) }).catch(() => undefined);
    throw error;
  } finally {
    stopRenewing();
  }
}

/** Ours away says nothing of the source, which is read again as soon as ours can be used; anything else is to be seen. */
function oursFailed(error: unknown): { readonly error: string | null; readonly brokenOff: boolean } {
  if (error instanceof AppError || isUnavailable(error)) return { error: null, brokenOff: true };
  const said = redact(messageOf(error)).replace(/\s+/g, ' ').slice(0, MOST_REASON);
  return { error: `its rows could not be stored here (${said}); see the log`, brokenOff: false };
}

function kindsOf({ queries }: SqlSource): string[] {
  return queries.map(({ kind }) => kind);
}

/** One query after the other; one that fails does not keep the others from being read. */
async function readAll(reading: Omit<Reading, 'session'>): Promise<SqlReport> {
  const { input, stop } = reading;
  const { dryRun = false, kind, source, url } = input;
  const queries: SqlQueryReport[] = [];
  const said = (error: string | null): SqlReport => ({ source: source.name, dryRun, error, queries });
  for (const query of source.queries.filter((entry) => kind === undefined || entry.kind === kind)) {
    if (stop.aborted) break;
    let session: ForeignSession;
    try {
      session = await openForeign({ url, name: source.name, statementTimeoutMs: source.statementTimeoutMs });
    } catch (error) {
      return said(failureText(error, url));
    }
    const abort = (): void => void session.close();
    stop.addEventListener('abort', abort, { once: true });
    try {
      queries.push(await readOne({ ...reading, session }, query));
    } finally {
      stop.removeEventListener('abort', abort);
      await session.close();
    }
  }
  return said(null);
}

async function readOne(reading: Reading, query: SqlQuery): Promise<SqlQueryReport> {
  const { claim, ctx, input, stop } = reading;
  const id = idOf(query);
  const tally: Tally = { mark: null, rows: 0, accepted: 0, duplicates: 0, rejected: 0, samples: [] };
  const report = { kind: query.kind, ignoredColumns: [], withoutMark: null, error: null };
  try {
    const plan = await planned(reading, query);
    const { onStep, sizes = READ_SIZES, source } = input;
    const ended = await readQuery(
      {
        ...reading,
        source,
        intake: input.intake,
        onStep,
        sizes,
        query,
        plan,
        id,
        from: await fromOf(reading, id, plan),
      },
      tally,
    );
    const found = { ...report, ...tally, ignoredColumns: plan.ignored };
    if (!ended) return { ...found, outcome: 'stopped' };
    if (claim) await finishSqlQuery(ctx.db, input.source.name, query.kind, ctx.now());
    return { ...found, outcome: 'ended', withoutMark: await countNulls(reading, query, plan) };
  } catch (error) {
    // To be told to stop closes the connection, wherever the read is.
    if (error instanceof ForeignError && stop.aborted) return { ...report, ...tally, outcome: 'stopped' };
    const text = failureText(error, input.url);
    if (claim) await failSqlQuery(ctx.db, input.source.name, id, { error: text, now: ctx.now() });
    return { ...report, ...tally, outcome: 'failed', error: text };
  }
}

async function planned({ input, session }: Reading, query: SqlQuery): Promise<QueryPlan> {
  await beginReading(session, input.source.statementTimeoutMs);
  const plan = await planQuery(session, query, input.intake);
  await endReading(session);
  return plan;
}

/** From the watermark that was asked for, else from a little before the stored one, else from the beginning. */
async function fromOf({ ctx, input }: Reading, id: SqlQueryId, { back, mark }: QueryPlan): Promise<RowsFrom['from']> {
  if (input.since !== undefined) return { mark: input.since, back: 0 };
  const stored = await loadSqlMark(ctx.db, input.source.name, id);
  return stored?.type === mark.type ? { mark: stored.mark, back } : null;
}

/** Counts rows that are never read, once a day: it may take their database long. One that takes too long is left. */
async function countNulls({ claim, ctx, input, session }: Reading, query: SqlQuery, plan: QueryPlan) {
  const { name, statementTimeoutMs } = input.source;
  const now = ctx.now();
  const since = new Date(now.getTime() - COUNT_AFTER_MS);
  if (claim && !(await needsNullCount(ctx.db, name, query.kind, since))) return null;
  let count: number | null = null;
  try {
    await beginReading(session, statementTimeoutMs);
    count = await countWithoutMark(session, query.query, plan.mark.column);
  } catch (error) {
    if (!(error instanceof ForeignError)) throw error;
  }
  if (claim) await saveNullCount(ctx.db, name, query.kind, { count, now });
  return count;
}

/** Another text or watermark is another query, and is read from its beginning. */
function idOf({ kind, query, watermark }: SqlQuery): SqlQueryId {
  return {
    kind,
    hash: createHash('sha256')
      .update(JSON.stringify([query, watermark]))
      .digest(),
  };
}

/**
 * What somebody must know about a failure over there, with the remedy.
 * @throws the error itself when it is one of ours.
 */
function failureText(error: unknown, url: string): string {
  if (error instanceof ForeignError) {
    const { remedy, text } = foreignFailure(error.cause, url);
    return `${text}; ${remedy}`.slice(0, MOST_ERROR);
  }
  if (error instanceof AppError && error.code === 'invalid') return error.message.slice(0, MOST_ERROR);
  throw error;
}

/** Renews the claim while a long statement of theirs runs; a process that dies stops doing so. */
function keepClaim({ db, log }: Context, claim: SqlClaim, leaseMs: number): () => void {
  const timer = setInterval(() => {
    renewSqlClaim(db, claim, leaseMs).catch((error: unknown) =>
      log.warn({ source: claim.source, error: messageOf(error) }, 'The lease of a read could not be renewed.'),
    );
  }, leaseMs / 3);
  return () => clearInterval(timer);
}
