import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AccountStanding } from '../../src/app/accounts/account-report.ts';
import { understandQuestion } from '../../src/app/ask/understand-question.ts';
import type { Context } from '../../src/app/context.ts';
import type { EpisodesOutcome } from '../../src/app/episodes/episode-reports.ts';
import type { JudgementOutcome } from '../../src/app/judgements/set-override.ts';
import type { OutreachInput } from '../../src/app/outreach/record-outreach.ts';
import { ACTIVE_DEFAULTS } from '../../src/domain/active/definition.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { RETENTION_DEFAULTS } from '../../src/domain/retention.ts';
import { mailtoUrl } from '../../src/email/mailto.ts';
import { AppError } from '../../src/lib/errors.ts';
import { createLogger } from '../../src/lib/log.ts';
import { createSlackApp, type SlackApp, type SlackSettings } from '../../src/slack/bolt.ts';
import type { SlackDeps } from '../../src/slack/deps.ts';
import { adoptionOf } from './adoption.ts';
import { doctorReport } from './doctor-report.ts';
import { type FakeSlack, member, signedHeaders, startFakeSlack } from './fake-slack.ts';
import { cohortsReport, revenueReport } from './revenue.ts';
import { accountSeatGroupsOf, seatGroupsOf } from './seat-groups.ts';
import { bookDeps } from './slack-book.ts';
import { episodesReport, openEpisodesReport } from './slack-episodes.ts';
import { ownDeps } from './slack-own.ts';
import { publishedDeps } from './slack-published.ts';
import { deliveriesReport, moversReport } from './slack-pulse.ts';
import { bottomReportOf, qbrPackOf } from './slack-qbr.ts';
import { calendarOf, talkOf } from './slack-renewals.ts';
import {
  changeReport,
  digestReport,
  goldenStanding,
  healthReport,
  listReport,
  RECIPE_ACCOUNTS,
  seatReportOf,
  seatsReport,
} from './slack-reports.ts';
import { keepLine } from './suite-log.ts';

export const SECRET = 'test-signing-secret';

export interface Harness {
  readonly slack: FakeSlack;
  readonly app: SlackApp;
  readonly ctx: Context;
  readonly url: string;
  readonly deps: { -readonly [Key in keyof SlackDeps]: SlackDeps[Key] };
  readonly outreach: OutreachInput[];
  readonly audited: { readonly actor: string; readonly action: string }[];
  /** Decisions about accounts: the verb and what it was given. */
  readonly decided: Decision[];
  readonly logged: string[];
  post(body: string, headers: Record<string, string>, path?: string): Promise<Response>;
  command(name: string, text: string, more?: Record<string, string>): Promise<Response>;
  interact(payload: Record<string, unknown>): Promise<Response>;
  event(event: Record<string, unknown>, eventId?: string): Promise<Response>;
  close(): Promise<void>;
}

