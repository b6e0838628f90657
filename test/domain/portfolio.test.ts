import { describe, expect, test } from 'vitest';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { priorityMinor, starredAccountId } from '../../src/domain/priority.ts';
import { byExposure, unscored, worstFirst } from '../../src/domain/ranking.ts';
import { reportingExposure } from '../../src/domain/reporting-exposure.ts';
import { seatTotals } from '../../src/domain/totals.ts';
import { account, assessed, golden, recipeAccounts } from './golden.ts';

// dormco was added to the golden data after the totals of the portfolio were fixed.
const portfolio = golden.accounts.filter(({ account_id }) => account_id !== 'dormco').map((facts) => assessed(facts));

function ids(rows: readonly { readonly facts: AccountFacts }[]): string[] {
  return rows.map(({ facts }) => facts.account_id);
}

describe('totals', () => {
  test('of the golden portfolio are the sums of its rows, kinds kept apart', () => {
    const totals = seatTotals(portfolio, 'USD');
    expect(totals.atRisk).toEqual({ minor: 731_880, accounts: 4, withoutRate: [] });
    expect(totals.dormant.minor).toBe(20_000);
    expect(totals.ramping.minor).toBe(225_000);
    expect(totals.noSignal.minor).toBe(225_000);
    expect(totals.churnExposure).toEqual({ minor: 882_500, accounts: 3, withoutRate: [] });
    expect(totals.expansion).toEqual({ minor: 187_500, accounts: 3, withoutRate: [] });
  });

  test('of the four printed accounts are $4,875 a month', () => {
    const totals = seatTotals(
      recipeAccounts.slice(0, 4).map((facts) => assessed(facts)),
      'USD',
    );
    expect(totals.atRisk.minor).toBe(487_500);
    expect(totals.atRisk.minor * 12).toBe(5_850_000);
  });

  test('equal the rows that are shown, account by account', () => {
    const rows = portfolio.filter(({ seats }) => seats.bucket === 'at_risk');
    const shown = rows.map((row) => reportingExposure(row, 'USD'));
    expect(shown).toEqual([360_000, 127_500, 176_880, 67_500]);
  });

  test('name the accounts that have no rate instead of counting them as zero', () => {
    const without = assessed({ ...account('yenko'), mrr_reporting_minor: null });
    const totals = seatTotals([without, assessed(account('megacorp'))], 'USD');
    expect(totals.atRisk).toEqual({ minor: 360_000, accounts: 2, withoutRate: ['yenko'] });
  });

  test('leave an excluded account out of churn exposure even when it gave notice', () => {
    const leaving = assessed({ ...account('meterly'), cancel_at_period_end: true });
    expect(seatTotals([leaving], 'USD').churnExposure.minor).toBe(0);
  });
});

describe('rankings', () => {
  test('by exposure put the money first, not seats times money', () => {
    expect(
      ids(
        byExposure(
          recipeAccounts.map((facts) => assessed(facts)),
          'USD',
        ),
      ),
    ).toEqual(['megacorp', 'globex', 'innovate', 'tinyco', 'acme']);
  });

  test('by exposure break ties by MRR, then by id, whatever the order of the input', () => {
    const row = (account_id: string, active: number, mrr: number) =>
      assessed({
        ...account('dormco'),
        account_id,
        active_users_30d: active,
        mrr_minor: mrr,
        mrr_reporting_minor: mrr,
      });
    const rows = [row('d', 0, 1_000), row('b', 10, 2_000), row('c', 0, 1_000), row('a', 20, 9_000)];
    expect(ids(byExposure(rows, 'USD'))).toEqual(['b', 'c', 'd', 'a']);
    expect(ids(byExposure([...rows].reverse(), 'USD'))).toEqual(['b', 'c', 'd', 'a']);
  });

  test('of the worst begin with the agreed five and leave the unscored aside', () => {
    const worst = ids(worstFirst(portfolio, 'USD'));
    expect(worst.slice(0, 5)).toEqual(['megacorp', 'quitter', 'silentco', 'globex', 'yenko']);
    expect(worst.slice(5, 7)).toEqual(['annualis', 'eurocorp']);
    expect(ids(unscored(portfolio, 'USD'))).toEqual(['ghost', 'newco']);
  });
});

describe('priority', () => {
  test.each([
    ['megacorp', 534_278],
    ['globex', 110_250],
    ['innovate', 16_125],
    ['tinyco', 13_000],
    ['acme', 9_000],
  ])('of %s weighs money, score and renewal', (id, minor) => {
    expect(priorityMinor(assessed(account(id)), 'USD')).toBe(minor);
  });

  test('doubles on the day of the renewal and is plain from day 90 on and after it', () => {
    const at = (days_to_renewal: number) => priorityMinor(assessed({ ...account('acme'), days_to_renewal }), 'USD');
    expect([0, 90, 91, -1].map(at)).toEqual([18_000, 9_000, 9_000, 9_000]);
  });

  test('stars one CRITICAL account, or none', () => {
    expect(starredAccountId(portfolio, 'USD')).toBe('megacorp');
    expect(starredAccountId([assessed(account('acme'))], 'USD')).toBeNull();
  });
});
