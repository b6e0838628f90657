import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asked, bytesOf, type Cell, cellsOf, createAsker, nameOf } from '../support/access/cells.ts';
import { faultsOf } from '../support/access/judge.ts';
import { answerFor, COMMON_WHO, WHO, type Who } from '../support/access/policy.ts';
import { ACCOUNT } from '../support/access/row.ts';
import { ROWS, SILENT_EVENTS } from '../support/access/rows.ts';
import { startTable } from '../support/access/table.ts';
import type { Harness } from '../support/slack-harness.ts';

const OUTSIDERS = WHO.filter((who) => answerFor(who).kind !== 'answered');
/** In a file of its own, because each takes as long as a look-up may. */
const SLOW: Who = 'person whose look-up times out';
const TIME_MS = 120_000;

describe('somebody who may not ask', () => {
  let harness: Harness;
  let ask: (cells: readonly Cell[]) => Promise<Asked>;
  beforeAll(async () => {
    harness = await startTable();
    ask = createAsker(harness);
  });
  afterAll(() => harness.close());

  it(
    'is told nothing in any handler, the same whether or not the account exists, and changes nothing',
    async () => {
      const known = await ask(
        cellsOf(
          ROWS,
          OUTSIDERS.filter((who) => who !== SLOW),
          ACCOUNT,
        ),
      );
      expect(faultsOf(known)).toEqual([]);
      const outsiders = COMMON_WHO.filter((who) => OUTSIDERS.includes(who));
      const unknown = await ask(cellsOf(ROWS, outsiders, 'no-such-account').filter(isFirstPlace));
      const bytes = new Map(known.told.map((one) => [nameOf(one.cell), bytesOf(one)]));
      const differing = unknown.told.filter((one) => bytesOf(one) !== bytes.get(nameOf(one.cell)));
      expect(differing.map(({ cell }) => nameOf(cell))).toEqual([]);
      expect(unknown.told.length).toBeGreaterThan(ROWS.length);
    },
    TIME_MS,
  );

  it('hears nothing of other events', async () => {
    const { told, stray } = await ask(cellsOf(SILENT_EVENTS, ['member', 'stranger'], ACCOUNT));
    expect([...stray, ...told.flatMap(({ calls }) => calls)]).toEqual([]);
  });

  it('has changed nothing', () => {
    expect([harness.outreach, harness.audited, harness.decided]).toEqual([[], [], []]);
  });
});

function isFirstPlace({ where }: Cell): boolean {
  return where === null || where === 'internal';
}
