import type { Handling } from '../handling.ts';
import { snoozedMessage } from '../messages/alerts.ts';
import { deliveriesMessage } from '../messages/deliveries.ts';
import { digestMessage } from '../messages/digest.ts';
import { digestDetails } from '../messages/digest-details.ts';
import { doctorMessage } from '../messages/doctor.ts';
import { expansionMessage } from '../messages/expansion.ts';
import { type HelpEntry, helpMessage } from '../messages/help.ts';
import type { SlackMessage } from '../messages/message.ts';
import { moversMessage } from '../messages/movers.ts';
import { unknownWord } from '../messages/notices.ts';
import { outreachMessage } from '../messages/outreach.ts';
import { renewalCalendarMessage } from '../messages/renewal-calendar.ts';
import { settingsMessage } from '../messages/settings.ts';
import { auditAnswer } from './audit.ts';
import type { Command } from './command.ts';
import { splitFirst } from './command-text.ts';
import { nearestWord } from './nearest-word.ts';
import { cohortsAnswer, portfolioAnswer } from './portfolio-answers.ts';
import { publishAnswer, publishedAnswer } from './publish.ts';
import { parseRenewalFilter } from './renewal-filter.ts';

const help: HelpEntry = {
  name: '/pulse',
  summary: 'what changed in the portfolio',
  examples: [
    ['/pulse', 'today: money at risk and its change, new, recovered and open accounts'],
    ['/pulse details', 'every account of today with its reasons'],
    ['/pulse digest', 'a preview of the message for the team’s channel'],
    ['/pulse snoozed', 'which alerts are quiet, until when and why, and waking them'],
    ['/pulse outreach', 'which mails were sent, and after which wording accounts recovered'],
    ['/pulse expansion', 'accounts at the ceiling and what more seats are worth'],
    ['/pulse movers', 'whose score fell and rose most in a week'],
    ['/pulse renewals', 'renewals of the next 120 days, what is exposed, and whose date is not known'],
    ['/pulse renewals 60 owner:@dana', 'up to 30, 60, 90 or 120 days, of `mine` or of one owner'],
    ['/pulse portfolio', 'MRR and what moved it, retention, revenue per account and user, and how seats are used'],
    ['/pulse cohorts industry', 'what became of accounts by month of first payment, industry, size or plan'],
    ['/pulse publish health 7d', 'a page for people without Slack, under a link that ends'],
    ['/pulse published', 'links to such pages: pausing, resuming and revoking them'],
    ['/pulse deliveries', 'what was posted where, what waits, and what failed and why'],
    ['/pulse settings', 'digests, zone and definition, and your own morning message'],
    ['/pulse doctor', 'what is wrong with the installation, its sources and jobs, and what to do'],
    ['/pulse audit @dana', 'who looked at what and who changed what, for admins of the workspace'],
  ],
};

const SUBCOMMANDS: Readonly<Record<string, (handling: Handling, rest: string) => Promise<SlackMessage>>> = {
  today,
  details: async (handling) => digestDetails(await digestOf(handling), { money: handling.asker.money }),
  digest: today,
  expansion: async (handling) => expansionMessage(await digestOf(handling), { money: handling.asker.money }),
  snoozed: async ({ ctx, deps }) => snoozedMessage(await deps.openEpisodes({ ctx, input: { state: 'snoozed' } })),
  outreach: async ({ ctx, deps }) => outreachMessage(await deps.outreachOutcomes({ ctx })),
  movers: async ({ ctx, deps }) => moversMessage(await deps.portfolioMovers({ ctx })),
  renewals,
  portfolio: portfolioAnswer,
  cohorts: cohortsAnswer,
  deliveries: async ({ ctx, deps }) => deliveriesMessage(await deps.recentDeliveries({ ctx })),
  publish: publishAnswer,
  published: publishedAnswer,
  settings: async ({ ctx, deps, asker }) =>
    settingsMessage(await deps.showSettings({ ctx, input: { slackUserId: asker.userId } })),
  doctor,
  audit: auditAnswer,
  help: async () => helpMessage(help),
};

export const pulse = {
  name: '/pulse',
  usage:
    '[today | details | digest | snoozed | renewals | expansion | movers | portfolio | cohorts | outreach | publish | published | deliveries | settings | doctor | audit | help]',
  description: 'The portfolio today: what is at risk, what changed, what recovered',
  help,
  subcommands: Object.keys(SUBCOMMANDS),
  run: async (handling, text) => {
    const { first, rest } = splitFirst(text === '' ? 'today' : text);
    const subcommand = Object.hasOwn(SUBCOMMANDS, first) ? SUBCOMMANDS[first] : undefined;
    if (subcommand) return subcommand(handling, rest);
    const known = Object.keys(SUBCOMMANDS);
    const meant = nearestWord(first, known);
    const suggestion = meant === null ? null : { label: `/pulse ${meant}`, command: `/pulse ${meant}` };
    return unknownWord(
      first,
      known.map((word) => `/pulse ${word}`),
      suggestion,
    );
  },
} as const satisfies Command;

function digestOf({ ctx, deps }: Handling) {
  return deps.composeDigest({ ctx, input: {} });
}

async function today(handling: Handling): Promise<SlackMessage> {
  return digestMessage(await digestOf(handling), { money: handling.asker.money, mentions: false });
}

async function renewals({ ctx, deps, asker }: Handling, rest: string): Promise<SlackMessage> {
  const calendar = await deps.renewalCalendar({ ctx, input: parseRenewalFilter(rest, asker.userId) });
  return renewalCalendarMessage(calendar, { money: asker.money, userId: asker.userId });
}

async function doctor(handling: Handling): Promise<SlackMessage> {
  const { ctx, deps } = handling;
  return doctorMessage(await deps.doctor({ ctx }));
}
