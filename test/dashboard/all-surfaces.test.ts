import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accountHealth } from '../../src/app/accounts/account-health.ts';
import { healthList } from '../../src/app/portfolio/health-list.ts';
import { portfolioMetrics } from '../../src/app/portfolio/portfolio-metrics.ts';
import { seatReport } from '../../src/app/seats/seat-report.ts';
import { reportText } from '../../src/cli/report.ts';
import { shownBy } from '../../src/dashboard/shown.ts';
import { formatMoney } from '../../src/domain/money.ts';
import { accountCard } from '../../src/slack/messages/account-card.ts';
import { accountList } from '../../src/slack/messages/account-list.ts';
import { portfolioMetricsMessage } from '../../src/slack/messages/portfolio-metrics.ts';
import { utilizationReport } from '../../src/slack/messages/utilization-report.ts';
import { seatReportFile } from '../../src/slack/seat-csv.ts';
import { mrrAndArr, percent, perMonth, perMonthAndYear } from '../../src/words/numbers.ts';
import { callTool, type McpStand, startMcp } from '../mcp/mcp-stand.ts';
import { bodyRows, csvRows, textOf } from '../support/dashboard.ts';
import { joined } from '../support/pieces.ts';
import { GOLDEN, RECIPE_IDS } from '../support/portfolio.ts';

const MONEY = { money: true };

/** Numbers of one account as a surface says them: exact, with those that it does not show left out. */
interface Said {
  readonly score?: unknown;
  readonly band?: unknown;
  readonly utilization?: unknown;
  readonly mrr?: unknown;
  readonly exposure?: unknown;
}

/** What surfaces say that is not what they are to say. */
function differences(surfaces: Readonly<Record<string, Said>>, expected: Required<Said>): string[] {
  return Object.entries(surfaces).flatMap(([surface, said]) =>
    Object.entries(expected).flatMap(([name, value]) => {
      const shown = said[name as keyof Said];
      return shown === undefined || shown === value ? [] : [`${surface} says ${name} ${shown}, not ${value}`];
    }),
  );
}

const amount = z.object({ minor: z.int() });
const account = z.object({
  account_id: z.string(),
  score: z.string(),
  band: z.string(),
  utilization: z.string(),
  mrr: amount,
  exposure: amount.nullable(),
});
const accounts = z.object({ accounts: z.array(account) });
const totals = z.object({ totals: z.record(z.string(), amount) });
const leaders = z.object({
  closing: z.object({ mrr: amount }),
  retention: z.array(z.object({ nrr: z.string(), grr: z.string() })),
  adoption: z.object({ accounts: z.int() }),
});

let stand: McpStand;
let client: Client;
beforeAll(async () => {
  stand = await startMcp();
  client = await stand.connect();
});
afterAll(async () => {
  await client.close();
  await stand.server.stop(100);
  await stand.database.close();
});

function ofJson(one: z.output<typeof account> | undefined): Said {
  if (one === undefined) throw new Error('an account is missing');
  const { band, exposure, mrr, score, utilization } = one;
  return { band, score, utilization, mrr: mrr.minor, exposure: exposure?.minor };
}

function ofCsv(row: Readonly<Record<string, string>> | undefined): Said {
  if (row === undefined) throw new Error('a row is missing');
  const { band, exposure_minor: exposure, mrr_minor: mrr, score, utilization } = row;
  return { band, score, utilization, mrr: Number(mrr), exposure: Number(exposure) };
}

/** What a text says, where it holds the words of what it is to say. */
function ofText(text: string | undefined, expected: Required<Said>): Said {
  const money = (minor: unknown) => formatMoney({ minor: Number(minor), currency: 'USD' });
  const holds = (words: string, value: unknown): unknown => (text?.includes(words) ? value : `nothing in “${text}”`);
  return {
    score: holds(`${expected.score} ${expected.band}`, expected.score),
    utilization: holds(`${expected.utilization} %`, expected.utilization),
    mrr: holds(`${money(expected.mrr)}`, expected.mrr),
  };
}

/** The lines of one account in a list. */
function entryOf(list: string, id: string): string {
  const [first = '', ...after] = list.slice(list.indexOf(`*${id}*`)).split('\n');
  const end = after.findIndex((line) => !line.startsWith('> '));
  return [first, ...after.slice(0, end < 0 ? undefined : end)].join('\n');
}

/** The numbers of an account by the golden tables. */
function goldenOf(id: string): Required<Said> {
  const expected = GOLDEN.expected.find(({ account_id }) => account_id === id);
  const facts = GOLDEN.accounts.find(({ account_id }) => account_id === id);
  const { band, exposure_minor: exposure, score, utilization } = expected ?? {};
  return { band, score, utilization, exposure, mrr: facts?.mrr_minor };
}

