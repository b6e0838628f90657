import { describe, expect, it } from 'vitest';
import { askAsOutsiders, only, QUICK_OUTSIDERS } from '../support/access/asked.ts';
import { createAsker } from '../support/access/cells.ts';
import { ROWS } from '../support/access/rows.ts';
import { startTable } from '../support/access/table.ts';

describe('somebody who may not ask is told nothing, the same for every account, and changes nothing', {
  timeout: 90_000,
}, () => {
  it.each(QUICK_OUTSIDERS)('%s', async (person) => {
    const harness = await startTable();
    const { cells, faults } = await askAsOutsiders(harness, createAsker(harness), only(person));
    await harness.close();
    expect(faults).toEqual([]);
    expect(cells).toBeGreaterThan(ROWS.length);
  });

  it('is every kind of person outside', () => {
    expect(QUICK_OUTSIDERS.length).toBeGreaterThan(10);
  });
});
