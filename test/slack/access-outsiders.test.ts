import { expect, it } from 'vitest';
import { askAsOutsiders } from '../support/access/asked.ts';
import { createAsker } from '../support/access/cells.ts';
import { ROWS } from '../support/access/rows.ts';
import { startTable } from '../support/access/table.ts';

const TIME_MS = 120_000;

it(
  'somebody who may not ask is told nothing, the same whether or not the account exists, and changes nothing',
  async () => {
    const harness = await startTable();
    const { cells, faults } = await askAsOutsiders(harness, createAsker(harness));
    await harness.close();
    expect(faults).toEqual([]);
    expect(cells).toBeGreaterThan(ROWS.length * 10);
  },
  TIME_MS,
);
