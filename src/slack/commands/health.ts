import { AppError } from '../../lib/errors.ts';
import type { Handling } from '../handling.ts';
import { accountList } from '../messages/account-list.ts';
import { bottomMessage } from '../messages/bottom.ts';
import { defineMessage } from '../messages/define.ts';
import { type HelpEntry, helpMessage } from '../messages/help.ts';
import type { SlackMessage } from '../messages/message.ts';
import { healthAnswer, historyAnswer, whyAnswer } from './answers.ts';
import type { Command } from './command.ts';
import { splitFirst } from './command-text.ts';
import { lookUp } from './look-up.ts';
import { nearestWord } from './nearest-word.ts';
import { qbrAnswer } from './qbr-answer.ts';
import { parseSeatsAsked, renewalAnswer } from './renewal-answer.ts';

const MINE = 10;
const BOTTOM = 5;
const MOST = 20;
/** A message has no room for the details of more. */
const MOST_IN_DETAIL = 10;

const help: HelpEntry = {
  name: '/health',
  summary: 'how healthy an account is, and why',
  examples: [
    ['/health', 'your accounts, worst first (`/health mine`)'],
    ['/health acme', 'one account: score, seats, what costs points, whom to talk to'],
    ['/health why acme', 'what moved the score in a week, and where every point comes from'],
    ['/health history acme', 'the score of up to 90 days'],
    ['/health bottom 10', 'the lowest scores of the portfolio, 1 to 20, up to 10 of them in detail'],
    ['/health qbr acme', 'a brief for us and an outline for the customer, as a message and as files'],
    ['/health renewal acme', 'the talk about its renewal: exposure, bills before and after, answers to objections'],
    ['/health renewal acme seats:15', 'the same with the number of seats that they named'],
    ['/health define trend', 'what a term means, with the thresholds in force'],
    ['/health "why ltd"', 'quotes keep a name from being read as a sub-command'],
  ],
};

const SUBCOMMANDS: Readonly<Record<string, (handling: Handling, rest: string) => Promise<SlackMessage>>> = {
  mine: (handling) => mine(handling, true),
  bottom: (handling, rest) => bottom(handling, rest),
  why: (handling, rest) => named(handling, rest, 'why'),
  history: (handling, rest) => named(handling, rest, 'history'),
  qbr: (handling, rest) => named(handling, rest, 'qbr'),
  renewal,
  define: async ({ ctx }, rest) => defineMessage(rest, ctx),
  help: async () => helpMessage(help),
};

export const health = {
  name: '/health',
  usage: '[NAME | mine | bottom 10 | why NAME | history NAME | qbr NAME | renewal NAME | define TERM | help]',
  description: 'Account health: one account, your accounts, or the lowest scores',
  help,
  subcommands: Object.keys(SUBCOMMANDS),
  run: async (handling, text) => {
    if (text === '') return mine(handling, false);
    const { first, rest } = splitFirst(text);
    const subcommand = Object.hasOwn(SUBCOMMANDS, first) ? SUBCOMMANDS[first] : undefined;
    if (subcommand) return subcommand(handling, rest);
    const meant = nearestWord(first, Object.keys(SUBCOMMANDS));
    const command = `/health ${meant ?? ''}${rest === '' ? '' : ` ${rest}`}`;
    return lookUp(handling, {
      text,
      choosing: 'pick_health',
      show: (accountId) => healthAnswer(handling, accountId),
      suggestion: meant === null ? null : { label: `/health ${meant}`, command },
    });
  },
} as const satisfies Command;

async function mine({ ctx, deps, asker }: Handling, asked: boolean): Promise<SlackMessage> {
  const report = await deps.healthList({ ctx, input: { ownerSlackUserId: asker.userId, limit: MINE } });
  return accountList(report, { money: asker.money, ownsNone: asked && report.scope === 'bottom' });
}

async function bottom({ ctx, deps, asker }: Handling, rest: string): Promise<SlackMessage> {
  const limit = rest === '' ? BOTTOM : Number(rest);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    throw new AppError('invalid', `How many? Give a whole number from 1 to ${MOST}, for example: /health bottom 10`);
  }
  const viewer = { money: asker.money };
  return limit <= MOST_IN_DETAIL
    ? bottomMessage(await deps.bottomAccounts({ ctx, input: { limit } }), viewer)
    : accountList(await deps.healthList({ ctx, input: { limit } }), viewer);
}

async function renewal(handling: Handling, rest: string): Promise<SlackMessage> {
  const { name, seats } = parseSeatsAsked(rest);
  if (name === '') throw new AppError('invalid', 'Which account? For example: /health renewal acme');
  return lookUp(handling, {
    text: name,
    choosing: 'pick_renewal',
    show: (accountId) => renewalAnswer(handling, accountId, seats),
  });
}

type Named = 'why' | 'history' | 'qbr';

const ANSWERS: Readonly<Record<Named, typeof whyAnswer>> = {
  why: whyAnswer,
  history: historyAnswer,
  qbr: qbrAnswer,
};

async function named(handling: Handling, name: string, what: Named): Promise<SlackMessage> {
  if (name === '') throw new AppError('invalid', `Which account? For example: /health ${what} acme`);
  return lookUp(handling, {
    text: name,
    choosing: `pick_${what}`,
    show: (accountId) => ANSWERS[what](handling, accountId),
  });
}
