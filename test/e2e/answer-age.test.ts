import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountHealth } from '../../src/app/accounts/account-health.ts';
import { findAccount } from '../../src/app/accounts/find-account.ts';
import { whyChanged } from '../../src/app/changes/explain-change.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { accountEpisodes } from '../../src/app/episodes/account-episodes.ts';
import { myBook } from '../../src/app/my-book/my-book.ts';
import { healthList } from '../../src/app/portfolio/health-list.ts';
import { bottomAccounts } from '../../src/app/qbr/bottom-accounts.ts';
import { qbrPack } from '../../src/app/qbr/qbr-pack.ts';
import { portfolioMovers } from '../../src/app/rollup/portfolio-movers.ts';
import { renewalList } from '../../src/app/rollup/renewal-list.ts';
import { accountSeats } from '../../src/app/seats/account-seats.ts';
import { seatReport } from '../../src/app/seats/seat-report.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { digestJson } from '../../src/cli/digest-json.ts';
import { reportText } from '../../src/cli/report.ts';
import { whyCommand } from '../../src/cli/why.ts';
import { COMMANDS } from '../../src/slack/commands/index.ts';
import { homeView, homeWithoutAccounts } from '../../src/slack/views/home-view.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { mrkdwnTexts } from '../support/mrkdwn-oracle.ts';
import { insertRecipePortfolio } from '../support/portfolio.ts';
import { type Harness, startHarness } from '../support/slack-harness.ts';
import { feedHours } from '../support/volume.ts';

let database: TestDatabase;
let harness: Harness;
// Usage stopped on Friday morning: 44 hours before these answers.
const LAST = new Date('2026-02-27T10:00:00Z');
const context = () => testContext(database.pool);

beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, '2026-03-01');
  await database.pool.query('delete from source_watermarks');
  await feedHours(database.pool, { from: new Date('2026-01-25T00:00:00Z'), to: LAST });
  const ctx = context();
  for (const day of ['2026-02-22', '2026-03-01']) await snapshotScores({ ctx, input: { day } });
  const reads = { findAccount, accountHealth, healthList, seatReport, accountSeats, composeDigest, accountEpisodes };
  const deps = { ...reads, whyChanged, bottomAccounts, qbrPack, portfolioMovers, renewalList };
  harness = await startHarness({}, [], () => undefined, { ctx, deps });
});
afterAll(async () => {
  await harness.close();
  await database.close();
});

async function ask(name: string, text: string): Promise<{ text: string; shown: string }> {
  harness.slack.reset();
  await harness.command(name, text);
  const { args } = await harness.slack.waitFor(() => harness.slack.of('response_url')[0]);
  return { text: String(args['text']), shown: JSON.stringify(args['blocks']) };
}

/** What is missing of: the moment of the numbers, the age of the data, the warning while usage looks broken. */
function missingIn(answer: string): string[] {
  const wanted: readonly [string, RegExp][] = [
    ['moment', /as of Sun 1 Mar 2026 00:00 UTC|data to Sat 24:00 UTC|As of 2026-03-01 00:00 UTC/],
    ['age', /(?:usage|events) (44 h|2640 min)/],
    ['warning', /[Uu]sage data looks broken since (Fri 27 Feb 10:00|2026-02-27T10:00:00.000Z)/],
  ];
  return wanted.flatMap(([what, pattern]) => (pattern.test(answer) ? [] : [what]));
}

const ANSWERS: readonly [string, string][] = [
  ['/health', ''],
  ['/health', 'acme'],
  ['/health', 'mine'],
  ['/health', 'bottom 3'],
  ['/health', 'why acme'],
  ['/health', 'history acme'],
  ['/health', 'qbr acme'],
  ['/utilization', ''],
  ['/utilization', 'mine'],
  ['/utilization', 'acme'],
  ['/pulse', ''],
  ['/pulse', 'today'],
  ['/pulse', 'details'],
  ['/pulse', 'digest'],
  ['/pulse', 'expansion'],
  ['/pulse', 'renewals'],
  ['/pulse', 'movers'],
];
/** They show no number of an account: rules in force, help, what people decided or did, the installation itself. */
const WITHOUT_NUMBERS = ['define', 'help', 'snoozed', 'outreach', 'deliveries', 'settings', 'doctor', 'audit'];

describe('every answer carries the age of its data', () => {
  it.each(ANSWERS)('%s %s', async (name, words) => {
    const { text, shown } = await ask(name, words);
    expect({ text: missingIn(text), blocks: missingIn(shown) }).toEqual({ text: [], blocks: [] });
  });

  it('and every sub-command is in this table', () => {
    const known = new Set([...ANSWERS.map(([, words]) => words.split(' ')[0] ?? ''), ...WITHOUT_NUMBERS]);
    const words = COMMANDS.flatMap(({ usage }) => usage.match(/\b[a-z]{4,}\b(?![:>])/g) ?? []);
    const filters = new Set(['plan', 'owner', 'renews', 'dropped', 'quarter', 'dana']);
    expect(words.filter((word) => !known.has(word) && !filters.has(word))).toEqual([]);
    expect(words.length).toBeGreaterThan(10);
  });

  it('App Home', async () => {
    const book = await myBook({ ctx: context(), input: { slackUserId: 'U0NOBODY' } });
    expect(missingIn(mrkdwnTexts(homeView(book, { money: true }).blocks).join('\n'))).toEqual([]);
    const bottom = await healthList({ ctx: context(), input: { limit: 5 } });
    expect(missingIn(mrkdwnTexts(homeWithoutAccounts(book, bottom, { money: true }).blocks).join('\n'))).toEqual([]);
  });

  it.each(['utilization', 'health'] as const)('cs-pulse report %s', async (kind) => {
    expect(missingIn(await reportText(context(), kind, 'text'))).toEqual([]);
    expect(JSON.parse(await reportText(context(), kind, 'json'))).toMatchObject(FRESHNESS);
    const [header = '', first = ''] = (await reportText(context(), kind, 'csv')).split('\r\n');
    expect(header).toMatch(/,as_of,usage_age_minutes,stale$/);
    expect(first).toMatch(/,2026-03-01T00:00:00\.000Z,2640,true$/);
  });

  it('cs-pulse digest --json and cs-pulse why', async () => {
    const report = await composeDigest({ ctx: context(), input: {} });
    expect(digestJson({ report, channel: null, text: '' })).toMatchObject(FRESHNESS);
    let out = '';
    const io = {
      out: (text: string) => {
        out += text;
      },
      err: () => undefined,
      stdin: async () => '',
    };
    await whyCommand(['acme', '--json'], io, context());
    expect(JSON.parse(out)).toMatchObject(FRESHNESS);
    out = '';
    await whyCommand(['acme'], io, context());
    expect(missingIn(out)).toEqual([]);
  });

  it('which the check would miss in an answer without it', () => {
    expect(missingIn('acme 88.0 healthy')).toEqual(['moment', 'age', 'warning']);
  });
});

const FRESHNESS = {
  as_of: '2026-03-01T00:00:00.000Z',
  data: [{ source: 'usage', age_minutes: 2640, stale: true }],
  stale: true,
};
