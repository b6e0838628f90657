import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asked, bytesOf, type Cell, cellsOf, createAsker, nameOf } from '../support/access/cells.ts';
import { faultsOf } from '../support/access/judge.ts';
import { answerFor, WHO } from '../support/access/policy.ts';
import { ACCOUNT } from '../support/access/row.ts';
import { ROWS } from '../support/access/rows.ts';
import { startTable } from '../support/access/table.ts';
import type { Harness } from '../support/slack-harness.ts';

const MEMBERS = WHO.filter((who) => answerFor(who).kind === 'answered');
const TIME_MS = 120_000;

describe('a member', () => {
  let harness: Harness;
  let ask: (cells: readonly Cell[]) => Promise<Asked>;
  beforeAll(async () => {
    harness = await startTable();
    ask = createAsker(harness);
  });
  afterAll(() => harness.close());

  it(
    'is told by themselves, amounts only where they see them, and others only what is shared where it may be',
    async () => {
      expect(faultsOf(await ask(cellsOf(ROWS, MEMBERS, ACCOUNT)))).toEqual([]);
    },
    TIME_MS,
  );

  it('is refused a share alike whether or not the account exists', async () => {
    const shares = ROWS.filter(({ posts }) => posts);
    const [known, unknown] = [ACCOUNT, 'no-such-account'].map((account) => cellsOf(shares, ['member'], account));
    const before = await ask(known ?? []);
    const after = await ask(unknown ?? []);
    const refused = before.told.filter(({ calls }) => calls.every(({ method }) => method !== 'chat.postMessage'));
    expect(refused.length).toBeGreaterThan(shares.length * 10);
    const bytes = new Map(after.told.map((one) => [nameOf(one.cell), bytesOf(one)]));
    for (const one of refused) expect(bytes.get(nameOf(one.cell)), nameOf(one.cell)).toBe(bytesOf(one));
  });
});
