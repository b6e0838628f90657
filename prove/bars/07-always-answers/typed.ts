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

const AT_ONCE = 12;
/** So many are answered before the next ones come, so that the fake Slack may forget. */
const BATCH = 600;
const ACK_P99_MS = 500;
const ACK_MAX_MS = 2500;
const ANSWER_MS = 15_000;
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
  count: number,
  seed: number,
): Promise<Fuzzed> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const acks: number[] = [];
  const refused = new Map<string, number>();
  const failures: string[] = [];
  let asked = 0;
  const one = async (typed: Typed): Promise<string | null> => {
    const responseUrl = slack.responseUrl();
    asked += 1;
    const { ms, reply } = await handOver(url, formOf(typed, responseUrl, asked), agent);
    acks.push(ms);
    const status = reply.kind === 'answer' ? String(reply.status) : reply.kind;
    if (status !== '200') refused.set(status, (refused.get(status) ?? 0) + 1);
    return typed.kind === 'command' && status === '200' ? new URL(responseUrl).pathname : null;
  };
  for (let done = 0; done < count && refused.size === 0; done += BATCH) {
    const queue = fc.sample(kinds, { numRuns: Math.min(BATCH, count - done), seed: seed + done });
    const open = new Set<string>();
    const worker = async (): Promise<void> => {
      for (let next = queue.pop(); next; next = queue.pop()) {
        const path = await one(next);
        if (path !== null) open.add(path);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    failures.push(...(await silent(slack, open)), ...broken(slack));
    slack.calls.length = 0;
  }
  agent.destroy();
  const measured = {
    'ms to acknowledge, 99 of 100': rounded(quantile(acks, 0.99)),
    'at most': rounded(Math.max(...acks)),
  };
  return {
    failures: [
      ...failures,
      ...late(acks),
      ...[...refused].map(([status, times]) => `${times} acknowledged with ${status}`),
    ],
    measured,
  };
}

/** Commands that nobody answers. */
async function silent({ calls }: ProveSlack, open: Set<string>): Promise<string[]> {
  let seen = 0;
  const answered = (): boolean => {
    for (; seen < calls.length; seen += 1) open.delete(calls[seen]?.path ?? '');
    return open.size === 0;
  };
  return until('every command is answered', answered, { withinMs: ANSWER_MS }).then(
    () => [],
    () => [`${open.size} commands were not answered within ${ANSWER_MS} ms`],
  );
}

/** Answers that say nothing but that something broke. */
function broken({ calls }: ProveSlack): string[] {
  const times = calls.filter(({ args }) => BROKEN.test(JSON.stringify(args))).length;
  return times === 0 ? [] : [`${times} answers say only that something went wrong`];
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
