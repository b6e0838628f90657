import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCarelessTable } from '../support/access/careless.ts';
import { type Asked, type Cell, createAsker, nameOf } from '../support/access/cells.ts';
import { faultsOf } from '../support/access/judge.ts';
import { ACCOUNT, type Row } from '../support/access/row.ts';
import { ROWS } from '../support/access/rows.ts';
import type { Harness } from '../support/slack-harness.ts';

/** An app that does not look who asks and where it posts: the table has to say so, or it would prove nothing. */
describe('an app without its checks', () => {
  let harness: Harness;
  let ask: (cells: readonly Cell[]) => Promise<Asked>;
  beforeAll(async () => {
    harness = await startCarelessTable();
    ask = createAsker(harness);
  });
  afterAll(() => harness.close());

  const rows = ROWS.filter(({ adminOnly, quiet }) => adminOnly !== true && quiet !== true);
  const cellOf = (row: Row, where: Cell['where']): Cell => ({
    row,
    who: 'stranger',
    where: row.placed ? where : null,
    account: ACCOUNT,
  });

  it('is reported in every row that tells something', async () => {
    const cells = rows.map((row) => cellOf(row, 'internal'));
    const faults = faultsOf(await ask(cells));
    const leaking = cells.filter((cell) => faults.some((fault) => fault.startsWith(`${nameOf(cell)}: leaks`)));
    expect(cells.filter((cell) => !leaking.includes(cell)).map(nameOf)).toEqual([]);
  });

  it('is reported where it posts to a channel with people from outside', async () => {
    const shared = rows.filter(({ posts }) => posts).map((row) => cellOf(row, 'shared with another company'));
    const { told, stray } = await ask(shared.map((cell) => ({ ...cell, who: 'member' as const })));
    expect(faultsOf({ told, stray })).toEqual([expect.stringContaining('speaks to others: chat.postMessage')]);
  });

  it('is reported when an answer is for all who are in the conversation, or for nobody who asked', async () => {
    const [row] = rows;
    if (!row) throw new Error('there is no row');
    const { told, stray } = await ask([{ ...cellOf(row, 'internal'), who: 'member' }]);
    expect(faultsOf({ told, stray })).toEqual([]);
    const inPublic = told.map((one) => ({
      ...one,
      calls: one.calls.map((call) => ({ ...call, args: { ...call.args, response_type: 'in_channel' } })),
    }));
    expect(faultsOf({ told: inPublic, stray })).toEqual([expect.stringContaining('speaks to others')]);
    expect(faultsOf({ told, stray: told.flatMap(({ calls }) => calls) })).toEqual([
      expect.stringContaining('nobody asked'),
    ]);
  });
});
