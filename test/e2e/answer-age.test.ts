import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { myBook } from '../../src/app/my-book/my-book.ts';
import { healthList } from '../../src/app/portfolio/health-list.ts';
import { digestJson } from '../../src/cli/digest-json.ts';
import { reportText } from '../../src/cli/report.ts';
import { whyCommand } from '../../src/cli/why.ts';
import { COMMANDS } from '../../src/slack/commands/index.ts';
import { homeView, homeWithoutAccounts } from '../../src/slack/views/home-view.ts';
import { ANSWERS, askAnswer, missingIn, startAnswers } from '../support/answer-age.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { mrkdwnTexts } from '../support/mrkdwn-oracle.ts';
import { recordingIo } from '../support/recording-io.ts';
import type { Harness } from '../support/slack-harness.ts';

let database: TestDatabase;
let harness: Harness;
const context = () => testContext(database.pool);

beforeAll(async () => {
  database = await cloneDatabase();
  harness = await startAnswers(context());
});
afterAll(async () => {
  await harness.close();
  await database.close();
});

/** They show no number of an account: rules in force, help, what people decided or did, the installation itself. */
const WITHOUT_NUMBERS = [
  ...['define', 'help', 'snoozed', 'outreach', 'deliveries', 'settings', 'doctor', 'audit'],
  ...['publish', 'published'],
];

describe('every answer carries the age of its data', () => {
  it.each(ANSWERS)('%s %s', async (name, words) => {
    const { text, shown } = await askAnswer(harness, name, words);
    expect({ text: missingIn(text), blocks: missingIn(shown) }).toEqual({ text: [], blocks: [] });
  });

  it('and every sub-command is in this table', () => {
    const known = new Set([...ANSWERS.map(([, words]) => words.split(' ')[0] ?? ''), ...WITHOUT_NUMBERS]);
    const words = COMMANDS.flatMap(({ usage }) => usage.match(/\b[a-z]{4,}\b(?![:>])/g) ?? []);
    const filters = new Set(['plan', 'owner', 'renews', 'dropped', 'quarter', 'dana', 'role', 'department']);
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
    const [asJson, asText] = [recordingIo(), recordingIo()];
    await whyCommand(['acme', '--json'], asJson.io, context());
    expect(JSON.parse(asJson.said().out)).toMatchObject(FRESHNESS);
    await whyCommand(['acme'], asText.io, context());
    expect(missingIn(asText.said().out)).toEqual([]);
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
