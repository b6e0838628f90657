import { plain, untrusted } from '../mrkdwn.ts';
import { actions, button, message, sections, withNote } from './layout.ts';
import type { SlackMessage } from './message.ts';

/** Questions that are understood for certain, and the command of each. */
export const EXAMPLES = [
  ['how is Acme doing?', '/health acme'],
  [
    'which of my accounts lost more than 20 points of utilization last quarter?',
    '/utilization mine dropped:>20 quarter',
  ],
  ['who renews in the next 60 days?', '/pulse renewals 60'],
] as const;
const COMMANDS = 'Commands answer more: `/health help`, `/utilization help`, `/pulse help`.';
/** Of a command in a line above the answer. */
const LONGEST_COMMAND = 160;

/** A question that is none of the known ones: three that are, and buttons for what most people ask. */
export function notUnderstood(text: string): SlackMessage {
  return withExamples(`I did not understand “${untrusted(text, { max: 200 })}”, so nothing was looked up.`);
}

/** What can be asked. */
export function askHelp(): SlackMessage {
  return withExamples('Ask me about accounts in plain words, here or by mentioning me in a channel.');
}

/** The answer of a command to a question: how it was read, so that a wrong reading is seen. */
export function readAs(answer: SlackMessage, command: string): SlackMessage {
  const shown = plain(command, { max: LONGEST_COMMAND }).replaceAll('`', "'");
  return withNote(answer, `Read as \`${untrusted(shown, { max: LONGEST_COMMAND })}\`, which answers the same.`);
}

/** An answer that went to the asker's direct messages because of what their channel is; `reason` is ours. */
export function answeredElsewhere(answer: SlackMessage, reason: string): SlackMessage {
  return withNote(
    answer,
    `You asked where accounts are not talked about: ${untrusted(reason)}. So the answer is here.`,
  );
}

function withExamples(first: string): SlackMessage {
  const lines = [first, 'For example:', ...EXAMPLES.map(([question]) => `• ${question}`), COMMANDS];
  const buttons = [
    button({ action: 'run_command', label: 'My accounts', value: '/health mine', index: 0 }),
    button({ action: 'run_command', label: 'What is at risk?', value: '/pulse today', index: 1 }),
    button({ action: 'run_command', label: 'Renewals', value: '/pulse renewals', index: 2 }),
  ];
  return message(lines, [...sections(lines), actions(buttons)]);
}
