import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, askAsMembers, askToShare } from '../support/access/asked.ts';
import { createAsker } from '../support/access/cells.ts';
import { startTable } from '../support/access/table.ts';
import type { Harness } from '../support/slack-harness.ts';

const TIME_MS = 120_000;

describe('a member', () => {
  let harness: Harness;
  let ask: Ask;
  beforeAll(async () => {
    harness = await startTable();
    ask = createAsker(harness);
  });
  afterAll(() => harness.close());

  it(
    'is told by themselves, amounts only where they see them, and others only what is shared where it may be',
    async () => {
      expect((await askAsMembers(ask)).faults).toEqual([]);
    },
    TIME_MS,
  );

  it('is refused a share alike whether or not the account exists', async () => {
    const { cells, faults } = await askToShare(ask);
    expect(faults).toEqual([]);
    expect(cells).toBeGreaterThan(10);
  });
});
