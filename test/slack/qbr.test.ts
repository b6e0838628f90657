import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bottomMessage } from '../../src/slack/messages/bottom.ts';
import { qbrFiles, qbrMessage } from '../../src/slack/messages/qbr.ts';
import { isUploadUrl } from '../../src/slack/send-files.ts';
import { messageProblems } from '../support/block-limits.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';
import { bottomReportOf, qbrPackOf } from '../support/slack-qbr.ts';
import {
  factsOf,
  GOLDEN_IDS,
  goldenStanding,
  listReport,
  RECIPE_ACCOUNTS,
  standingOf,
} from '../support/slack-reports.ts';

const MONEY = { money: true };
const pack = (id: string) => qbrPackOf(goldenStanding(id));

describe('the QBR pack', () => {
  it('gives the brief with both exposures, labelled and not added, and the reasons of the score', () => {
    const [, internal] = qbrFiles(pack('megacorp'), MONEY);
    const text = internal?.content ?? '';
    expect(text).toContain('Contract: $5,000/mo MRR ($60,000/yr ARR)');
    expect(text).toContain('Seat exposure (share of MRR, of ARR): $3,600/mo ($43,200/yr)');
    expect(text).toContain('Churn exposure, not to be added to it: $5,000/mo MRR ($60,000/yr ARR)');
    expect(text).toContain('🔴 18.5 CRITICAL');
    expect(text).toMatch(/because −\d+\.\d support/);
    expect(text).toContain('Priya (admin, active 26 Feb, 3 d ago)');
    expect(text).toContain('Last touch: call by Dana, 12 d ago (17 Feb)');
    expect(text).toContain('do not forward');
  });

  it.each(GOLDEN_IDS)('tells the customer of %s nothing of ours, in the file and in the message', (id) => {
    const built = pack(id);
    const [outline] = qbrFiles(built, MONEY);
    expect(built.outline.warnings).toEqual([]);
    expect(outline?.name).toContain('customer');
    const { health } = built.brief;
    const { facts, seats } = health.standing.assessment;
    const exposure = String(Math.floor((seats.exposureMinor ?? 91_827_300) / 100));
    expect(outline?.content).not.toMatch(
      /\$|CRITICAL|WARN|at[- ]risk|exposure|unused|MRR|ARR|NPS|score|Priya|Sam|Dana/i,
    );
    for (const own of [exposure, String(facts.mrr_minor / 100)].filter((number) => number.length > 3)) {
      expect(outline?.content.replaceAll(',', '')).not.toMatch(new RegExp(`\\b${own}\\b`));
    }
  });

  it('names departments of at least five people only, and says what is not connected', () => {
    const text = pack('megacorp').outline.text;
    expect(text).toContain('32 up to 1 Dec 2025, 24 up to 31 Dec 2025, 18 up to 30 Jan, 14 up to 1 Mar');
    expect(text).not.toContain('Legal');
    expect(text).toContain('Core workflows completed: not connected');
    expect(pack('hooli').outline.text).toContain('Survey: not connected');
  });

  it('shows no amount to somebody who may see none, in the message and in the files', () => {
    for (const id of GOLDEN_IDS) {
      const shown = qbrMessage(pack(id), { money: false, files: 'sent' });
      const files = qbrFiles(pack(id), { money: false }).map(({ content }) => content);
      expect(JSON.stringify([shown, files])).not.toMatch(/[$€¥]/);
    }
    expect(JSON.stringify(qbrMessage(pack('megacorp'), { money: true, files: 'sent' }))).toMatch(/\$/);
  });

  it('keeps Slack’s limits for every golden account', () => {
    for (const id of GOLDEN_IDS) {
      expect(messageProblems(qbrMessage(pack(id), { money: true, files: 'no_scope' })), id).toEqual([]);
    }
  });

  it('makes file names of any account id', () => {
    const named = (account_id: string) =>
      qbrFiles(qbrPackOf(standingOf({ ...factsOf('acme'), account_id })), MONEY)[0]?.name;
    expect(named('../../etc/passwd')).toBe('qbr-etc-passwd-2026-03-01-customer.md');
    expect(named('日本')).toBe('qbr-account-2026-03-01-customer.md');
  });
});

