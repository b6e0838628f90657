import type { AccountRef } from '../../src/app/accounts/account-ref.ts';
import type { AccountStanding } from '../../src/app/accounts/account-report.ts';
import { ACTIVE_DEFAULTS } from '../../src/domain/active/definition.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { accountCard } from '../../src/slack/messages/account-card.ts';
import { accountList } from '../../src/slack/messages/account-list.ts';
import { accountSeatsMessage } from '../../src/slack/messages/account-seats.ts';
import { acknowledgedText, snoozedMessage, snoozedOutcome, wokenText } from '../../src/slack/messages/alerts.ts';
import { answeredElsewhere, askHelp, notUnderstood, readAs } from '../../src/slack/messages/ask.ts';
import { auditMessage } from '../../src/slack/messages/audit.ts';
import { bottomMessage } from '../../src/slack/messages/bottom.ts';
import { withChange } from '../../src/slack/messages/change.ts';
import { cohortsMessage } from '../../src/slack/messages/cohorts.ts';
import { defineMessage } from '../../src/slack/messages/define.ts';
import { deliveriesMessage, undeliverableMessage } from '../../src/slack/messages/deliveries.ts';
import { digestMessage } from '../../src/slack/messages/digest.ts';
import { digestDetails, digestReasons } from '../../src/slack/messages/digest-details.ts';
import { heartbeatMessage } from '../../src/slack/messages/digest-heartbeat.ts';
import { digestThread } from '../../src/slack/messages/digest-owners.ts';
import { doctorMessage } from '../../src/slack/messages/doctor.ts';
import { expansionMessage } from '../../src/slack/messages/expansion.ts';
import { handoverMessage, leaverMessage } from '../../src/slack/messages/handover.ts';
import { helpMessage } from '../../src/slack/messages/help.ts';
import { historyMessage } from '../../src/slack/messages/history.ts';
import { withNote } from '../../src/slack/messages/layout.ts';
import type { SlackMessage } from '../../src/slack/messages/message.ts';
import { moversMessage } from '../../src/slack/messages/movers.ts';
import {
  chooser,
  noMatch,
  notice,
  picker,
  problem,
  unexpected,
  unknownWord,
} from '../../src/slack/messages/notices.ts';
import { outreachMessage } from '../../src/slack/messages/outreach.ts';
import { portfolioMetricsMessage } from '../../src/slack/messages/portfolio-metrics.ts';
import { publishedChange, publishedList, publishedMessage } from '../../src/slack/messages/published.ts';
import { qbrMessage } from '../../src/slack/messages/qbr.ts';
import { renewalCalendarMessage } from '../../src/slack/messages/renewal-calendar.ts';
import { renewalTalkMessage } from '../../src/slack/messages/renewal-talk.ts';
import { rollupMessage } from '../../src/slack/messages/rollup.ts';
import { accountSeatGroupsMessage, seatGroupsMessage } from '../../src/slack/messages/seat-groups.ts';
import { settingsMessage } from '../../src/slack/messages/settings.ts';
import { utilizationReport } from '../../src/slack/messages/utilization-report.ts';
import { whyMessage } from '../../src/slack/messages/why.ts';
import { untrusted } from '../../src/slack/mrkdwn.ts';
import { doctorReport } from './doctor-report.ts';
import {
  hostileAudit,
  hostileBrief,
  hostileDigest,
  hostileHandover,
  hostileHealth,
  hostileOutreach,
  hostileSeats,
} from './hostile-reports.ts';
import { cohortsReport, revenueReport } from './revenue.ts';
import { accountSeatGroupsOf, seatGroupsOf } from './seat-groups.ts';
import { episode, snoozed } from './slack-episodes.ts';
import { newPublished, publishedLink } from './slack-published.ts';
import { deliveriesReport, moversReport, rollupReport, settingsReport } from './slack-pulse.ts';
import { bottomReportOf, qbrPackOf } from './slack-qbr.ts';
import { calendarOf, talkOf } from './slack-renewals.ts';
import { changeReport, goldenStanding, listReport, STAND, seatReportOf } from './slack-reports.ts';

const MONEY = { money: true };

/** What a renderer makes of accounts and one text that somebody else wrote. */
export type Rendered = (all: readonly AccountStanding[], text: string) => SlackMessage | readonly SlackMessage[];

const firstOf = (all: readonly AccountStanding[]): AccountStanding => all[0] ?? goldenStanding('acme');
/** Who runs the product says where messages go, and the id of a channel is linked: it stays one that is ours. */
const targetOf = (text: string): string => (/^[CG][A-Z0-9]+$/.test(text) ? 'C0PULSE' : text);
const accountsOf = (all: readonly AccountStanding[]): AccountRef[] => all.map(({ account }) => account);
const stale = (text: string) => ({
  ...STAND,
  sources: [{ source: text, ageMinutes: 9, stale: true }],
  definition: text,
});
const outcome = (all: readonly AccountStanding[], text: string) => {
  const by = { id: text, name: text };
  return { account: firstOf(all).account, state: 'changed' as const, open: [snoozed({ reason: text, by }), episode()] };
};
const changeOf = (one: AccountStanding) =>
  changeReport(one, { ...one.assessment.facts, tickets_30d: 0, key_contact_days: 2 });
