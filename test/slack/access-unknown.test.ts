import { expect, it } from 'vitest';
import { askUnknown } from '../support/access/asked.ts';
import { createAsker } from '../support/access/cells.ts';
import { ROWS } from '../support/access/rows.ts';
import { startTable } from '../support/access/table.ts';

const TIME_MS = 120_000;

it(
  'somebody is told nothing in any handler when Slack does not say in time who they are',
  async () => {
    const harness = await startTable();
    const { cells, faults } = await askUnknown(harness, createAsker(harness));
    await harness.close();
    expect(faults).toEqual([]);
    expect(cells).toBeGreaterThanOrEqual(ROWS.length);
  },
  TIME_MS,
);
