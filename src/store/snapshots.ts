import { z } from 'zod';
import type { Band, Bucket } from '../domain/assessment.ts';
import type { Day } from '../domain/day.ts';
import type { Stake } from '../domain/stake.ts';
import { type Db, oneRow, preparedRows, rows } from './db.ts';
import { runQuery } from './query-file.ts';
import {
  assessmentColumns,
  type BucketCountRow,
  bucketCountSchema,
  type HistoryRow,
  historyRowSchema,
  type RunRow,
  runRowSchema,
  type StandingRow,
  shownBandSchema,
  stakeRowSchema,
  standingRowSchema,
} from './snapshot-rows.ts';

export interface StandingFilter {
  readonly day: Day;
  readonly ownerEmail?: string | undefined;
  readonly ownerSlackUserId?: string | undefined;
  readonly plan?: string | undefined;
  readonly bands?: readonly Band[] | undefined;
  readonly buckets?: readonly Bucket[] | undefined;
  /** Only accounts with a score, or only those without one that are not excluded. */
  readonly scored?: boolean | undefined;
  /** Only these, by the vendor's own ids. */
  readonly accountIds?: readonly string[] | undefined;
  readonly limit?: number | undefined;
}

/** What stakes are filtered by. */
export type StakeFilter = Pick<StandingFilter, 'ownerEmail' | 'ownerSlackUserId' | 'plan' | 'bands' | 'buckets'>;

/** What every query over a day's snapshots is filtered by, as its parameters; null does not filter. */
function stakeParameters(filter: StakeFilter & { readonly day: Day }) {
  return {
    day: filter.day,
    owner_email: filter.ownerEmail ?? null,
    owner_slack_user_id: filter.ownerSlackUserId ?? null,
    plan: filter.plan ?? null,
    bands: filter.bands ?? null,
    buckets: filter.buckets ?? null,
  };
}

/** The same for standings, which are also told apart by whether they have a score. */
export function standingParameters(filter: Omit<StandingFilter, 'accountIds' | 'limit'>) {
  return { ...stakeParameters(filter), scored: filter.scored ?? null };
}

/** Snapshots of a day with their accounts: lowest score first, then highest MRR, then id; without a score last. */
export function loadStandings(db: Db, filter: StandingFilter): Promise<StandingRow[]> {
  return runQuery(db, 'standings', standingRowSchema, {
    ...standingParameters(filter),
    account_ids: filter.accountIds ?? null,
    limit: filter.limit ?? null,
  });
}

/** What totals, order and counts of a day are made of, in no order: a fraction of the snapshots' size. */
export async function loadStakes(db: Db, filter: StakeFilter & { readonly day: Day }): Promise<Stake[]> {
  const found = await runQuery(db, 'stakes', stakeRowSchema, stakeParameters(filter));
  return found.map((row) => ({
    facts: {
      account_id: row.account_id,
      currency: row.currency,
      mrr_minor: row.mrr_minor,
      mrr_reporting_minor: row.mrr_reporting_minor,
      paid_seats: row.paid_seats,
      excluded: row.excluded,
      days_to_renewal: row.days_to_renewal,
      cancel_at_period_end: row.cancel_at_period_end === true,
    },
    seats: {
      bucket: row.bucket,
      unusedSeats: row.unused_seats,
      expansion: row.expansion,
      quarterChange: row.quarter_change,
    },
    health: { band: row.band, scoreTenths: row.score_tenths },
  }));
}

/** How many accounts of a day are in each bucket; owner and plan filter as they do for standings. */
export function loadBucketCounts(db: Db, filter: StandingFilter): Promise<BucketCountRow[]> {
  return runQuery(db, 'bucket-counts', bucketCountSchema, {
    day: filter.day,
    owner_email: filter.ownerEmail ?? null,
    owner_slack_user_id: filter.ownerSlackUserId ?? null,
    plan: filter.plan ?? null,
  });
}

/** The newest run, of days not after `upTo` when given; null before the first snapshot. */
export function loadRun(db: Db, upTo: Day | null): Promise<RunRow | null> {
  return oneRow(
    db,
    runRowSchema,
    `select day, revision, definition_id, definition_version, definition_hash, fleet_factor, finished_at, stale_sources
     from snapshot_runs where $1::date is null or day <= $1 order by day desc, revision desc limit 1`,
    [upTo],
  );
}

/** Days with snapshots from `from` to `to`, both included, oldest first. */
export async function loadSnapshotDays(db: Db, from: Day, to: Day): Promise<Day[]> {
  const text = 'select distinct day from snapshot_runs where day between $1 and $2 order by day';
  return (await rows(db, z.strictObject({ day: z.string() }), text, [from, to])).map(({ day }) => day);
}

/** Bands shown last before the day under the same definition, by account number. */
export async function loadShownBands(
  db: Db,
  filter: { readonly day: Day; readonly definitionId: string; readonly accountNos?: readonly number[] | undefined },
): Promise<ReadonlyMap<number, Band>> {
  const found = await runQuery(db, 'shown-bands', shownBandSchema, {
    day: filter.day,
    definition_id: filter.definitionId,
    account_nos: filter.accountNos ?? null,
  });
  return new Map(found.map(({ account_no, band }) => [account_no, band]));
}

const latestSchema = z.strictObject({
  ...assessmentColumns,
  day: z.string(),
  definition_id: z.string(),
  definition_version: z.int(),
  definition_hash: z.string(),
  stale_sources: z.array(z.string()),
});
export type LatestSnapshot = z.infer<typeof latestSchema>;

/** The newest snapshot of one account, or null. */
export async function loadLatestSnapshot(db: Db, accountNo: number): Promise<LatestSnapshot | null> {
  const text = `select day, facts, seats, health, computed_at, definition_id, definition_version, definition_hash,
       coalesce((select r.stale_sources from snapshot_runs r where r.day = h.day order by r.revision desc limit 1), '{}')
         as stale_sources
     from health_snapshots h where account_id = $1 order by day desc, revision desc limit 1`;
  const found = await preparedRows(db, latestSchema, { name: 'latest-snapshot-of-account', text, values: [accountNo] });
  return found[0] ?? null;
}

/** One account's scores of so many days up to its newest snapshot, one per day, oldest first. */
export function loadHistory(db: Db, accountNo: number, days: number): Promise<HistoryRow[]> {
  const text = `select distinct on (day) day, score_tenths, band_state as band, definition_id, definition_version,
       definition_hash
     from health_snapshots
     where account_id = $1 and day > (select max(day) from health_snapshots where account_id = $1) - $2::integer
     order by day, revision desc`;
  return preparedRows(db, historyRowSchema, { name: 'history-of-account', text, values: [accountNo, days] });
}