export interface Decision {
  readonly verb: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The real Bolt app behind a real server, with a fake Slack and reports built from the golden accounts. */
export async function startHarness(
  settings: Partial<SlackSettings> = {},
  standings: readonly AccountStanding[] = RECIPE_ACCOUNTS.map(goldenStanding),
  prepare: (slack: FakeSlack) => void = () => undefined,
  real: { readonly ctx?: Context; readonly deps?: Partial<SlackDeps> } = {},
): Promise<Harness> {
  const slack = await startFakeSlack();
  prepare(slack);
  slack.users.set('U0DANA', member('U0DANA'));
  const outreach: OutreachInput[] = [];
  const audited: { actor: string; action: string }[] = [];
  const decided: Decision[] = [];
  const logged: string[] = [];
  const log = createLogger('debug', {
    write: (line: string) => {
      logged.push(line);
      keepLine(line);
    },
  });
  const deps = { ...fixtureDeps(standings, { outreach, audited, decided }), ...real.deps };
  const ctx: Context = real.ctx ?? {
    get db(): Context['db'] {
      throw new Error('the Slack adapter does not touch the database');
    },
    now: () => new Date('2026-03-01T06:00:00Z'),
    timeZone: 'UTC',
    reportingCurrency: 'USD',
    health: BALANCED,
    utilization: UTILIZATION_DEFAULTS,
    active: ACTIVE_DEFAULTS,
    escalation: null,
    retention: RETENTION_DEFAULTS,
    log,
  };
  const app = await createSlackApp({
    config: {
      botToken: 'xoxb-test',
      signingSecret: SECRET,
      appToken: null,
      apiUrl: slack.apiUrl,
      allowedUsergroups: [],
      moneyUsergroups: [],
      pulseChannel: 'C0PULSE',
      ...settings,
    },
    ctx,
    deps,
    log,
  });
  const listener = app.requestListener;
  if (listener === null) throw new Error('the harness is for HTTP mode');
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  await app.start();
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  const post: Harness['post'] = (body, headers, path = '/slack/events') =>
    fetch(`${url}${path}`, { method: 'POST', body, headers });
  const form = (body: string) =>
    post(body, { 'content-type': 'application/x-www-form-urlencoded', ...signedHeaders(SECRET, body) });
  return {
    slack,
    app,
    ctx,
    url,
    deps,
    outreach,
    audited,
    decided,
    logged,
    post,
    command: (name, text, more = {}) =>
      form(
        new URLSearchParams({
          command: name,
          text,
          user_id: 'U0DANA',
          team_id: 'T0HOME',
          channel_id: 'C0ASK',
          response_url: slack.responseUrl(),
          trigger_id: trigger(),
          ...more,
        }).toString(),
      ),
    interact: (payload) =>
      form(
        new URLSearchParams({
          payload: JSON.stringify({ user: { id: 'U0DANA' }, trigger_id: trigger(), ...payload }),
        }).toString(),
      ),
    event(event, eventId = `Ev${trigger()}`) {
      const body = JSON.stringify({ type: 'event_callback', team_id: 'T0HOME', event_id: eventId, event });
      return post(body, { 'content-type': 'application/json', ...signedHeaders(SECRET, body) });
    },
    async close() {
      await app.stop(2000);
      await new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      });
      await slack.close();
    },
  };
}

/** The payload of a click on a message, as Slack sends it. */
export function click(
  slack: FakeSlack,
  actionId: string,
  value: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    type: 'block_actions',
    container: { type: 'message', is_ephemeral: true },
    channel: { id: 'C0ASK' },
    response_url: slack.responseUrl(),
    actions: [{ action_id: actionId, block_id: 'b', type: 'button', value, action_ts: String(Date.now()) }],
    ...more,
  };
}

function trigger(): string {
  return `1.2.${randomBytes(8).toString('hex')}`;
}

interface Told {
  readonly outreach: OutreachInput[];
  readonly audited: { actor: string; action: string }[];
  readonly decided: Decision[];
}

