import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthList } from '../../src/app/portfolio/health-list.ts';
import { seatReport } from '../../src/app/seats/seat-report.ts';
import { shownBy } from '../../src/dashboard/shown.ts';
import { formatTenths } from '../../src/domain/decimal.ts';
import { formatMoney } from '../../src/domain/money.ts';
import { accountList } from '../../src/slack/messages/account-list.ts';
import { utilizationReport } from '../../src/slack/messages/utilization-report.ts';
import { testContext } from '../support/context.ts';
import { bodyRows, csvRows, scoredRecipes, textOf } from '../support/dashboard.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { joined } from '../support/pieces.ts';
import { GOLDEN, RECIPE_IDS } from '../support/portfolio.ts';

let database: TestDatabase;
const context = () => testContext(database.pool);
beforeAll(async () => {
  database = await cloneDatabase();
  await scoredRecipes(context());
});
afterAll(() => database.close());

/** Score, band, utilization and amounts of an account by the golden tables. */
function goldenOf(id: string) {
  const expected = GOLDEN.expected.find(({ account_id }) => account_id === id);
  const facts = GOLDEN.accounts.find(({ account_id }) => account_id === id);
  if (!expected || !facts) throw new Error(`${id} is not golden`);
  return { ...expected, mrr: facts.mrr_minor, currency: facts.currency } as {
    readonly score: string;
    readonly band: string;
    readonly utilization: string;
    readonly exposure_minor: number;
    readonly mrr: number;
    readonly currency: string;
  };
}

describe('one number on every surface', () => {
  it('scores, bands and amounts of each account: Slack, page, JSON, CSV and the golden table', async () => {
    const shown = shownBy(context());
    const seen = { kind: 'health', money: true } as const;
    const slack = accountList(await healthList({ ctx: context(), input: {} }), { money: true }).text;
    const rows = bodyRows(await shown.page(seen), 'accounts-caption');
    const csv = csvRows(await joined(await shown.csv(seen)));
    const { accounts }: { readonly accounts: readonly Record<string, unknown>[] } = JSON.parse(
      await joined(await shown.json(seen)),
    );
    expect(RECIPE_IDS).toHaveLength(5);
    for (const id of RECIPE_IDS) {
      const golden = goldenOf(id);
      const money = formatMoney({ minor: golden.mrr, currency: golden.currency });
      const used = `${golden.utilization} %`;
      expect(slack).toMatch(new RegExp(`\\*${id}\\*( ★)? ${golden.score} ${golden.band}\\n> \\${money}/mo MRR`));
      expect(slack).toContain(used);
      expect(rows.find(([name]) => name === id)).toEqual(
        expect.arrayContaining([golden.score, golden.band, used, money]),
      );
      expect(csv.find(({ account_id }) => account_id === id)).toMatchObject({
        score: golden.score,
        band: golden.band,
        utilization: golden.utilization,
        mrr_minor: String(golden.mrr),
        exposure_minor: String(golden.exposure_minor),
      });
      expect(accounts.find(({ account_id }) => account_id === id)).toMatchObject({
        score: golden.score,
        band: golden.band,
        utilization: golden.utilization,
        mrr: { minor: golden.mrr, currency: golden.currency },
        exposure: { minor: golden.exposure_minor, currency: golden.currency },
      });
    }
  });

  it('totals of seats in the words of Slack', async () => {
    const shown = shownBy(context());
    const seen = { kind: 'utilization', money: true } as const;
    const slack = utilizationReport(await seatReport({ ctx: context(), input: { filter: {} } }), { money: true }).text;
    const page = textOf(await shown.page(seen));
    for (const [label, amount] of [
      ['SEATS AT RISK', '$4,875/mo ($58,500/yr)'],
      ['DORMANT', '$200/mo'],
      ['EXPANSION', '$375/mo ($4,500/yr)'],
    ]) {
      expect(slack).toContain(`${label} ${amount}`);
      expect(page).toContain(`${label} ${amount}`);
    }
    expect(JSON.parse(await joined(await shown.json(seen)))).toMatchObject({
      totals: {
        at_risk: { minor: 487_500, currency: 'USD' },
        dormant: { minor: 20_000, currency: 'USD' },
        expansion: { minor: 37_500, currency: 'USD' },
      },
    });
  });

  it('the history of a score: page and JSON', async () => {
    const shown = shownBy(context());
    const seen = { kind: 'health', money: false } as const;
    const page = textOf(await shown.page(seen));
    const json: {
      readonly lowest: readonly {
        readonly account_id: string;
        readonly history: readonly { readonly score: string }[];
      }[];
    } = JSON.parse(await joined(await shown.json(seen)));
    const megacorp = json.lowest.find(({ account_id }) => account_id === 'megacorp')?.history ?? [];
    expect(megacorp).toHaveLength(6);
    expect(megacorp.at(-1)?.score).toBe(formatTenths(185));
    expect(page).toContain(`Score: ${megacorp[0]?.score} on 1 Feb, 18.5 on 1 Mar`);
  });
});

describe('a link without amounts', () => {
  const AMOUNT = /\$\d|USD|\bmrr\b|minor|MRR \(|ARR|exposed/i;

  it.each(['health', 'utilization', 'portfolio'] as const)('%s tells none anywhere', async (kind) => {
    const shown = shownBy(context());
    const open = { kind, money: true } as const;
    const closed = { kind, money: false } as const;
    const all = async (seen: typeof open | typeof closed) => [
      textOf(await shown.page(seen)).replace('by what is exposed', ''),
      await joined(await shown.json(seen)),
      await joined(await shown.csv(seen)),
    ];
    expect((await all(closed)).map((text) => AMOUNT.exec(text)?.[0] ?? null)).toEqual([null, null, null]);
    expect((await all(open)).map((text) => AMOUNT.test(text))).toEqual([true, true, true]);
  });
});
