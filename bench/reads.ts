import { findAccount } from '../src/app/accounts/find-account.ts';
import type { Context } from '../src/app/context.ts';
import { composeDigest } from '../src/app/digest/compose-digest.ts';
import { snapshotScores } from '../src/app/snapshots/snapshot-scores.ts';
import { addDays, type Day } from '../src/domain/day.ts';
import { loadFacts } from '../src/store/facts.ts';
import { timed } from './stats.ts';

/** Days whose snapshots a digest of `day` looks at; the last one is the day itself. */
const SNAPSHOT_DAYS_BACK = [28, 7, 1, 0];
const ONES = 200;
const ROUNDS = 7;

export interface Reads {
  readonly factsOne: number[];
  readonly factsAll: number[];
  readonly snapshot: number[];
  readonly digest: number[];
  readonly findExact: number[];
  readonly findSimilar: number[];
}

/** Milliseconds of each read, run by run. Leaves the snapshots behind: commands answer from them. */
export async function measureReads(ctx: Context, day: Day, names: readonly string[]): Promise<Reads> {
  const options = { day, timeZone: ctx.timeZone, reportingCurrency: ctx.reportingCurrency };
  const { db } = ctx;
  const nth = (index: number): string => names[(index * 997) % names.length] ?? '';
  const factsOne = await timed(ONES, (index) =>
    loadFacts(db, { ...options, accountNos: [1 + ((index * 997) % names.length)] }),
  );
  const factsAll = await timed(ROUNDS, () => loadFacts(db, options));
  const snapshot: number[] = [];
  for (const back of SNAPSHOT_DAYS_BACK) {
    const started = performance.now();
    const { changed } = await snapshotScores({ ctx, input: { day: addDays(day, -back) } });
    if (changed !== names.length) throw new Error(`the snapshot wrote ${changed} of ${names.length} accounts`);
    snapshot.push(performance.now() - started);
  }
  return {
    factsOne,
    factsAll,
    snapshot,
    digest: await timed(ROUNDS, () => composeDigest({ ctx, input: { day } })),
    findExact: await timed(ONES, (index) => findAccount({ ctx, input: { text: nth(index) } })),
    findSimilar: await timed(ROUNDS, (index) => findAccount({ ctx, input: { text: misspelt(nth(index)) } })),
  };
}

/** Swaps two letters in the middle and leaves one out at the end. */
function misspelt(name: string): string {
  const [head, left, right, tail] = [name.slice(0, 4), name.slice(4, 5), name.slice(5, 6), name.slice(6, -1)];
  return `${head}${right}${left}${tail}`;
}