const briefed = (all: readonly AccountStanding[], text: string) => {
  const report = bottomReportOf(listReport(all.slice(0, 20), 'bottom'));
  return {
    ...report,
    more: all.length - report.entries.length,
    entries: report.entries.map((entry) => ({ ...entry, ...hostileBrief(entry.standing, text) })),
  };
};
const qbrOf = (all: readonly AccountStanding[], text: string) =>
  qbrPackOf(firstOf(all), hostileBrief(firstOf(all), text));

/**
 * Every exported function of src/slack/messages that makes a message, by its name, on the worst that it may be given.
 * A new one is a line here.
 */
export const RENDERERS: Readonly<Record<string, Rendered>> = {
  accountCard: (all, text) => {
    const report = hostileHealth(firstOf(all), text);
    const { open } = outcome(all, text);
    const last = { on: '2026-02-17', by: { id: text, name: text }, kind: 'draft', wording: text, daysAgo: 12 } as const;
    return [
      accountCard(report, { ...MONEY, alerts: open, last }),
      accountCard(report, { money: false, sharedBy: untrusted(text), alerts: open, last }),
    ];
  },
  accountList: (all) => [
    accountList(listReport(all, 'bottom'), MONEY),
    accountList({ ...listReport(all), more: 7 }, { money: false, ownsNone: true }),
  ],
  accountSeatGroupsMessage: (all, text) =>
    accountSeatGroupsMessage(accountSeatGroupsOf(firstOf(all), { name: text }), MONEY),
  accountSeatsMessage: (all, text) => accountSeatsMessage(hostileSeats(firstOf(all), text), MONEY),
  auditMessage: (all, text) => auditMessage(hostileAudit(all, text), '/pulse audit'),
  bottomMessage: (all, text) => bottomMessage(briefed(all, text), MONEY),
  chooser: (all, text) => chooser(untrusted(text), accountsOf(all), 'pick_health'),
  cohortsMessage: (all, text) => [
    cohortsMessage(cohortsReport([text, text, null, ...all.map(({ account }) => account.name)]), MONEY),
    cohortsMessage(cohortsReport([text, null], 'month'), { money: false }),
  ],
  defineMessage: (_, text) => [
    defineMessage(text, { health: BALANCED, utilization: UTILIZATION_DEFAULTS, active: ACTIVE_DEFAULTS }),
    defineMessage('score', { health: BALANCED, utilization: UTILIZATION_DEFAULTS, active: ACTIVE_DEFAULTS }),
  ],
  deliveriesMessage: (all, text) => {
    const [delivery, ...others] = deliveriesReport(text).deliveries;
    const many = all.flatMap(() => delivery ?? []).map((one) => ({ ...one, kind: text, target: targetOf(text) }));
    return deliveriesMessage({ timeZone: 'UTC', deliveries: [...many, ...others] });
  },
  digestDetails: (all, text) => digestDetails(hostileDigest(all, text), MONEY),
  digestMessage: (all, text) => [
    digestMessage(hostileDigest(all, text), { ...MONEY, mentions: true }),
    digestMessage(hostileDigest(all, text), { ...MONEY, mentions: false, own: true }),
  ],
  digestReasons: (all, text) => digestReasons(hostileDigest(all, text)),
  digestThread: (all, text) => {
    const routing = { ...MONEY, fallbackOwner: 'U0STANDIN', away: new Set(['U0DANA']) };
    return digestThread(hostileDigest(all, text), routing);
  },
  doctorMessage: (_, text) =>
    doctorMessage(
      doctorReport({
        findings: Array.from({ length: 60 }, (_unused, index) => ({
          area: 'sources',
          state: index % 2 === 0 ? 'problem' : 'note',
          text,
          remedy: index % 2 === 0 ? text : null,
        })),
        jobs: [{ job: text, scope: text, nextAt: new Date('2026-03-02T09:00:00Z'), last: null }],
      }),
    ),
  expansionMessage: (all, text) => expansionMessage(hostileDigest(all, text), MONEY),
  handoverMessage: (all, text) => handoverMessage(hostileHandover(all, text), MONEY),
  heartbeatMessage: (all, text) => heartbeatMessage(hostileDigest(all, text), { ...MONEY, mentions: true }),
  askHelp: () => askHelp(),
  answeredElsewhere: (_, text) => answeredElsewhere(notUnderstood(text), text),
  notUnderstood: (_, text) => notUnderstood(text),
  readAs: (all, text) => [
    readAs(notUnderstood(text), `/health "${text}"`),
    readAs(accountList(listReport(all, 'bottom'), MONEY), text),
  ],
  helpMessage: () =>
    helpMessage({
      name: '/health',
      summary: 'one account',
      examples: Array.from({ length: 20 }, () => ['/utilization renews:<90d', 'accounts that renew soon'] as const),
    }),
  historyMessage: (all, text) => {
    const report = hostileHealth(firstOf(all), text);
    return [historyMessage(report, hostileSeats(firstOf(all), text).months), historyMessage(report)];
  },
  undeliverableMessage: (_, text) =>
    undeliverableMessage({ kind: text, channel: targetOf(text), localDate: '2026-03-01', error: text, remedy: text }),
  leaverMessage: (_, text) => leaverMessage({ name: text, email: text, accounts: 3 }),
  moversMessage: (all) => {
    const why = changeOf(firstOf(all));
    const report = moversReport(all);
    return moversMessage({ ...report, down: report.down.map((mover) => ({ ...mover, why })) });
  },
  noMatch: (all, text) => noMatch(text, accountsOf(all), { choosing: 'pick_health', suggestion: null }),
  notice: (all, text) => [
    notice(acknowledgedText(outcome(all, text))),
    notice(snoozedOutcome(outcome(all, text))),
    notice(wokenText(outcome(all, text))),
  ],
  outreachMessage: (all, text) => outreachMessage(hostileOutreach(all, text)),
  picker: (all, text) => picker(text, accountsOf(all), 'pick_health'),
  portfolioMetricsMessage: (all, text) => {
    const report = revenueReport([text, ...all.map(({ account }) => account.name)]);
    return [
      portfolioMetricsMessage({ ...report, stand: stale(text) }, { ...MONEY, more: [untrusted(text)] }),
      portfolioMetricsMessage(report, { money: false }),
    ];
  },
  problem: (_, text) => problem(`${text}\n${text}`),
  publishedChange: (_, text) => publishedChange(publishedLink({ publishedBy: { id: text, name: text } }), 'UTC'),
  publishedList: (all, text) => {
    const by = { id: text, name: text };
    const links = all.map(() => publishedLink({ publishedBy: by, state: 'paused' }));
    return publishedList({ timeZone: 'UTC', links: [...links, publishedLink({ state: 'expired' })] });
  },
  publishedMessage: () => publishedMessage(newPublished('portfolio', true)),
  qbrMessage: (all, text) => [
    qbrMessage(qbrOf(all, text), { ...MONEY, files: 'no_scope' }),
    qbrMessage(qbrOf(all, text), { money: false, files: 'sent' }),
  ],
  renewalTalkMessage: (all, text) => {
    const health = hostileHealth(firstOf(all), text);
    const talk = talkOf(firstOf(all), { health, team: text, asked: 15 });
    const warned = { ...talk, customer: { ...talk.customer, warnings: [text, text] } };
    const hidden = talkOf(firstOf(all), { health, amounts: false });
    return [
      renewalTalkMessage({ ...warned, seats: hostileSeats(firstOf(all), text) }, { ...MONEY, targetPercent: 80 }),
      renewalTalkMessage(hidden, { money: false, targetPercent: 80 }),
    ];
  },
  renewalCalendarMessage: (all, text) => [
    renewalCalendarMessage({ ...calendarOf(all, { ownerEmail: text }), more: 3 }, MONEY),
    renewalCalendarMessage(calendarOf(all, { ownerSlackUserId: text }), { money: false }),
  ],
  rollupMessage: (all, text) => {
    const report = rollupReport(all);
    const rules = Array.from({ length: 9 }, () => ({ day: '2026-02-25', from: text, to: text }));
    return rollupMessage({ ...report, rules, filter: { plan: text }, stand: stale(text) }, MONEY);
  },
  settingsMessage: (all, text) => {
    const { digests, ...report } = settingsReport(true, text);
    const rollup = { channel: 'C0PULSE', days: [1] };
    const many = all.flatMap(() => digests).map((digest) => ({ ...digest, name: text, zone: text, rollup }));
    return settingsMessage({ ...report, definition: text, timeZone: text, fallbackOwner: text, digests: many });
  },
  seatGroupsMessage: (all, text) => seatGroupsMessage(seatGroupsOf(all, { name: text, filter: { plan: text } })),
  snoozedMessage: (all, text) =>
    snoozedMessage({ accounts: all.map((one) => ({ ...outcome([one], text), account: one.account })) }),
  unexpected: () => unexpected('abcd1234'),
  unknownWord: (_, text) => unknownWord(text, ['today'], null),
  utilizationReport: (all, text) => [
    utilizationReport(seatReportOf(all, { plan: text, ownerEmail: text }), { ...MONEY, rule: ACTIVE_DEFAULTS.rule }),
    utilizationReport(seatReportOf(all), { money: false }),
  ],
  whyMessage: (all, text) => whyMessage(hostileHealth(firstOf(all), text)),
  withChange: (all, text) => withChange(whyMessage(hostileHealth(firstOf(all), text)), changeOf(firstOf(all))),
  withNote: (all, text) => withNote(utilizationReport(seatReportOf(all), MONEY), untrusted(text)),
};
