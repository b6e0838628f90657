import { setTimeout as sleep } from 'node:timers/promises';
import { type Asked, ask } from '../../stand/ask.ts';
import type { ProveSlack } from '../../stand/slack.ts';

const COMMANDS = [
  { command: '/health', text: 'prove-7' },
  { command: '/health', text: '' },
  { command: '/utilization', text: '' },
  { command: '/pulse', text: 'digest' },
] as const;
const PAUSE_MS = 20;

export interface Askers {
  /** What was taken since the last look and nobody has answered, now that the process is gone. */
  unanswered(): string[];
  stop(): Promise<{ readonly taken: number; readonly broken: number }>;
}

/** People who ask one thing after the other. */
export function startAskers(options: {
  readonly slack: ProveSlack;
  readonly url: string;
  readonly people: readonly string[];
  readonly channel: string;
}): Askers {
  const { channel, people, slack, url } = options;
  let open: { readonly what: string; readonly asked: Asked }[] = [];
  let taken = 0;
  let broken = 0;
  let over = false;
  const person = async (user: string, place: number): Promise<void> => {
    for (let turn = place; !over; turn += 1) {
      const { command, text } = COMMANDS[turn % COMMANDS.length] ?? COMMANDS[0];
      const asked = await ask(slack, url, { command, text, user, channel });
      if (asked.ack.kind === 'broken') broken += 1;
      if (asked.ack.kind === 'answer' && asked.ack.status === 200) {
        taken += 1;
        open.push({ what: `${command} ${text}`, asked });
      }
      await sleep(PAUSE_MS);
    }
  };
  const all = Promise.all(people.map(person));
  return {
    unanswered: () => {
      const silent = open.filter(({ asked }) => !asked.isAnswered());
      open = [];
      return silent.map(({ what }) => `"${what}" was taken and never answered`);
    },
    stop: async () => {
      over = true;
      await all;
      return { taken, broken };
    },
  };
}
