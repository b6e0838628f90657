import { accountHealth } from '../app/accounts/account-health.ts';
import { findAccount } from '../app/accounts/find-account.ts';
import { suggestAccounts } from '../app/accounts/suggest-accounts.ts';
import { understandQuestion } from '../app/ask/understand-question.ts';
import { audit } from '../app/audit/audit.ts';
import { readAudit } from '../app/audit/read-audit.ts';
import { whyChanged } from '../app/changes/explain-change.ts';
import type { Context } from '../app/context.ts';
import type { Publisher } from '../app/delivery/publisher.ts';
import { recentDeliveries } from '../app/delivery/recent-deliveries.ts';
import { composeDigest } from '../app/digest/compose-digest.ts';
import type { Finding } from '../app/doctor/doctor-report.ts';
import { continueDraft } from '../app/drafts/continue-draft.ts';
import { discardDraft } from '../app/drafts/discard-draft.ts';
import { type DraftEmailInput, draftEmail } from '../app/drafts/draft-email.ts';
import { keepDraft } from '../app/drafts/keep-draft.ts';
import { keptDraft } from '../app/drafts/kept-draft.ts';
import { lintDraftText } from '../app/drafts/lint-draft-text.ts';
import { polishDraft } from '../app/drafts/polish-draft.ts';
import { accountEpisodes } from '../app/episodes/account-episodes.ts';
import { acknowledgeEpisodes } from '../app/episodes/acknowledge-episodes.ts';
import { openEpisodes } from '../app/episodes/open-episodes.ts';
import { snoozeEpisodes } from '../app/episodes/snooze-episodes.ts';
import { wakeEpisodes } from '../app/episodes/wake-episodes.ts';
import { addGrowthPlan } from '../app/judgements/add-growth-plan.ts';
import { endGrowthPlan } from '../app/judgements/end-growth-plan.ts';
import { endOverride } from '../app/judgements/end-override.ts';
import { setOverride } from '../app/judgements/set-override.ts';
import { setSentiment } from '../app/judgements/set-sentiment.ts';
import { myBook } from '../app/my-book/my-book.ts';
import { lastTouch } from '../app/outreach/last-contact.ts';
import { outreachOutcomes } from '../app/outreach/outreach-outcomes.ts';
import { recordOutreach } from '../app/outreach/record-outreach.ts';
import { healthList } from '../app/portfolio/health-list.ts';
import { portfolioMetrics } from '../app/portfolio/portfolio-metrics.ts';
import { setPreferences } from '../app/preferences/set-preferences.ts';
import { listPublished } from '../app/publishing/list-published.ts';
import { pausePublished } from '../app/publishing/pause-published.ts';
import { publishDashboard } from '../app/publishing/publish-dashboard.ts';
import type { PublishingPlace } from '../app/publishing/publishing-place.ts';
import { resumePublished } from '../app/publishing/resume-published.ts';
import { revokePublished } from '../app/publishing/revoke-published.ts';
import { bottomAccounts } from '../app/qbr/bottom-accounts.ts';
import { qbrPack } from '../app/qbr/qbr-pack.ts';
import { renewalCalendar } from '../app/renewals/renewal-calendar.ts';
import { renewalTalk } from '../app/renewals/renewal-talk.ts';
import { revenueCohorts } from '../app/revenue/revenue-cohorts.ts';
import { portfolioMovers } from '../app/rollup/portfolio-movers.ts';
import { accountSeatGroups } from '../app/seats/account-seat-groups.ts';
import { accountSeats } from '../app/seats/account-seats.ts';
import { seatGroups } from '../app/seats/seat-groups.ts';
import { seatReport } from '../app/seats/seat-report.ts';
import { showSettings } from '../app/settings/show-settings.ts';
import { accountTouches } from '../app/touches/account-touches.ts';
import { logTouch } from '../app/touches/log-touch.ts';
import type { Config, SlackConfig } from '../config.ts';
import { mailtoUrl } from '../email/mailto.ts';
import type { Check } from '../http/readiness.ts';
import type { Logger } from '../lib/log.ts';
import { type Metrics, NO_METRICS } from '../lib/metrics.ts';
import { anthropicChoice, anthropicRewrite } from '../llm/anthropic.ts';
import type { Settings } from '../settings.ts';
import { createSlackApp, type SlackApp } from '../slack/bolt.ts';
import { wrapLogger } from '../slack/bolt-logger.ts';
import { type ChannelGuard, createChannelGuard } from '../slack/channel-guard.ts';
import type { SlackClient } from '../slack/clients.ts';
import type { SlackDeps } from '../slack/deps.ts';
import { examineSlack } from '../slack/examine-slack.ts';
import type { Permissions } from '../slack/permissions.ts';
import { createPersonGuard } from '../slack/person-guard.ts';
import { createBackgroundClient, createPublisher } from '../slack/publisher.ts';
import { claimSlackDelivery } from '../store/deliveries.ts';
import { digestChannels, digestPlans } from './digest-plans.ts';
import { examine } from './doctor.ts';
import { explainUnavailable } from './explain-unavailable.ts';
import type { People } from './jobs-side.ts';
import { createPeople, createReaders } from './people.ts';
import { type ReplicaSide, readingVerb } from './replica/replica-side.ts';
import { replicaFinding } from './replica/watch-replica.ts';
import { slackCheck } from './slack-check.ts';