describe('the lowest scores', () => {
  const report = (ids: readonly string[], limit: number) => {
    const list = listReport(ids.map(goldenStanding), 'bottom');
    return bottomReportOf({ ...list, scored: list.scored.slice(0, limit) });
  };

  it('are those of the golden portfolio, in its order, with the unscored apart', () => {
    const { text } = bottomMessage(report(GOLDEN_IDS, 5), MONEY);
    const blocks = JSON.stringify(bottomMessage(report(GOLDEN_IDS, 5), MONEY).blocks);
    const scores = [...blocks.matchAll(/\*(\w+)\*(?: ★)? (\d+\.\d) (?:CRITICAL|WARN)/g)].map(([, name, score]) => [
      name,
      score,
    ]);
    expect(scores).toEqual([
      ['megacorp', '18.5'],
      ['quitter', '24.9'],
      ['silentco', '24.9'],
      ['globex', '41.2'],
      ['yenko', '44.9'],
    ]);
    expect(text).toContain('megacorp* ★ 18.5');
    expect(blocks.indexOf('*Without a score*')).toBeGreaterThan(blocks.indexOf('*yenko*'));
  });

  it('say where the points come from and what a call needs', () => {
    const { text } = bottomMessage(report(['megacorp'], 5), MONEY);
    expect(text).toContain('seat utilization 2.8 of 20.0 (14 of 50 seats)');
    expect(text).toContain('regularity 12.8 of 25.0 (6 of 13 weeks)');
    expect(text).toContain('people 32→24→18→14');
    expect(text).toContain('Errors 21.2/1k events · NPS 3.0 (n=1)');
    expect(text).toContain('renews 2 May (62 d)');
    expect(text).toContain('Play: get the urgent ticket solved before any other message');
    expect(bottomMessage(report(['megacorp'], 5), { money: false }).text).not.toContain('$');
  });

  it('keep Slack’s limits with ten accounts, and drop details before accounts', () => {
    const shown = bottomMessage(report(GOLDEN_IDS, 10), MONEY);
    expect(messageProblems(shown)).toEqual([]);
    const blocks = JSON.stringify(shown.blocks);
    expect(blocks.match(/(?:CRITICAL|WARN|ok|healthy|champion)\\n>/g)?.length).toBe(10);
  });
});

describe('a QBR pack in Slack', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({}, RECIPE_ACCOUNTS.map(goldenStanding));
  });
  afterEach(() => harness.slack.reset());
  afterAll(() => harness.close());

  const replied = async () =>
    String((await harness.slack.waitFor(() => harness.slack.of('response_url')[0])).args['text']);

  it('sends two files to the asker’s direct messages, and says so in private', async () => {
    await harness.interact(click(harness.slack, 'v1:qbr_pack', 'megacorp'));
    expect(await replied()).toContain('Both are files in your direct messages');
    const [intro] = harness.slack.of('chat.postMessage');
    expect(intro?.args['channel']).toBe('U0DANA');
    const uploads = harness.slack.of('upload').map(({ args, token }) => [String(args['content']).slice(0, 18), token]);
    expect(uploads).toEqual([
      ['# Business review:', null],
      ['# Internal brief: ', null],
    ]);
    const [complete, ...more] = harness.slack.of('files.completeUploadExternal');
    expect(more).toEqual([]);
    expect(complete?.args['channel_id']).toBe(intro?.args['channel']);
    expect(harness.audited.at(-1)).toMatchObject({ action: 'qbr_pack', actor: 'U0DANA' });
  });

  it('gives the outline to copy, and posts nothing, where files are not allowed', async () => {
    harness.slack.answer('files.getUploadURLExternal', () => ({ ok: false, error: 'missing_scope' }));
    await harness.command('/health', 'qbr megacorp');
    const text = await replied();
    expect(text).toContain('not granted `files:write`');
    expect(text).toContain('*Next steps*');
    expect(harness.slack.of('chat.postMessage')).toEqual([]);
  });

  it('still answers when the upload breaks or would go elsewhere', async () => {
    harness.slack.answer('upload', () => ({ http: 500 }));
    await harness.command('/health', 'qbr megacorp');
    expect(await replied()).toContain('did not take the files');
    harness.slack.reset();
    harness.slack.answer('files.getUploadURLExternal', () => ({
      ok: true,
      upload_url: 'https://evil.example/u',
      file_id: 'F1',
    }));
    await harness.command('/health', 'qbr megacorp');
    expect(await replied()).toContain('did not take the files');
    expect(harness.slack.of('upload')).toEqual([]);
  });

  it('asks for a name where none is given', async () => {
    await harness.command('/health', 'qbr');
    expect(await replied()).toContain('/health qbr acme');
  });

  it.each([
    ['https://files.slack.com/upload/v1/x', 'https://slack.com/api/', true],
    ['https://files.slack-gov.com/upload/v1/x', 'https://slack-gov.com/api/', true],
    ['http://127.0.0.1:9/upload/x', 'http://127.0.0.1:9/api/', true],
    ['http://files.slack.com/upload/v1/x', 'https://slack.com/api/', false],
    ['https://files.slack.com.evil.example/x', 'https://slack.com/api/', false],
    ['https://user@files.slack.com/x', 'https://slack.com/api/', false],
    ['http://169.254.169.254/latest', 'https://slack.com/api/', false],
    ['not a url', 'https://slack.com/api/', false],
  ])('uploads to %s under %s: %s', (url, api, allowed) => {
    expect(isUploadUrl(url, api)).toBe(allowed);
  });
});
