import { describe, expect, it } from 'vitest';
import { recentDeliveries } from '../../src/app/delivery/recent-deliveries.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import type { DigestReport } from '../../src/app/digest/digest-report.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { type DigestDeps, digestCommand } from '../../src/cli/digest.ts';
import { createChannelGuard } from '../../src/slack/channel-guard.ts';
import { digestMessage } from '../../src/slack/messages/digest.ts';
import { createBackgroundClient, createPublisher } from '../../src/slack/publisher.ts';
import { database, slack, useDeliveries } from '../jobs/deliveries.ts';
import { testContext } from '../support/context.ts';
import { ANYBODY } from '../support/person-guard.ts';
import { insertRecipePortfolio } from '../support/portfolio.ts';
import { QUIET } from '../support/quiet-logger.ts';
import { recordingIo } from '../support/recording-io.ts';
import { digestReport, goldenStanding, RECIPE_ACCOUNTS } from '../support/slack-reports.ts';

useDeliveries();

async function digest(argv: string[], overrides: Partial<DigestDeps> = {}, more: Partial<DigestReport> = {}) {
  const client = createBackgroundClient({ token: 'xoxb-test', slackApiUrl: slack.url, timeoutMs: 3000, logger: QUIET });
  const days: string[] = [];
  const { io, said } = recordingIo();
  const report = digestReport(RECIPE_ACCOUNTS.map(goldenStanding), more);
  const deps: DigestDeps = {
    watchSources: async () => undefined,
    snapshotScores: async ({ input }) => void days.push(`snapshot ${input.day}`),
    updateEpisodes: async ({ input }) => void days.push(`episodes ${input.day}`),
    composeDigest: async ({ input }) => {
      days.push(`digest ${input.day}`);
      return report;
    },
    renderDigest: (shown) => digestMessage(shown, { money: true, mentions: true }),
    channel: 'C100',
    publisher: createPublisher({ client, guard: createChannelGuard(client), people: ANYBODY }),
    ...overrides,
  };
  const code = await digestCommand(argv, io, { ctx: testContext(database.pool), deps });
  return { ...said(), days, code };
}

describe('digest --dry-run', () => {
  it('prints the text of the message and posts nothing', async () => {
    for (const argv of [[], ['--dry-run']]) {
      const { code, out } = await digest(argv, { publisher: null, channel: null });
      expect(code).toBe(0);
      expect(out).toMatch(/CS pulse/);
      expect(out).toMatch(/megacorp/);
    }
    expect(slack.calls).toEqual([]);
  });

  it('shows the rollup beside it on its day, and says that there is none on others', async () => {
    const previewRollup = async (_: unknown, day: string) =>
      day === '2026-02-23' ? { channel: 'C200', text: '*CS pulse · week to Mon 23 Feb 2026*' } : null;
    const monday = await digest(['--date', '2026-02-23'], { previewRollup });
    expect(monday.out).toMatch(
      /^\*CS pulse · Sun 1 Mar 2026\*[\s\S]*\n\nWeekly rollup, to C200:\n\*CS pulse · week to Mon/,
    );
    const tuesday = await digest(['--date', '2026-02-24'], { previewRollup });
    expect(tuesday.out).not.toContain('rollup');
    const json = await digest(['--date', '2026-02-23', '--json'], { previewRollup });
    expect(JSON.parse(json.out)).toMatchObject({ rollup: { channel: 'C200' } });
    expect(slack.posts).toEqual([]);
  });

  it('gives exact numbers to programs, under the names they know', async () => {
    const { code, out } = await digest(['--dry-run', '--json']);
    expect(code).toBe(0);
    const json = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(json)).toEqual([
      'date',
      'as_of',
      'channel',
      'data',
      'seats_at_risk',
      'seats_at_risk_change',
      'dormant_seats',
      'churn_exposure',
      'expansion',
      'new',
      'recovered',
      'open',
      'data_problems',
      'text',
      'stale',
      'data_notices',
      'feeds',
    ]);
    expect(json).toMatchObject({
      date: '2026-03-01',
      channel: 'C100',
      seats_at_risk: { minor: 487500, currency: 'USD' },
      seats_at_risk_change: { minor: 67500, currency: 'USD' },
    });
    const [worst] = json['new'] as Record<string, unknown>[];
    expect(Object.keys(worst ?? {})).toEqual(['account_id', 'signal', 'score', 'band', 'change', 'owner', 'reasons']);
    expect(worst).toMatchObject({ account_id: 'megacorp', score: '18.5', band: 'CRITICAL' });
    expect(worst?.['reasons']).toContainEqual(expect.stringMatching(/trend/));
  });

  it('has null for a change that is not known', async () => {
    const { out } = await digest(['--json'], {}, { seatsAtRiskChange: null });
    expect(JSON.parse(out)).toMatchObject({ seats_at_risk_change: null });
  });

  it('takes the snapshot of the day first, today without --date', async () => {
    expect((await digest([])).days).toEqual(['snapshot 2026-03-01', 'digest 2026-03-01']);
    expect((await digest(['--date', '2026-02-27'])).days).toEqual(['snapshot 2026-02-27', 'digest 2026-02-27']);
  });
});

