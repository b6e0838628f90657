import { Agent } from 'node:http';
import { ACTION_NAMES, inputId, VIEW_NAMES } from '../../../src/slack/action-ids.ts';
import { COMMANDS } from '../../../src/slack/commands/index.ts';
import { SHORTCUTS } from '../../../src/slack/shortcuts.ts';
import { fc } from '../../../test/support/fc.ts';
import { typedText } from '../../../test/support/typed-text.ts';
import { until } from '../../stand/clock.ts';
import { handOver } from '../../stand/hand-over.ts';
import { quantile, rounded } from '../../stand/quantile.ts';
import type { ProveSlack } from '../../stand/slack.ts';

/** Who each wait for the answer to a command before they go on. */
const PEOPLE = 12;
/** Calls among which an answer is that came while its command was acknowledged. */
const RECENT = 500;
/** After so many the fake Slack may forget. */
const BATCH = 600;
const ACK_P99_MS = 500;
const ACK_MAX_MS = 2500;
const ANSWER_MS = 10_000;
const BROKEN = /Something went wrong on our side/;

type Kind = 'command' | 'action' | 'view' | 'shortcut' | 'options';

interface Typed {
  readonly kind: Kind;
  readonly target: string;
  readonly text: string;
}

const kinds = fc.oneof(
  {
    arbitrary: of(
      'command',
      COMMANDS.map(({ name }) => name),
    ),
    weight: 6,
  },
  {
    arbitrary: of(
      'action',
      ACTION_NAMES.map((name) => `v1:${name}`),
    ),
    weight: 3,
  },
  {
    arbitrary: of(
      'view',
      VIEW_NAMES.map((name) => `v1:${name}`),
    ),
    weight: 2,
  },
  {
    arbitrary: of(
      'shortcut',
      SHORTCUTS.map(({ callbackId }) => callbackId),
    ),
    weight: 1,
  },
  { arbitrary: of('options', [inputId('account')]), weight: 1 },
);

function of(kind: Kind, targets: readonly string[]) {
  return fc.record({ kind: fc.constant(kind), target: fc.constantFrom(...targets, 'v0:gone'), text: typedText });
}

export interface Fuzzed {
  readonly failures: readonly string[];
  readonly measured: Readonly<Record<string, number>>;
}

/** Sends so many texts behind commands, in buttons, in modals and in menus; every command has to be answered. */
export async function typeAnything(
  { slack, url }: { readonly slack: ProveSlack; readonly url: string },
  texts: number,
  seed: number,
): Promise<Fuzzed> {
  const agent = new Agent({ keepAlive: true, maxSockets: PEOPLE });
  const acks: number[] = [];
  const refused = new Map<string, number>();
  const failures: string[] = [];
  let count = 0;
  const asked = new Map<string, Typed>();
  const one = async (typed: Typed): Promise<void> => {
    const responseUrl = slack.responseUrl();
    const { pathname } = new URL(responseUrl);
    count += 1;
    asked.set(pathname, typed);
    const { ms, reply } = await handOver(url, formOf(typed, responseUrl, count), agent);
    acks.push(ms);
    const status = reply.kind === 'answer' ? String(reply.status) : reply.kind;
    if (status !== '200') refused.set(status, (refused.get(status) ?? 0) + 1);
    else if (typed.kind === 'command')
      failures.push(...(await silence(slack, typed, pathname, () => refused.size > 0)));
  };
  while (count < texts && refused.size === 0) {
    const queue = fc.sample(kinds, { numRuns: Math.min(BATCH, texts - count), seed: seed + count });
    const person = async (): Promise<void> => {
      for (let next = queue.pop(); next && refused.size === 0; next = queue.pop()) await one(next);
    };
    await Promise.all(Array.from({ length: PEOPLE }, person));
    failures.push(...broken(slack, asked));
    asked.clear();
    slack.calls.length = 0;
  }
  agent.destroy();
  const refusals = [...refused].map(([status, times]) => `${times} acknowledged with ${status}`);
  const measured = {
    'ms to acknowledge, 99 of 100': rounded(quantile(acks, 0.99)),
    'ms to acknowledge, at most': rounded(Math.max(...acks)),
  };
  return { failures: [...failures, ...late(acks), ...refusals], measured };
}

/** The person waits for the answer to a command. */
async function silence(
  { calls }: ProveSlack,
  { target, text }: Typed,
  pathname: string,
  isOver: () => boolean,
): Promise<string[]> {
  let seen = Math.max(0, calls.length - RECENT);
  const answered = (): boolean => {
    for (; seen < calls.length; seen += 1) if (calls[seen]?.path === pathname) return true;
    return false;
  };
  return until('it is answered', () => answered() || isOver(), { withinMs: ANSWER_MS, everyMs: 5 }).then(
    () => [],
    () => [`${target} ${JSON.stringify(text)} was not answered within ${ANSWER_MS} ms`],
  );
}

/** Answers that say nothing but that something broke. */
function broken({ calls }: ProveSlack, asked: ReadonlyMap<string, Typed>): string[] {
  const bad = calls.filter(({ args }) => BROKEN.test(JSON.stringify(args)));
  return bad.map(({ path }) => `something went wrong after ${JSON.stringify(asked.get(path))}`);
}

function late(acks: readonly number[]): string[] {
  const p99 = quantile(acks, 0.99);
  const most = Math.max(...acks);
  return [
    ...(p99 > ACK_P99_MS ? [`one in a hundred was acknowledged after more than ${rounded(p99)} ms`] : []),
    ...(most > ACK_MAX_MS ? [`one was acknowledged only after ${rounded(most)} ms`] : []),
  ];
}

function formOf({ kind, target, text }: Typed, responseUrl: string, count: number): Record<string, string> {
  const trigger = `7.${count}`;
  const who = { user: { id: 'U0DANA' }, trigger_id: trigger };
  const payload = (value: Readonly<Record<string, unknown>>) => ({ payload: JSON.stringify({ ...who, ...value }) });
  switch (kind) {
    case 'command':
      return {
        command: target,
        text,
        user_id: 'U0DANA',
        team_id: 'T0HOME',
        channel_id: 'C0ASK',
        trigger_id: trigger,
        response_url: responseUrl,
      };
    case 'action':
      return payload({
        type: 'block_actions',
        channel: { id: 'C0ASK' },
        response_url: responseUrl,
        actions: [{ action_id: target, block_id: text, value: text }],
      });
    case 'view': {
      const values = Object.fromEntries(
        ['account', 'note', 'until', 'reason', 'points'].map((name) => [
          name,
          { [`v1:input:${name}`]: { value: text } },
        ]),
      );
      return payload({
        type: 'view_submission',
        view: { id: `V${count}`, type: 'modal', callback_id: target, private_metadata: text, state: { values } },
      });
    }
    case 'shortcut':
      return payload({ type: 'message_action', callback_id: target, message: { text } });
    case 'options':
      return payload({ type: 'block_suggestion', action_id: target, value: text });
  }
}
