import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../src/app/context.ts';
import { seatReport } from '../../src/app/seats/seat-report.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { loadLatestSnapshot } from '../../src/store/snapshots.ts';
import { atLeast, type Figure, figure } from '../figure.ts';
import { interleave } from '../interleave.ts';
import { bareSnapshot, rollupOfOne, rollupSeats, rollupWindows } from '../reads/rollup-sql.ts';
import type { SeededDatabase } from '../seeded.ts';
import { type ClickHouse, openClickHouse } from './clickhouse.ts';
import { fillClickHouse } from './fill.ts';
import { FORM_NAMES, type FormName, healthOfOne, seatsOfAll, windowsOfAll } from './queries.ts';
import { expectSame, tabbed } from './same-answers.ts';

const ROUNDS = 7;
const MANY = 40;
const FEW = 5;

interface Peer {
  readonly ctx: Context;
  readonly database: SeededDatabase;
  readonly clickHouse: ClickHouse;
}

/** Goals 1 to 3 against ClickHouse with the same events; null where it is not installed. Needs the day's snapshot. */
export async function compareWithClickHouse(
  ctx: Context,
  database: SeededDatabase,
  dataDir: string,
  say: (line: string) => void,
): Promise<Figure[] | null> {
  const folder = join(dataDir, 'clickhouse');
  mkdirSync(folder, { recursive: true });
  const clickHouse = openClickHouse(folder);
  if (clickHouse === null) return null;
  try {
    await fillClickHouse(clickHouse, database.pool, folder, say);
    const peer = { ctx, database, clickHouse };
    const figures: Figure[] = [];
    for (const compare of [one, seats, windows]) {
      figures.push(...(await compare(peer)));
      say(`${figures.length} ratios to ClickHouse`);
    }
    return figures;
  } finally {
    clickHouse.close();
  }
}

async function one({ ctx, clickHouse, database }: Peer): Promise<Figure[]> {
  const { day, pool, seeded } = database;
  const nth = (turn: number): number => 1 + ((turn * 997) % seeded.accounts);
  const ask = (form: FormName) => (turn: number) => tabbed(clickHouse.run(healthOfOne(form, nth(turn), day)));
  for (const turn of [1, 2, 3]) {
    const ours = await rollupOfOne(nth(turn))(pool, day);
    // The last instant is a number here and a text there; it is compared by what it is made of.
    const withoutLast = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.slice(0, -1));
    for (const form of FORM_NAMES) {
      expectSame(`health of one account (${form})`, withoutLast(ours), withoutLast(ask(form)(turn)));
    }
    await expectFacts(ctx, database, nth(turn), ours);
  }
  const options = { day, timeZone: ctx.timeZone, reportingCurrency: ctx.reportingCurrency };
  const client = await pool.connect();
  try {
    const ms = await interleave(
      {
        bare: { run: (turn) => rollupOfOne(nth(turn))(client, day), times: MANY },
        facts: { run: (turn) => loadFacts(client, { ...options, accountNos: [nth(turn)] }), times: MANY },
        snapshot: { run: (turn) => loadLatestSnapshot(client, nth(turn)), times: MANY },
        limit: { run: (turn) => bareSnapshot(client, nth(turn)), times: MANY },
        typed: { run: ask('typed'), times: FEW },
        mapped: { run: ask('mapped'), times: FEW },
        json: { run: ask('json'), times: 1 },
      },
      ROUNDS,
    );
    return [
      atLeast(30, 'health of one account, from its snapshot, to ClickHouse typed', ms.typed / ms.snapshot),
      atLeast(1000, '… to ClickHouse JSON', ms.json / ms.snapshot),
      figure('… to the look-up alone, prepared and unchecked', ms.limit / ms.snapshot, 'x'),
      figure('… live: every fact of the account, to ClickHouse typed (windows alone)', ms.typed / ms.facts, 'x'),
      figure('… to ClickHouse JSON', ms.json / ms.facts, 'x'),
      figure('… live: the same windows alone, to ClickHouse typed', ms.typed / ms.bare, 'x'),
      figure('… to ClickHouse JSON', ms.json / ms.bare, 'x'),
      figure('… to ClickHouse typed with mapped ids', ms.mapped / ms.bare, 'x'),
      figure('… live windows alone', ms.bare, 'ms'),
      figure('… snapshot', ms.snapshot, 'ms'),
      figure('… live facts', ms.facts, 'ms'),
      figure('… ClickHouse typed', ms.typed, 'ms'),
      figure('… ClickHouse JSON', ms.json, 'ms'),
    ];
  } finally {
    client.release();
  }
}

