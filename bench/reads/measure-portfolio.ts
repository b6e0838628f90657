import { findAccount } from '../../src/app/accounts/find-account.ts';
import type { Context } from '../../src/app/context.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { updateEpisodes } from '../../src/app/episodes/update-episodes.ts';
import { seatReport } from '../../src/app/seats/seat-report.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { addDays, type Day } from '../../src/domain/day.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { atMost, type Figure, figure } from '../figure.ts';
import { median, timed } from '../stats.ts';

/** Days whose snapshots a digest of `day` looks at; the last one is the day itself. */
const SNAPSHOT_DAYS_BACK = [28, 7, 1, 0];
const ONES = 200;
const ROUNDS = 7;

/** Everyday reads of a portfolio of 5,000. Leaves the snapshots behind: commands answer from them. */
export async function measurePortfolio(ctx: Context, day: Day, names: readonly string[]): Promise<Figure[]> {
  const options = { day, timeZone: ctx.timeZone, reportingCurrency: ctx.reportingCurrency };
  const { db } = ctx;
  const nth = (index: number): string => names[(index * 997) % names.length] ?? '';
  const factsOne = await timed(ONES, (index) =>
    loadFacts(db, { ...options, accountNos: [1 + ((index * 997) % names.length)] }),
  );
  const factsAll = await timed(ROUNDS, () => loadFacts(db, options));
  const { episodes, snapshots } = await writeDays(ctx, day, names.length);
  const digest = await timed(ROUNDS, () => composeDigest({ ctx, input: { day } }));
  const seats = await timed(ROUNDS, () => seatReport({ ctx, input: { filter: {} } }));
  const exact = await timed(ONES, (index) => findAccount({ ctx, input: { text: nth(index) } }));
  const similar = await timed(ROUNDS, (index) => findAccount({ ctx, input: { text: misspelt(nth(index)) } }));
  return [
    atMost(5, 'facts of one account', median(factsOne), 'ms'),
    atMost(500, 'facts of all 5,000 accounts', median(factsAll), 'ms'),
    atMost(2000, 'snapshot of 5,000 accounts', median(snapshots), 'ms'),
    atMost(300, 'episodes of a day', median(episodes), 'ms'),
    figure('digest', median(digest), 'ms'),
    figure('seat report, every account of its sections', median(seats), 'ms'),
    figure('find an account by its name', median(exact), 'ms'),
    figure('find an account by a misspelt name', median(similar), 'ms'),
  ];
}

/** Milliseconds of the snapshots and of the episodes of each day. */
async function writeDays(ctx: Context, day: Day, accounts: number) {
  const taken = { snapshots: [] as number[], episodes: [] as number[] };
  for (const back of SNAPSHOT_DAYS_BACK) {
    const input = { day: addDays(day, -back) };
    const started = performance.now();
    const { changed } = await snapshotScores({ ctx, input });
    if (changed !== accounts) throw new Error(`the snapshot wrote ${changed} of ${accounts} accounts`);
    const stored = performance.now();
    await updateEpisodes({ ctx, input });
    taken.snapshots.push(stored - started);
    taken.episodes.push(performance.now() - stored);
  }
  return taken;
}

/** Swaps two letters in the middle and leaves one out at the end. */
function misspelt(name: string): string {
  const [head, left, right, tail] = [name.slice(0, 4), name.slice(4, 5), name.slice(5, 6), name.slice(6, -1)];
  return `${head}${right}${left}${tail}`;
}
