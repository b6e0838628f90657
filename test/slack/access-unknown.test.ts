import { expect, it } from 'vitest';
import { cellsOf, createAsker } from '../support/access/cells.ts';
import { faultsOf } from '../support/access/judge.ts';
import { ACCOUNT } from '../support/access/row.ts';
import { ROWS } from '../support/access/rows.ts';
import { startTable } from '../support/access/table.ts';

const TIME_MS = 120_000;

it(
  'somebody is told nothing in any handler when Slack does not say in time who they are',
  async () => {
    const harness = await startTable();
    const ask = createAsker(harness);
    const all = cellsOf(ROWS, ['person whose look-up times out'], ACCOUNT);
    const cells = all.filter(({ where }) => where === null || where === 'internal');
    // All at once: each waits as long as a look-up may take.
    expect(faultsOf(await ask(cells, cells.length))).toEqual([]);
    expect(cells.length).toBeGreaterThanOrEqual(ROWS.length);
    expect([harness.outreach, harness.audited, harness.decided]).toEqual([[], [], []]);
    await harness.close();
  },
  TIME_MS,
);