async function expectFacts(
  ctx: Context,
  { day, pool }: SeededDatabase,
  accountNo: number,
  [row]: readonly (readonly unknown[])[],
): Promise<void> {
  const options = { day, timeZone: ctx.timeZone, reportingCurrency: ctx.reportingCurrency, accountNos: [accountNo] };
  const [found] = await loadFacts(pool, options);
  const { active_user_windows: people, events_30d: events, errors_30d: errors } = found?.facts ?? {};
  expectSame('facts of one account', [[...(people ?? []), events, errors]], [[...(row?.slice(0, 5) ?? []), row?.[7]]]);
}

async function seats({ ctx, clickHouse, database }: Peer): Promise<Figure[]> {
  const { day, pool } = database;
  const ask = (form: FormName) => () => tabbed(clickHouse.run(seatsOfAll(form, day)));
  const ours = await rollupSeats(pool, day);
  for (const form of FORM_NAMES) expectSame(`seat report (${form})`, ours, ask(form)());
  const ms = await interleave(
    {
      live: { run: () => rollupSeats(pool, day), times: 2 },
      snapshot: { run: () => seatReport({ ctx, input: { filter: {}, most: 20 } }), times: FEW },
      typed: { run: ask('typed'), times: 2 },
      mapped: { run: ask('mapped'), times: 2 },
      json: { run: ask('json'), times: 1 },
    },
    ROUNDS,
  );
  return [
    atLeast(12, 'seats of all accounts, live from the rollup, to ClickHouse JSON', ms.json / ms.live),
    atLeast(1, '… to ClickHouse typed', ms.typed / ms.live),
    figure('… to ClickHouse typed with mapped ids', ms.mapped / ms.live, 'x'),
    atLeast(30, 'seat report from the snapshot, to ClickHouse typed', ms.typed / ms.snapshot),
    figure('… to ClickHouse JSON', ms.json / ms.snapshot, 'x'),
    figure('… live from the rollup', ms.live, 'ms'),
    figure('… snapshot', ms.snapshot, 'ms'),
    figure('… ClickHouse typed', ms.typed, 'ms'),
    figure('… ClickHouse JSON', ms.json, 'ms'),
  ];
}

async function windows({ clickHouse, database }: Peer): Promise<Figure[]> {
  const { day, pool } = database;
  const ask = (form: FormName) => () => tabbed(clickHouse.run(windowsOfAll(form, day)));
  const ours = await rollupWindows(pool, day);
  for (const form of FORM_NAMES) expectSame(`windows of all accounts (${form})`, ours, ask(form)());
  const ms = await interleave(
    {
      live: { run: () => rollupWindows(pool, day), times: 2 },
      typed: { run: ask('typed'), times: 1 },
      mapped: { run: ask('mapped'), times: 1 },
      json: { run: ask('json'), times: 1 },
    },
    ROUNDS,
  );
  return [
    atLeast(4, 'four 30-day windows of all accounts, to ClickHouse typed', ms.typed / ms.live),
    atLeast(30, '… to ClickHouse JSON', ms.json / ms.live),
    figure('… to ClickHouse typed with mapped ids', ms.mapped / ms.live, 'x'),
    figure('… from the rollup', ms.live, 'ms'),
    figure('… ClickHouse typed', ms.typed, 'ms'),
    figure('… ClickHouse JSON', ms.json, 'ms'),
  ];
}
