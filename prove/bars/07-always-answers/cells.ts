import { setTimeout as sleep } from 'node:timers/promises';
import { timed, until } from '../../stand/clock.ts';
import { handOver } from '../../stand/hand-over.ts';
import { quantile } from '../../stand/quantile.ts';
import type { DatabaseFault } from './database-faults.ts';
import type { Mailbox, Post, SlackFault } from './mailbox.ts';

const ANSWER_MS = 10_000;
const ACK_MS = 2500;
const RECOVERY_MS = 5000;
const AGAIN_MS = 250;
const USELESS = /Something went wrong on our side|Loading…|^""$/;
/** What only the database knows. */
const FIGURES = /acme.*MRR/is;

/** The worst first: those who ask first are given the connections that are there. */
const HOW: readonly SlackFault['how'][] = ['timeout', '500', '429'];
const PLACES: readonly SlackFault['at'][] = ['response_url', 'web api', 'open modals'];
const SLACK_FAULTS: readonly (SlackFault | null)[] = [
  ...HOW.flatMap((how) => PLACES.map((at) => ({ at, how }) as const)),
  null,
];

const QUESTIONS = [
  ['/health', 'acme'],
  ['/health', ''],
  ['/utilization', ''],
  ['/pulse', ''],
] as const;

export interface Stood {
  readonly cells: number;
  readonly failures: readonly string[];
  readonly slowestMs: number;
  readonly recoveryMs: number;
}

/** Asks everything under one fault of the database and each of Slack's, and waits until it is well again. */
export async function standIn(url: string, post: Post, fault: DatabaseFault): Promise<Stood> {
  await fault.hurt();
  const asked = SLACK_FAULTS.flatMap((slack) => [
    ...QUESTIONS.map(([command, text]) => question(url, post.open(slack), slack, command, text)),
    button(url, post.open(slack), slack),
  ]);
  const answers = await Promise.all(asked);
  await fault.heal();
  const failures = answers.flatMap(({ complaint }) => (complaint === null ? [] : [`${fault.name}, ${complaint}`]));
  const recovering = { everyMs: AGAIN_MS, withinMs: RECOVERY_MS + 1000 };
  const recoveryMs = await timed(() =>
    until('figures', () => hasFigures(url, post), recovering).catch(() => undefined),
  );
  if (recoveryMs > RECOVERY_MS) failures.push(`${fault.name}: well again only after ${recoveryMs} ms`);
  const slowestMs = quantile(
    answers.map(({ ms }) => ms),
    1,
  );
  return { cells: answers.length, failures, slowestMs, recoveryMs };
}

interface Outcome {
  readonly complaint: string | null;
  readonly ms: number;
}

async function question(
  url: string,
  box: Mailbox,
  slack: SlackFault | null,
  command: string,
  text: string,
): Promise<Outcome> {
  return settled(`${nameOf(slack)}: ${command} ${text}`, url, box, {
    command,
    text,
    user_id: box.user,
    team_id: 'T0HOME',
    channel_id: 'C0ASK',
    trigger_id: box.trigger,
    response_url: box.responseUrl,
  });
}

/** A button that opens a modal. */
function button(url: string, box: Mailbox, slack: SlackFault | null): Promise<Outcome> {
  const payload = {
    type: 'block_actions',
    user: { id: box.user },
    trigger_id: box.trigger,
    container: { type: 'message', is_ephemeral: true },
    channel: { id: 'C0ASK' },
    response_url: box.responseUrl,
    actions: [{ action_id: 'v1:draft_email', block_id: 'b', type: 'button', value: '1', action_ts: box.trigger }],
  };
  return settled(`${nameOf(slack)}: a button that opens a modal`, url, box, { payload: JSON.stringify(payload) });
}

/** Hands it over once and waits for its last word. */
async function settled(
  what: string,
  url: string,
  box: Mailbox,
  form: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const started = Date.now();
  const { ms: ackMs, reply } = await handOver(url, form);
  if (reply.kind !== 'answer' || reply.status !== 200) return { complaint: `${what}: not acknowledged`, ms: ackMs };
  if (ackMs > ACK_MS) return { complaint: `${what}: acknowledged only after ${Math.round(ackMs)} ms`, ms: ackMs };
  while (Date.now() - started <= ANSWER_MS) {
    const last = box.letters.at(-1);
    if (last !== undefined && !USELESS.test(last.text)) return { complaint: null, ms: last.at - started };
    await sleep(20);
  }
  const last = box.letters.at(-1)?.text.slice(0, 120) ?? 'nothing';
  return { complaint: `${what}: after ${ANSWER_MS} ms there is ${last}`, ms: ANSWER_MS };
}

async function hasFigures(url: string, post: Post): Promise<boolean> {
  const box = post.open(null);
  await question(url, box, null, '/health', 'acme');
  return box.letters.some(({ text }) => FIGURES.test(text));
}

function nameOf(slack: SlackFault | null): string {
  return slack === null ? 'Slack fine' : `Slack ${slack.how} at ${slack.at}`;
}
