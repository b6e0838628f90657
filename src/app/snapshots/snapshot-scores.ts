import type { Day } from '../../domain/day.ts';
import { AppError } from '../../lib/errors.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { inTurns, nextTurn } from '../../lib/next-turn.ts';
import { inTransaction } from '../../store/db.ts';
import { saveDefinition } from '../../store/definitions.ts';
import { loadRun } from '../../store/snapshots.ts';
import {
  insertRun,
  insertSnapshots,
  lastRevision,
  loadStoredInputs,
  lockSnapshotDay,
  refreshStatistics,
  type SnapshotRow,
} from '../../store/snapshots-write.ts';
import { loadWatermarks } from '../../store/sources.ts';
import { accountNosOf } from '../accounts/account-nos.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { definitionHash } from '../definition/definition-hash.ts';
import { refreshEligibility } from '../definition/refresh-eligibility.ts';
import { staleSources } from '../freshness/stale-sources.ts';
import { type AssessedAccount, type AssessedDay, assessAccounts } from './assess-accounts.ts';
import { snapshotInputHash } from './snapshot-input-hash.ts';
import { snapshotRow } from './snapshot-row.ts';

export interface SnapshotInput {
  /** Local day; today when absent. Numbers cover the time before its midnight. */
  readonly day?: Day | undefined;
  /** Compare results as well as inputs: for a day that an older version of the program scored. */
  readonly rebuild?: boolean | undefined;
  /** The vendor's own ids; every account when absent. */
  readonly accountIds?: readonly string[] | undefined;
  /** Told of accounts that got a new snapshot, of all; never while nothing changes. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

export interface SnapshotOutcome {
  readonly day: Day;
  /** The day's newest revision after this call. */
  readonly revision: number;
  readonly state: 'written' | 'unchanged';
  /** Accounts looked at, and those of them that got a new snapshot. */
  readonly accounts: number;
  readonly changed: number;
  readonly fleetFactor: number;
  /** Kinds of signals whose source looked broken: the scores may be too low. */
  readonly staleSources: readonly string[];
}

const BATCH = 250;
/** Accounts whose snapshots are made before others have a turn. */
const AT_ONCE = 50;
/** From so many rows on the planner is told of them. */
const MANY = 500;

/**
 * Scores the accounts of a day and appends what is new: a first run writes every account, a later one only those
 * whose inputs changed, as the next revision. One process at a time per day; the others wait and find it done.
 * @throws AppError `invalid` for a day in the future, `not_found` for an unknown account id, `conflict` when another
 * process holds the day for over a minute.
 */
export async function snapshotScores({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: SnapshotInput;
}): Promise<SnapshotOutcome> {
  const today = localDayOf(ctx.now(), ctx.timeZone);
  const day = input.day ?? today;
  if (day > today) {
    throw new AppError('invalid', `The day ${day} has not begun in ${ctx.timeZone}. Name ${today} or an earlier day.`);
  }
  const accountNos = input.accountIds && (await accountNosOf(ctx, input.accountIds));
  if (accountNos === undefined && day === today) await refreshEligibility({ ctx });
  return inTransaction(ctx.db, async (tx) => {
    if (!(await lockSnapshotDay(tx, day))) {
      throw new AppError('conflict', `Another process has been writing the snapshot of ${day} for over a minute.`);
    }
    return writeDay({ ...ctx, db: tx }, { ...input, day, accountNos });
  });
}

type DayInput = SnapshotInput & { readonly day: Day; readonly accountNos: readonly number[] | undefined };

async function writeDay(ctx: Context, input: DayInput): Promise<SnapshotOutcome> {
  const { day, accountNos } = input;
  const startedAt = ctx.now();
  const revision = await lastRevision(ctx.db, day);
  const known = revision === 0 ? null : await loadRun(ctx.db, day);
  const knownFactor = accountNos === undefined ? undefined : known?.fleet_factor;
  const assessed = await assessAccounts(ctx, { day, accountNos, knownFactor });
  const hash = definitionHash(ctx);
  const changed = await writeFresh(ctx, input, assessed, { revision: revision + 1, hash });
  const marked = known?.stale_sources ?? [];
  const stale = await staleSources(ctx, { day, marked, lateData: changed > 0 && accountNos === undefined });
  const common = {
    day,
    accounts: assessed.accounts.length,
    fleetFactor: assessed.fleetFactor,
    staleSources: stale,
  };
  // A source that is found broken after the day was scored marks it with a run that holds no rows.
  if (changed === 0 && revision > 0 && stale.length === marked.length) {
    return { ...common, revision, state: 'unchanged', changed };
  }
  if (changed >= MANY) await refreshStatistics(ctx.db);
  const { health, utilization, active } = ctx;
  await saveDefinition(ctx.db, hash, { health, utilization, active, recordedAt: ctx.now() });
  await insertRun(ctx.db, {
    day,
    revision: revision + 1,
    definitionId: ctx.health.id,
    definitionVersion: ctx.health.version,
    definitionHash: hash,
    fleetFactor: assessed.fleetFactor,
    accounts: changed,
    watermarks: await watermarksNow(ctx),
    staleSources: stale,
    startedAt,
    finishedAt: ctx.now(),
  });
  return { ...common, revision: revision + 1, state: 'written', changed };
}

/**
 * Appends rows of the accounts whose inputs (or, in a rebuild, results) differ from what the day has; how many. The
 * database stores one batch while the next is made.
 */
async function writeFresh(
  ctx: Context,
  input: DayInput,
  { accounts, fleetFactor }: AssessedDay,
  { revision, hash }: { readonly revision: number; readonly hash: string },
): Promise<number> {
  const { accountNos, day, onProgress, rebuild } = input;
  const known = await loadStoredInputs(ctx.db, day, { results: rebuild === true, accountNos });
  const stored = new Map(known.map((row) => [row.account_no, row]));
  const total = accounts.length;
  const freshRow = (account: AssessedAccount): SnapshotRow[] => {
    const { facts, seats, health } = account.assessment;
    const { previousBand, override } = account;
    const inputHash = snapshotInputHash(ctx, { facts, hash, fleetFactor, previousBand, override });
    const before = stored.get(account.accountNo);
    const equal = before?.input_hash === inputHash;
    if (equal && !(rebuild && resultOf(before) !== resultOf({ seats, health }))) return [];
    return [snapshotRow(ctx, account, { day, revision, definitionHash: hash, fleetFactor, inputHash })];
  };
  let changed = 0;
  let made: SnapshotRow[] = [];
  for (let done = 0; done < total || made.length > 0; done += BATCH) {
    const storing = insertSnapshots(ctx.db, made);
    const make = async () => {
      const fresh: SnapshotRow[] = [];
      const batch = accounts.slice(done, done + BATCH);
      for await (const few of inTurns([batch], AT_ONCE)) fresh.push(...few.flatMap(freshRow));
      return fresh;
    };
    [, made] = await Promise.all([storing, make(), nextTurn()]);
    changed += made.length;
    if (made.length > 0) onProgress?.({ done: changed, total });
  }
  return changed;
}

/** How far each source had come, without counts: they say nothing about the scores. */
async function watermarksNow(ctx: Context): Promise<unknown> {
  return (await loadWatermarks(ctx.db)).map(({ signals, ...watermark }) => watermark);
}

function resultOf({ seats, health }: { readonly seats?: unknown; readonly health?: unknown }): string {
  return canonicalJson([seats, health]);
}
