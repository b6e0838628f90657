import type { Handling } from '../handling.ts';
import { snoozedMessage } from '../messages/alerts.ts';
import { digestMessage } from '../messages/digest.ts';
import { digestDetails } from '../messages/digest-details.ts';
import { doctorMessage } from '../messages/doctor.ts';
import { expansionMessage } from '../messages/expansion.ts';
import { type HelpEntry, helpMessage } from '../messages/help.ts';
import type { SlackMessage } from '../messages/message.ts';
import { unknownWord } from '../messages/notices.ts';
import { outreachMessage } from '../messages/outreach.ts';
import type { Command } from './command.ts';
import { splitFirst } from './command-text.ts';
import { nearestWord } from './nearest-word.ts';

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
    ['/pulse doctor', 'what is wrong with the installation, its sources and jobs, and what to do'],
  ],
};

const SUBCOMMANDS: Readonly<Record<string, (handling: Handling) => Promise<SlackMessage>>> = {
  today,
  details: async (handling) => digestDetails(await digestOf(handling), { money: handling.asker.money }),
  digest: today,
  expansion: async (handling) => expansionMessage(await digestOf(handling), { money: handling.asker.money }),
  snoozed: async ({ ctx, deps }) => snoozedMessage(await deps.openEpisodes({ ctx, input: { state: 'snoozed' } })),
  outreach: async ({ ctx, deps }) => outreachMessage(await deps.outreachOutcomes({ ctx })),
  doctor,
  help: async () => helpMessage(help),
};

export const pulse = {
  name: '/pulse',
  usage: '[today | details | digest | snoozed | expansion | doctor | help]',
  description: 'The portfolio today: what is at risk, what changed, what recovered',
  help,
  run: async (handling, text) => {
    const { first } = splitFirst(text === '' ? 'today' : text);
    const subcommand = Object.hasOwn(SUBCOMMANDS, first) ? SUBCOMMANDS[first] : undefined;
    if (subcommand) return subcommand(handling);
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

async function doctor(handling: Handling): Promise<SlackMessage> {
  const { ctx, deps } = handling;
  return doctorMessage(await deps.doctor({ ctx }));
}
