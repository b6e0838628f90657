import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { benchContext } from '../context.ts';
import { atMost, type Figure } from '../figure.ts';
import { accountNames } from '../names.ts';
import type { Measured, PartOptions } from '../part.ts';
import { compareWithClickHouse } from '../peers/compare.ts';
import { type SeededDatabase, withSeeded } from '../seeded.ts';
import { measureGrowth } from './measure-growth.ts';
import { measurePortfolio } from './measure-portfolio.ts';

const SECOND_MS = 1000;

/** Reads and the nightly snapshot: alone, against ClickHouse, at five times the events and at ten times the accounts. */
export async function measureReads(options: PartOptions): Promise<Measured> {
  const { dataDir, say } = options;
  const notes: string[] = [];
  const figures = await withSeeded(options, 'ten', async (ten) => {
    const ctx = benchContext(ten.pool);
    const own = [...(await measurePortfolio(ctx, ten.day, accountNames(ten.seeded.accounts))), storage(6, '10 M', ten)];
    const compared = await compareWithClickHouse(ctx, ten, dataDir, say);
    if (compared === null)
      notes.push('ClickHouse is not installed (npm ci --prefix bench): goals 1 to 3 were left out.');
    const grown = await withSeeded(options, 'fifty', async (fifty) => [
      ...(await measureGrowth(ten, fifty)),
      storage(2, '50 M', fifty),
    ]);
    return [...own, ...(compared ?? []), ...grown];
  });
  notes.push(
    'The 50 M events and the 50,000 accounts exist as rollup alone: no read that is measured touches raw events.',
  );
  return { figures: [...figures, await wideSnapshot(options)], notes };
}

function storage(goal: number, events: string, { seeded }: SeededDatabase): Figure {
  const bytes = seeded.rollupBytes / seeded.events;
  return atMost(goal, `stored per event at ${events}, in the history that answers`, bytes, 'B');
}

function wideSnapshot(options: PartOptions): Promise<Figure> {
  return withSeeded(options, 'wide', async ({ day, pool, seeded }) => {
    const started = performance.now();
    const { changed } = await snapshotScores({ ctx: benchContext(pool), input: { day } });
    if (changed !== seeded.accounts) throw new Error(`the snapshot wrote ${changed} of ${seeded.accounts} accounts`);
    return atMost(30, 'snapshot of 50,000 accounts', (performance.now() - started) / SECOND_MS, 's');
  });
}
