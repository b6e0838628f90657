import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, askAsMembers, askToShare, MEMBERS, only } from '../support/access/asked.ts';
import { createAsker } from '../support/access/cells.ts';
import { ROWS } from '../support/access/rows.ts';
import { startTable } from '../support/access/table.ts';
import type { Harness } from '../support/slack-harness.ts';

const TIME_MS = 60_000;

describe('a member', () => {
  let harness: Harness;
  let ask: Ask;
  beforeAll(async () => {
    harness = await startTable();
    ask = createAsker(harness);
  });
  afterAll(() => harness.close());

  it.each(MEMBERS)(
    'is told by themselves, amounts only where they see them, and others only what is shared where it may be: %s',
    async (person) => {
      const { cells, faults } = await askAsMembers(ask, only(person));
      expect(faults).toEqual([]);
      expect(cells).toBeGreaterThan(ROWS.length);
    },
    TIME_MS,
  );

  it('is refused a share alike whether or not the account exists', async () => {
    const { cells, faults } = await askToShare(ask);
    expect(faults).toEqual([]);
    expect(cells).toBeGreaterThan(10);
  });
});
