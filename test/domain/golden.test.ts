import { describe, expect, test } from 'vitest';
import { parseDefinition } from '../../src/app/definition/definition-schema.ts';
import { classicScores } from '../../src/domain/classic.ts';
import { BALANCED } from '../../src/domain/definition.ts';
import { toPublished, toPublishedClassic } from '../../src/domain/published.ts';
import { account, assessed, golden, recipeAccounts } from './golden.ts';

/** What the public health-score recipe prints on its board. */
const PRINTED = [
  ['megacorp', '18.5', 'CRITICAL'],
  ['globex', '41.2', 'WARN'],
  ['tinyco', '48.0', 'ok'],
  ['acme', '88.0', 'healthy'],
  ['innovate', '91.4', 'champion'],
];

describe('the golden portfolio', () => {
  test.each(golden.expected)('$account_id is published exactly as agreed', (expected) => {
    expect(toPublished(assessed(account(expected.account_id)))).toEqual(expected);
  });

  test('holds as many answers as accounts, in one order', () => {
    expect(golden.expected.length).toBeGreaterThanOrEqual(24);
    expect(golden.expected.map(({ account_id }) => account_id)).toEqual(golden.accounts.map((a) => a.account_id));
  });

  test('was scored with the definition that the code ships', () => {
    expect(parseDefinition(golden.definition)).toEqual(BALANCED);
  });

  test('prints the recipe board under the default model', () => {
    const board = recipeAccounts.map((facts) => {
      const { account_id, score, band } = toPublished(assessed(facts));
      return [account_id, score, band];
    });
    expect(board).toEqual(PRINTED);
  });
});

describe('classic', () => {
  test('scores the five recipe accounts as agreed', () => {
    expect(classicScores(recipeAccounts, 'classic').map(toPublishedClassic)).toEqual(golden.classic);
  });

  test('does not reproduce the scores that the recipe prints, only their order', () => {
    const computed = classicScores(recipeAccounts, 'classic').map(toPublishedClassic);
    expect(computed.map(({ score }) => score)).toEqual(['0.0', '28.6', '30.4', '92.0', '97.3']);
    for (const [index, [, printed]] of PRINTED.entries()) expect(computed[index]?.score).not.toBe(printed);
  });

  test('rates one account alone by its errors: 40.6 with one, 70.6 without', () => {
    const alone = { ...account('acme'), events_30d: 300, event_blocks_14d: [120, 100] };
    const scoreWith = (errors_30d: number) =>
      classicScores([{ ...alone, errors_30d }], 'classic').map(toPublishedClassic)[0];
    expect(scoreWith(1)).toMatchObject({ score: '40.6', band: 'WARN' });
    expect(scoreWith(0)).toMatchObject({ score: '70.6', band: 'healthy' });
  });

  test('gives an account without anything 30.0, for its absent errors', () => {
    const empty = { ...account('ghost'), errors_30d: 0 };
    expect(classicScores([empty], 'classic').map(toPublishedClassic)[0]).toMatchObject({ score: '30.0', band: 'WARN' });
  });

  test('counts no trend under 28 days and says so', () => {
    const [published] = classicScores([account('newco')], 'classic').map(toPublishedClassic);
    expect(published).toMatchObject({ trend_missing: true, points: { usage: '40.0', trend: '0.0', friction: '30.0' } });
    expect(published?.top_risk_signal).toBeNull();
  });

  test('leaves excluded accounts out of the maximum and without a score', () => {
    const [first, meterly] = classicScores([account('acme'), account('meterly')], 'classic').map(toPublishedClassic);
    expect(first?.points?.usage).toBe('40.0');
    expect(meterly).toMatchObject({ score: null, band: null, points: null });
  });

  test('averaged with revenue lifts megacorp from 0.0 to 40.0 only because it is large', () => {
    const [megacorp] = classicScores(recipeAccounts, 'classic_mrr50').map(toPublishedClassic);
    expect(megacorp).toMatchObject({ score: '40.0', band: 'WARN' });
  });

  test('averaged with revenue has no score for an account whose revenue cannot be converted', () => {
    const unknown = { ...account('yenko'), mrr_reporting_minor: null };
    expect(classicScores([unknown], 'classic_mrr50')[0]).toMatchObject({ scoreTenths: null, band: 'not scored' });
  });
});