/** Somebody waits, and there is more to look up than one channel. */
const LOOK_UP_MS = 2000;

export interface SlackSide extends Pick<SlackApp, 'requestListener' | 'start' | 'stop'> {
  /** Posts what nobody waits for, behind the channel guard. */
  readonly publisher: Publisher;
  readonly people: People;
  readonly check: () => Check;
}

/** The Bolt app with the use cases behind it, and the publisher that posts by itself. */
export async function createSlackSide(input: {
  readonly config: Config;
  readonly settings: Settings;
  readonly slack: SlackConfig;
  readonly ctx: Context;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Where dashboards are published. */
  readonly place: PublishingPlace;
  readonly replica: ReplicaSide;
}): Promise<SlackSide> {
  const { config, settings: rules, slack, ctx, log, metrics, place, replica } = input;
  const background = createBackground(slack, log, { metrics });
  const asked = createBackground(slack, log, { metrics, timeoutMs: LOOK_UP_MS });
  const sending = createSending(config, background, log);
  const settings = {
    ...slack,
    allowedUsergroups: config.allowedUsergroups,
    moneyUsergroups: config.moneyUsergroups,
    pulseChannel: config.pulseChannel,
  };
  const app = await createSlackApp({
    config: settings,
    ctx,
    deps: {
      ...slackDeps({ config, settings: rules, place, replica }, asked, log),
      seen: async (key) => !(await claimSlackDelivery(ctx.db, key, ctx.now())),
    },
    log,
    metrics,
  });
  return {
    requestListener: app.requestListener,
    start: app.start,
    stop: app.stop,
    publisher: sending.publisher,
    people: createPeople({ settings: rules, client: background.client, readers: sending.readers, log }),
    check: () => slackCheck(app),
  };
}

export interface Background {
  readonly client: SlackClient;
  readonly guard: ChannelGuard;
}

/** The channel guard, on a client that never retries or queues by itself. */
export function createBackground(
  slack: SlackConfig,
  log: Logger,
  { metrics = NO_METRICS, timeoutMs }: { readonly metrics?: Metrics; readonly timeoutMs?: number } = {},
): Background {
  const { apiUrl: slackApiUrl, botToken: token } = slack;
  const client = createBackgroundClient({ token, slackApiUrl, timeoutMs, logger: wrapLogger(log), metrics });
  return { client, guard: createChannelGuard(client) };
}

export interface Sending {
  readonly publisher: Publisher;
  /** Who may read what is sent to people. */
  readonly readers: Permissions;
}

/** The publisher, and the rights that it looks at before each direct message. */
export function createSending(config: Config, { client, guard }: Background, log: Logger): Sending {
  const readers = createReaders({ config, client, log });
  return { publisher: createPublisher({ client, guard, people: createPersonGuard(readers) }), readers };
}

/** What Slack says about the installation, for `cs-pulse doctor`. */
export function slackFindings(
  { config, settings }: { readonly config: Config; readonly settings: Settings },
  slack: SlackConfig,
  log: Logger,
): Promise<Finding[]> {
  const { appToken } = slack;
  return examineSlack({ ...createBackground(slack, log), ...digestChannels(config, settings), appToken });
}

