import type { Db } from '../../src/store/db.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { benchContext } from '../context.ts';
import { atMost, type Figure, figure } from '../figure.ts';
import { interleave } from '../interleave.ts';
import type { SeededDatabase } from '../seeded.ts';
import { rollupOfOne, rollupSeats, rollupWindows } from './rollup-sql.ts';

const ROUNDS = 7;
const MANY = 40;

/** How reads grow from 10 to 50 million events of the same accounts, each database asked by turns. */
export async function measureGrowth(ten: SeededDatabase, fifty: SeededDatabase): Promise<Figure[]> {
  const clients = { ten: await ten.pool.connect(), fifty: await fifty.pool.connect() };
  try {
    const ms = await interleave({ ...reads(ten, clients.ten, 'ten'), ...reads(fifty, clients.fifty, 'fifty') }, ROUNDS);
    const ratio = (read: Read): number => (ms[`${read} fifty`] ?? Number.NaN) / (ms[`${read} ten`] ?? Number.NaN);
    return [
      atMost(1.5, 'health of one account, live, 50 M events to 10 M', ratio('facts of one'), 'x'),
      figure('… its windows alone', ratio('windows of one'), 'x'),
      atMost(2, 'facts of all accounts, 50 M events to 10 M', ratio('facts of all'), 'x'),
      atMost(2, 'seats of all accounts, live', ratio('seats of all'), 'x'),
      atMost(2, 'four 30-day windows of all accounts', ratio('windows of all'), 'x'),
    ];
  } finally {
    clients.ten.release();
    clients.fifty.release();
  }
}

type Read = 'facts of one' | 'windows of one' | 'facts of all' | 'seats of all' | 'windows of all';

function reads({ day, pool, seeded }: SeededDatabase, client: Db, name: string) {
  const { timeZone, reportingCurrency } = benchContext(pool);
  const options = { day, timeZone, reportingCurrency };
  const nth = (turn: number): number => 1 + ((turn * 997) % seeded.accounts);
  const of = (read: Read, run: (turn: number) => unknown, times: number) => ({ [`${read} ${name}`]: { run, times } });
  return {
    ...of('facts of one', (turn) => loadFacts(client, { ...options, accountNos: [nth(turn)] }), MANY),
    ...of('windows of one', (turn) => rollupOfOne(nth(turn))(client, day), MANY),
    ...of('facts of all', () => loadFacts(client, options), 1),
    ...of('seats of all', () => rollupSeats(client, day), 2),
    ...of('windows of all', () => rollupWindows(client, day), 2),
  };
}