it('takes its numbers from the accounts', async () => {
  await insertRecipePortfolio(database.pool, '2026-03-01');
  const { code, out } = await digest(['--json'], { composeDigest, snapshotScores });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    date: '2026-03-01',
    seats_at_risk: { minor: 487500, currency: 'USD' },
    dormant_seats: { minor: 20000, currency: 'USD' },
    seats_at_risk_change: null,
  });
  const posted = await digest(['--post'], { composeDigest, snapshotScores });
  expect(posted.out).toBe('posted C100\n');
  expect(slack.posts[0]?.text).toMatch(/megacorp/);
});

describe('digest --post', () => {
  it('posts, then leaves alone, then edits the one message of the day', async () => {
    expect(await digest(['--post'])).toMatchObject({ code: 0, out: 'posted C100\n' });
    expect(await digest(['--post'])).toMatchObject({ code: 0, out: 'unchanged C100\n' });
    expect(await digest(['--post'], {}, { quiet: 7 })).toMatchObject({ code: 0, out: 'edited C100\n' });
    expect(slack.posts).toHaveLength(1);
    expect(slack.posts[0]?.text).toMatch(/quiet: 7 accounts/);
  });

  it('says that somebody deleted it, instead of that it was edited', async () => {
    await digest(['--post']);
    slack.posts.length = 0;
    const out = 'deleted C100: the message was deleted in Slack and is not posted again\n';
    expect(await digest(['--post'], {}, { quiet: 7 })).toMatchObject({ code: 0, out });
    expect(await digest(['--post'], {}, { quiet: 7 })).toMatchObject({ code: 0, out });
    const { deliveries } = await recentDeliveries({ ctx: testContext(database.pool) });
    expect(deliveries.map(({ state }) => state)).toEqual(['deleted']);
  });

  it('says why Slack refused it, and what to do', async () => {
    slack.fault = (method) => (method === 'chat.postMessage' ? { error: 'not_in_channel' } : 'none');
    const { code, out } = await digest(['--post']);
    expect(code).toBe(1);
    expect(out).toMatch(/^failed C100: not_in_channel\. Invite the app/);
    slack.fault = () => 'none';
    await database.pool.query('update outbox set next_attempt_at = clock_timestamp()');
    expect(await digest(['--post'])).toMatchObject({ code: 0, out: 'posted C100\n' });
  });

  it('says that it is not known yet when Slack did not answer', async () => {
    slack.fault = (method) => (method === 'chat.postMessage' ? 'accept_drop' : 'none');
    const { code, out } = await digest(['--post', '--json']);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ state: 'waiting', reason: expect.any(String) });
    expect((await digest(['--post'])).out).toMatch(/^waiting C100/);
    expect(slack.posts).toHaveLength(1);
  });

  it('posts once for two processes at the same moment, and both know that it is there', async () => {
    slack.fault = (method) => (method === 'chat.postMessage' ? 'slow_accept' : 'none');
    const both = await Promise.all([digest(['--post']), digest(['--post'])]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.map(({ out }) => out).sort()).toEqual(['posted C100\n', 'unchanged C100\n']);
    expect(slack.posts).toHaveLength(1);
  });
});

it.each([
  [['--post', '--dry-run'], {}, /not both/],
  [['--date', '2026-02-30'], {}, /--date: 2026-02-30 is no day/],
  [['--date', '0000-01-01'], {}, /from 1970-01-01 on/],
  [['--date', '2026-03-02'], {}, /has not begun/],
  [['--today'], {}, /Usage/],
  [['extra'], {}, /Usage/],
  [['--post'], { channel: null }, /PULSE_CHANNEL/],
  [['--post'], { publisher: null }, /SLACK_BOT_TOKEN/],
])('refuses %j with %j', async (argv, overrides, message) => {
  const { code, err, out } = await digest(argv, overrides);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
});