/** What every surface says of an account. */
async function sayings(id: string): Promise<Record<string, Said>> {
  const { ctx } = stand;
  const expected = goldenOf(id);
  const shown = shownBy(ctx);
  const seen = { kind: 'health', money: true } as const;
  const list = accountList(await healthList({ ctx, input: {} }), MONEY).text;
  const card = accountCard(await accountHealth({ ctx, input: { accountId: id } }), MONEY).text;
  const file = seatReportFile(await seatReport({ ctx, input: { filter: {} } }), MONEY).content;
  const row = bodyRows(await shown.page(seen), 'accounts-caption').find(([name]) => name === id);
  const tool = await callTool(client, 'account_health', { account: id });
  const one = <Row extends { readonly account_id?: string | undefined }>(rows: readonly Row[]) =>
    rows.find((found) => found.account_id === id);
  const csvOf = async (path: string) => csvRows(await (await stand.get(path)).text());
  // The sections of seats hold those that something is to be done about.
  const seats = one(csvRows(file));
  return {
    'Slack list': ofText(entryOf(list, id), expected),
    'Slack card': ofText(card, expected),
    ...(seats === undefined ? {} : { 'Slack file': { ...ofCsv(seats), score: undefined, band: undefined } }),
    page: ofText(row?.join(' '), expected),
    'page JSON': ofJson(one(accounts.parse(JSON.parse(await joined(await shown.json(seen)))).accounts)),
    'page CSV': ofCsv(one(csvRows(await joined(await shown.csv(seen))))),
    '/v1 account': ofJson(account.parse(await stand.json(`/v1/accounts/${id}`))),
    '/v1 report': ofJson(one(accounts.parse(await stand.json('/v1/reports/health')).accounts)),
    '/v1 CSV': ofCsv(one(await csvOf('/v1/reports/health.csv'))),
    MCP: ofJson(account.parse(tool.structuredContent)),
    'command line': ofJson(one(accounts.parse(JSON.parse(await reportText(ctx, 'health', 'json'))).accounts)),
  };
}

describe('all surfaces say the same numbers', () => {
  it.each(RECIPE_IDS)('of %s, which are those of the golden tables', async (id) => {
    const surfaces = await sayings(id);
    expect(Object.keys(surfaces).length).toBeGreaterThanOrEqual(10);
    expect(differences(surfaces, goldenOf(id))).toEqual([]);
  });

  it('and one that says another would be found, whichever it is and whatever it says', async () => {
    const expected = goldenOf('megacorp');
    const surfaces = await sayings('megacorp');
    for (const [surface, said] of Object.entries(surfaces)) {
      for (const name of ['score', 'utilization', 'mrr'] as const) {
        if (said[name] === undefined) continue;
        const wrong = differences({ ...surfaces, [surface]: { ...said, [name]: 'another' } }, expected);
        expect(wrong).toEqual([`${surface} says ${name} another, not ${expected[name]}`]);
      }
    }
    expect(differences({ text: ofText('megacorp 18.6 CRITICAL', expected) }, expected)).toHaveLength(3);
  });

  it('of seats at risk, dormant and at the ceiling', async () => {
    const { ctx } = stand;
    const shown = shownBy(ctx);
    const seen = { kind: 'utilization', money: true } as const;
    const tool = await callTool(client, 'utilization', {});
    const said = [
      await joined(await shown.json(seen)),
      await joined(await shown.json({ ...seen, kind: 'portfolio' })),
      JSON.stringify(await stand.json('/v1/reports/utilization')),
      JSON.stringify(tool.structuredContent),
      await reportText(ctx, 'utilization', 'json'),
    ].map((text) => Object.entries(totals.parse(JSON.parse(text)).totals).map(([name, { minor }]) => [name, minor]));
    const [first] = said;
    expect(Object.fromEntries(first ?? [])).toEqual({
      at_risk: 487_500,
      dormant: 20_000,
      ramping: 0,
      expansion: 37_500,
    });
    for (const one of said) expect(one).toEqual(first);
    const texts = [
      utilizationReport(await seatReport({ ctx, input: { filter: {} } }), MONEY).text,
      textOf(await shown.page(seen)),
      textOf(await shown.page({ ...seen, kind: 'portfolio' })),
    ];
    const usd = (minor: number) => ({ minor, currency: 'USD' });
    for (const text of texts) {
      expect(text).toContain(`SEATS AT RISK ${perMonthAndYear(usd(487_500))}`);
      expect(text).toContain(`DORMANT ${perMonth(usd(20_000))}`);
      expect(text).toContain(`EXPANSION ${perMonthAndYear(usd(37_500))}`);
    }
  });

  it('of the portfolio for leaders', async () => {
    const { ctx } = stand;
    const shown = shownBy(ctx);
    const seen = { kind: 'portfolio', money: true } as const;
    const page: { revenue: object; adoption: object } = JSON.parse(await joined(await shown.json(seen)));
    const said = [
      { ...page.revenue, adoption: page.adoption },
      await stand.json('/v1/reports/portfolio'),
      JSON.parse(await reportText(ctx, 'portfolio', 'json')),
    ].map((one) => leaders.parse(one));
    const [first] = said;
    if (first === undefined) throw new Error('nothing was said');
    for (const one of said) expect(one).toEqual(first);
    expect(first).toMatchObject({ closing: { mrr: { minor: 975_000 } }, adoption: { accounts: 5 } });
    const { revenue } = await portfolioMetrics({ ctx, input: {} });
    const texts = [portfolioMetricsMessage(revenue, MONEY).text, textOf(await shown.page(seen))];
    for (const text of texts) {
      expect(text).toContain(mrrAndArr({ ...first.closing.mrr, currency: 'USD' }));
      for (const { grrTenths, nrrTenths } of revenue.retention) {
        for (const tenths of [grrTenths, nrrTenths]) if (tenths !== null) expect(text).toContain(percent(tenths));
      }
    }
    expect(first.retention.map(({ nrr }) => `${nrr} %`)).toEqual(
      revenue.retention.map(({ nrrTenths }) => (nrrTenths === null ? '' : percent(nrrTenths))),
    );
  });
});
