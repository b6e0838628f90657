import { escapeMrkdwn } from '../mrkdwn.ts';
import { message, sections } from './layout.ts';
import type { SlackMessage } from './message.ts';

export interface HelpEntry {
  readonly name: string;
  readonly summary: string;
  /** `['/health NAME', 'the card of one account']` */
  readonly examples: readonly (readonly [call: string, answer: string])[];
}

/** What a command understands, one line per form. */
export function helpMessage({ name, summary, examples }: HelpEntry): SlackMessage {
  const lines = [
    `*${name}*: ${summary}`,
    ...examples.map(([call, answer]) => `• \`${escapeMrkdwn(call)}\` ${answer}`),
    'Answers are only visible to you until you share them.',
  ];
  return message(lines, sections(lines));
}