/** The use cases behind every command, button and modal. */
function slackDeps(
  parts: {
    readonly config: Config;
    readonly settings: Settings;
    readonly place: PublishingPlace;
    readonly replica: ReplicaSide;
  },
  { client, guard }: Background,
  log: Logger,
): SlackDeps {
  const { config, place, replica, settings } = parts;
  const explained = explainUnavailable(log);
  // Reports of many accounts. What shows somebody their own change of a moment ago is read where it was written.
  const reported = <Call extends { readonly ctx: Context }, Result>(verb: (call: Call) => Promise<Result>) =>
    explained(readingVerb(replica.reading, verb));
  return {
    findAccount: explained(findAccount),
    suggestAccounts: explained(suggestAccounts),
    accountHealth: explained(accountHealth),
    whyChanged: explained(whyChanged),
    healthList: explained(healthList),
    bottomAccounts: reported(bottomAccounts),
    qbrPack: explained(qbrPack),
    myBook: explained(myBook),
    seatReport: reported(seatReport),
    accountSeats: explained(accountSeats),
    seatGroups: reported(seatGroups),
    accountSeatGroups: explained(accountSeatGroups),
    composeDigest: explained(composeDigest),
    draftEmail: explained(draftEmail),
    lintDraftText,
    keepDraft: explained(keepDraft),
    keptDraft: explained(keptDraft),
    continueDraft: explained(continueDraft),
    discardDraft: explained(discardDraft),
    polishDraft: polisher(config, log),
    recordOutreach: explained(recordOutreach),
    lastTouch: explained(lastTouch),
    outreachOutcomes: explained(outreachOutcomes),
    setOverride: explained(setOverride),
    endOverride: explained(endOverride),
    addGrowthPlan: explained(addGrowthPlan),
    endGrowthPlan: explained(endGrowthPlan),
    setSentiment: explained(setSentiment),
    logTouch: explained(logTouch),
    accountTouches: explained(accountTouches),
    accountEpisodes: explained(accountEpisodes),
    acknowledgeEpisodes: explained(acknowledgeEpisodes),
    openEpisodes: explained(openEpisodes),
    snoozeEpisodes: explained(snoozeEpisodes),
    wakeEpisodes: explained(wakeEpisodes),
    doctor: explained(async function doctor({ ctx }) {
      const verdict = await replica.watch?.verdict();
      const slack = await examineSlack({ client, guard, ...digestChannels(config, settings) });
      return examine(ctx, parts, [...slack, ...(verdict ? [replicaFinding(verdict)] : [])]);
    }),
    portfolioMovers: reported(portfolioMovers),
    renewalCalendar: reported(renewalCalendar),
    renewalTalk: explained(renewalTalk),
    portfolioMetrics: reported(portfolioMetrics),
    revenueCohorts: reported(revenueCohorts),
    recentDeliveries: explained(recentDeliveries),
    showSettings: explained(async function shownSettings({ ctx, input }) {
      const { digestAt: at, digestDays: days } = config;
      const { fallbackOwner } = settings;
      const refusalOf = async (channel: string) => {
        const verdict = await guard.check(channel);
        return verdict.allowed ? null : verdict.reason;
      };
      const plans = digestPlans(config, settings);
      return showSettings({ ctx, input: { ...input, at, days, fallbackOwner, plans, refusalOf } });
    }),
    setPreferences: explained(setPreferences),
    publishDashboard: explained(async function published({ ctx, input }) {
      return publishDashboard({ ctx, input: { ...input, place } });
    }),
    listPublished: explained(listPublished),
    pausePublished: explained(pausePublished),
    resumePublished: explained(resumePublished),
    revokePublished: explained(revokePublished),
    understandQuestion: understander(parts, log),
    audit: explained(audit),
    readAudit: explained(readAudit),
    mailtoUrl,
    checkChannel: (channel, options) => guard.check(channel, options),
    forgetChannel: (channel) => guard.forget(channel),
  };
}

/** Understands questions by their words, and with a language model where one is set up and switched on. */
function understander(
  { config, settings }: { readonly config: Config; readonly settings: Settings },
  log: Logger,
): SlackDeps['understandQuestion'] {
  const { anthropicApiKey: apiKey } = config;
  const choose = settings.ask.llm && apiKey !== null ? anthropicChoice({ apiKey, log }) : null;
  return ({ ctx, input: { text } }) => understandQuestion({ ctx, input: { text, choose } });
}

/** Asks for other wordings where a key is set up. */
function polisher({ anthropicApiKey: apiKey }: Config, log: Logger): SlackDeps['polishDraft'] {
  if (apiKey === null) return null;
  const rewrite = anthropicRewrite({ apiKey, log });
  return explainUnavailable(log)(async function polish({ ctx, input }: { ctx: Context; input: DraftEmailInput }) {
    return polishDraft({ ctx, input, rewrite });
  });
}
