import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountHealth } from '../../../src/app/accounts/account-health.ts';
import { whyChanged } from '../../../src/app/changes/explain-change.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { addDays } from '../../../src/domain/day.ts';
import { BALANCED, type HealthDefinition } from '../../../src/domain/definition.ts';
import { changeLines } from '../../../src/slack/messages/change.ts';
import { historyMessage } from '../../../src/slack/messages/history.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../../support/portfolio.ts';

const D = GOLDEN.as_of;
const OURS: HealthDefinition = { ...BALANCED, id: 'ours', version: 2 };
/** The recipe accounts are 400 days old on D: 13 completed months, and 12 until ten days before. */
const BY_AGE: HealthDefinition = {
  ...OURS,
  segments: [{ name: 'first year', match: { tenure_months: [0, 12] }, weights: { nps: 90 } }],
};

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, D);
  const rules = [BALANCED, BALANCED, OURS, BY_AGE, BY_AGE, BY_AGE];
  for (const [index, age] of [40, 30, 20, 13, 1, 0].entries()) {
    const health = rules[index] ?? BALANCED;
    await snapshotScores({ ctx: testContext(database.pool, { health }), input: { day: addDays(D, -age) } });
  }
});
afterAll(() => database.close());

const context = () => testContext(database.pool, { health: BY_AGE });

it('marks the days on which the rules changed, whether or not their name did', async () => {
  const report = await accountHealth({ ctx: context(), input: { accountId: 'globex' } });
  const marked = report.history.flatMap(({ day, rulesChange }) => (rulesChange ? [[day, rulesChange]] : []));
  expect(marked).toEqual([
    [addDays(D, -20), { from: 'balanced@1', to: 'ours@2' }],
    [addDays(D, -13), { from: 'ours@2', to: 'ours@2' }],
  ]);
  expect(historyMessage(report).text).toContain(
    'Rules changed: 9 Feb balanced@1 → ours@2 · 16 Feb ours@2 with other settings',
  );
});

it('tells a move to another segment from a change of the definition', async () => {
  const input = { accountId: 'globex', from: addDays(D, -13), to: D };
  const report = await whyChanged({ ctx: context(), input });
  expect(report).toMatchObject({ from: { segment: 'first year' }, to: { segment: null } });
  expect(report.from?.definitionHash).toBe(report.to.definitionHash);
  const sum = report.terms.reduce((total, { pointsTenths }) => total + pointsTenths, 0);
  expect(sum).toBe(report.changeTenths);
  expect(report.terms.map(({ kind }) => kind)).toContain('definition');
  expect(changeLines(report).join('\n')).toContain('another segment of ours@2, first year → none');
});
