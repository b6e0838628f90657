import type { Assessment, BandLabel, Bucket } from './assessment.ts';

/** One account's facts under the rules in force and under tried ones. */
export interface Compared {
  readonly now: Assessment;
  readonly tried: Assessment;
}

export type BandName = BandLabel | 'excluded';

/** Worst first, then why there is no score. */
const BAND_NAMES: readonly BandName[] = [
  'CRITICAL',
  'WARN',
  'ok',
  'healthy',
  'champion',
  'onboarding',
  'not scored',
  'excluded',
];

export interface BandCount {
  readonly band: BandName;
  readonly now: number;
  readonly tried: number;
}

/** Accounts per band under both rules, bands of nobody left out. */
export function bandCounts(rows: readonly Compared[]): BandCount[] {
  const count = (side: 'now' | 'tried', band: BandName): number =>
    rows.filter((row) => (row[side].health.band ?? 'excluded') === band).length;
  return BAND_NAMES.map((band) => ({ band, now: count('now', band), tried: count('tried', band) })).filter(
    ({ now, tried }) => now > 0 || tried > 0,
  );
}

export interface BucketMove {
  readonly from: Bucket;
  readonly to: Bucket;
  readonly accounts: number;
}

/** Accounts that would be in another bucket, the most frequent move first. */
export function bucketMoves(rows: readonly Compared[]): BucketMove[] {
  const moves = new Map<string, BucketMove>();
  for (const { now, tried } of rows) {
    const [from, to] = [now.seats.bucket, tried.seats.bucket];
    if (from === to) continue;
    const known = moves.get(`${from} ${to}`);
    moves.set(`${from} ${to}`, { from, to, accounts: (known?.accounts ?? 0) + 1 });
  }
  return [...moves.values()].sort(
    (a, b) => b.accounts - a.accounts || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1),
  );
}

/** How scores would move; tenths of a point. */
export interface ScoreMoves {
  readonly up: number;
  readonly down: number;
  readonly same: number;
  /** Largest rise and largest fall, 0 when none. */
  readonly mostUpTenths: number;
  readonly mostDownTenths: number;
  /** Accounts that would gain or lose a score altogether. */
  readonly gained: number;
  readonly lost: number;
}

/** Scores under tried rules against those in force. Accounts without a score on either side are left out. */
export function scoreMoves(rows: readonly Compared[]): ScoreMoves {
  const moves = { up: 0, down: 0, same: 0, mostUpTenths: 0, mostDownTenths: 0, gained: 0, lost: 0 };
  for (const { now, tried } of rows) {
    const [before, after] = [now.health.scoreTenths, tried.health.scoreTenths];
    if (before === null || after === null) {
      if (after !== null) moves.gained += 1;
      else if (before !== null) moves.lost += 1;
      continue;
    }
    const change = after - before;
    if (change === 0) moves.same += 1;
    else if (change > 0) moves.up += 1;
    else moves.down += 1;
    moves.mostUpTenths = Math.max(moves.mostUpTenths, change);
    moves.mostDownTenths = Math.min(moves.mostDownTenths, change);
  }
  return moves;
}
