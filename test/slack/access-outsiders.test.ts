import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, askAsOutsiders, only, QUICK_OUTSIDERS } from '../support/access/asked.ts';
import { createAsker } from '../support/access/cells.ts';
import { ROWS } from '../support/access/rows.ts';
import { startTable } from '../support/access/table.ts';
import type { Harness } from '../support/slack-harness.ts';

describe('somebody who may not ask is told nothing, the same for every account, and changes nothing', {
  timeout: 60_000,
}, () => {
  let harness: Harness;
  let ask: Ask;
  beforeAll(async () => {
    harness = await startTable();
    ask = createAsker(harness);
  });
  afterAll(() => harness.close());

  it.each(QUICK_OUTSIDERS)('%s', async (person) => {
    const { cells, faults } = await askAsOutsiders(harness, ask, only(person));
    expect(faults).toEqual([]);
    expect(cells).toBeGreaterThan(ROWS.length);
  });

  it('is every kind of person outside', () => {
    expect(QUICK_OUTSIDERS.length).toBeGreaterThan(10);
  });
});