function fixtureDeps(standings: readonly AccountStanding[], { outreach, audited, decided }: Told): SlackDeps {
  const decides =
    (verb: string) =>
    async ({ input }: { readonly input: { readonly accountId: string } }): Promise<JudgementOutcome> => {
      standingOf(input.accountId);
      decided.push({ verb, input: { ...input } });
      return { state: 'changed', shown: true };
    };
  const standingOf = (accountId: string): AccountStanding => {
    const found = standings.find(({ account }) => account.accountId === accountId);
    if (!found) throw new AppError('not_found', 'There is no such account.');
    return found;
  };
  const acts =
    (verb: string) =>
    async ({ input }: { readonly input: { readonly accountId: string } }): Promise<EpisodesOutcome> => {
      const { account, open } = episodesReport(standingOf(input.accountId));
      if (open.length > 0) decided.push({ verb, input: { ...input } });
      return { account, state: open.length === 0 ? 'nothing_open' : 'changed', open };
    };
  const accounts = standings.map(({ account }) => account);
  return {
    async findAccount({ input: { text } }) {
      const wanted = text.toLowerCase();
      const exact = accounts.find(({ accountId, name }) => accountId === wanted || name.toLowerCase() === wanted);
      if (exact) return { kind: 'one', account: exact };
      const starting = accounts.filter(({ name }) => name.toLowerCase().startsWith(wanted));
      const [only] = starting;
      if (only && starting.length === 1) return { kind: 'one', account: only };
      if (starting.length > 1) return { kind: 'several', accounts: starting };
      return { kind: 'none', nearest: accounts.slice(0, 3) };
    },
    suggestAccounts: async ({ input: { text, limit } }) =>
      accounts.filter(({ name }) => name.toLowerCase().startsWith(text.toLowerCase())).slice(0, limit),
    accountHealth: async ({ input }) => healthReport(standingOf(input.accountId)),
    whyChanged: async ({ input }) => {
      const standing = standingOf(input.accountId);
      return changeReport(standing, { ...standing.assessment.facts, tickets_30d: 0, key_contact_days: 2 });
    },
    healthList: async ({ input }) => {
      const scope = input.ownerSlackUserId === 'U0DANA' ? 'mine' : 'bottom';
      const report = listReport(standings, scope);
      return { ...report, scored: report.scored.slice(0, input.limit ?? 5) };
    },
    bottomAccounts: async ({ input }) => {
      const list = listReport(standings, 'bottom');
      return bottomReportOf({ ...list, scored: list.scored.slice(0, input.limit) });
    },
    qbrPack: async ({ input }) => qbrPackOf(standingOf(input.accountId)),
    seatReport: async ({ input }) => seatReportOf(standings, input.filter),
    accountSeats: async ({ input }) => seatsReport(standingOf(input.accountId)),
    seatGroups: async ({ input }) => seatGroupsOf(standings, input),
    accountSeatGroups: async ({ input }) => accountSeatGroupsOf(standingOf(input.accountId), input),
    composeDigest: async () => digestReport(standings),
    ...ownDeps(standingOf, decided),
    lintDraftText: async ({ input }) => (input.body.includes('churn') ? ['“churn” must not reach a customer'] : []),
    polishDraft: null,
    lastTouch: async () => null,
    outreachOutcomes: async () => ({
      today: '2026-03-01',
      since: '2025-03-02',
      capped: false,
      rates: [],
      sent: [],
    }),
    recordOutreach: async ({ input }) => {
      outreach.push(input);
      return { outreachId: 'o1' };
    },
    accountEpisodes: async ({ input }) => episodesReport(standingOf(input.accountId)),
    openEpisodes: async ({ input }) => openEpisodesReport(standings, input),
    acknowledgeEpisodes: acts('acknowledgeEpisodes'),
    snoozeEpisodes: acts('snoozeEpisodes'),
    wakeEpisodes: acts('wakeEpisodes'),
    setOverride: decides('setOverride'),
    endOverride: decides('endOverride'),
    addGrowthPlan: decides('addGrowthPlan'),
    endGrowthPlan: decides('endGrowthPlan'),
    setSentiment: decides('setSentiment'),
    ...publishedDeps(decided),
    ...bookDeps(standings, standingOf, decided),
    portfolioMovers: async () => moversReport(standings),
    renewalCalendar: async ({ input }) => calendarOf(standings, input),
    renewalTalk: async ({ input }) =>
      talkOf(standingOf(input.accountId), { asked: input.seats, amounts: input.amounts }),
    portfolioMetrics: async () => ({
      revenue: revenueReport(standings.map(({ account }) => account.name)),
      adoption: adoptionOf('Media'),
    }),
    revenueCohorts: async ({ input }) => cohortsReport(['Media', 'Retail', null], input.by),
    recentDeliveries: async () => deliveriesReport(),
    understandQuestion: ({ ctx, input: { text } }) => understandQuestion({ ctx, input: { text, choose: null } }),
    audit: async ({ input }) => {
      audited.push(input);
    },
    mailtoUrl,
    doctor: async () => doctorReport(),
    checkChannel: async (channelId) =>
      channelId.startsWith('C0EXT')
        ? { allowed: false, reason: 'it is shared with another company' }
        : { allowed: true },
    forgetChannel: () => undefined,
  };
}
