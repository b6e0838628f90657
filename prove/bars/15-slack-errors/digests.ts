import type { Publisher } from '../../../src/app/delivery/publisher.ts';
import { tellUndeliverable } from '../../../src/app/delivery/tell-undeliverable.ts';
import { queueDigest } from '../../../src/app/digest/queue-digest.ts';
import { deliverDue } from '../../../src/jobs/deliver-due.ts';
import { createChannelGuard } from '../../../src/slack/channel-guard.ts';
import { undeliverableMessage } from '../../../src/slack/messages/deliveries.ts';
import { createBackgroundClient, createPublisher } from '../../../src/slack/publisher.ts';
import { testContext } from '../../../test/support/context.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import type { FakeAnswer, FakeCall } from '../../../test/support/fake-slack.ts';
import { peopleOf } from '../../../test/support/person-guard.ts';
import { QUIET } from '../../../test/support/quiet-logger.ts';
import type { ProveSlack } from '../../stand/slack.ts';
import type { Fate } from './error-codes.ts';

export const PLACES = ['first', 'middle', 'last'] as const;
export const BOSS = 'U0BOSS';
const DAY = '2026-03-02';
const LEASE_MS = 20_000;
const IDLE_ROUNDS = 2;
/** Of a cell: more is trying for ever. */
const MOST_ATTEMPTS = 30;
const TEXTS = { first: 'digest', middle: 'reply 1', last: 'reply 2' } as const;
const BLOCK = { type: 'section', text: { type: 'plain_text', text: 'shown' } };

/** A digest in a channel of its own, one message of which Slack refuses. */
export interface Cell {
  readonly channel: string;
  readonly code: string;
  readonly fate: Fate;
  readonly place: (typeof PLACES)[number];
}

/** Posts all digests and what becomes of them until nothing is due, and says what is wrong. */
export async function deliverCells(
  { pool }: TestDatabase,
  slack: ProveSlack,
  cells: readonly Cell[],
  change: (publisher: Publisher) => Publisher = (publisher) => publisher,
): Promise<string[]> {
  refuse(slack, cells);
  const client = createBackgroundClient({ token: 'xoxb-prove', slackApiUrl: slack.apiUrl, logger: QUIET });
  const real = createPublisher({
    client,
    guard: createChannelGuard(client),
    people: peopleOf(client),
    random: () => 0,
    retryMs: 100,
  });
  const ctx = testContext(pool);
  const queueAll = async (version: string): Promise<void> => {
    for (const { channel } of cells) {
      const said = (text: string) => ({ text: `${text}${version}`, blocks: [BLOCK], classic: null });
      const details = [said(TEXTS.middle), said(TEXTS.last)];
      await queueDigest({ ctx, input: { channel, day: DAY, message: said(TEXTS.first), details, notices: [] } });
    }
  };
  let attempts = 0;
  const deliverAll = async (): Promise<void> => {
    for (let idle = 0; idle < IDLE_ROUNDS; ) {
      const results = await deliverDue({
        ctx,
        publisher: change(real),
        leaseMs: LEASE_MS,
        notifyOwner: ({ ctx: of, report }) =>
          tellUndeliverable({ ctx: of, input: { report, to: BOSS, render: undeliverableMessage } }),
      });
      attempts += results.length;
      if (attempts > MOST_ATTEMPTS * cells.length) return;
      idle = results.length === 0 ? idle + 1 : 0;
      // The waits between attempts are over.
      await pool.query(`update outbox set next_attempt_at = clock_timestamp(), lease_until = null where state = 'due'`);
    }
  };
  await queueAll('');
  await deliverAll();
  const faults = cells.flatMap((cell) => faultsOf(slack, cell).map((fault) => `${nameOf(cell)}: ${fault}`));
  // Once more, with another text: who stands in was told today.
  await queueAll(', later');
  await deliverAll();
  return [...faults, ...cells.flatMap((cell) => noticeFaults(slack, cell).map((fault) => `${nameOf(cell)}: ${fault}`))];
}

const nameOf = ({ code, place }: Cell): string => `${code} × ${place}`;
const isOf = ({ channel, place }: Cell, { args }: FakeCall): boolean =>
  args['channel'] === channel &&
  String(args['text'])
    .replace(/^\(repeat\) /, '')
    .startsWith(TEXTS[place]);

function refuse(slack: ProveSlack, cells: readonly Cell[]): void {
  const refused = new Set<string>();
  slack.answer('chat.postMessage', (call) => {
    const cell = cells.find((one) => isOf(one, call));
    if (cell === undefined) return slack.take(call);
    const isFirst = !refused.has(cell.channel);
    refused.add(cell.channel);
    const hasBlocks = Array.isArray(call.args['blocks']) && call.args['blocks'].length > 0;
    const isRefused = cell.fate === 'permanent' || (cell.fate === 'simpler' ? hasBlocks : isFirst);
    return isRefused ? failure(slack, cell.code, call) : slack.take(call);
  });
}

function failure(slack: ProveSlack, code: string, call: FakeCall): FakeAnswer {
  const plain = code.replace(/^accepted_/, '');
  if (plain !== code) slack.take(call);
  if (plain === 'dropped') return 'drop';
  if (plain === 'http_429') return { http: 429, headers: { 'retry-after': '1' } };
  const status = /^http_(\d+)$/.exec(plain)?.[1];
  return status === undefined ? { ok: false, error: plain } : { http: Number(status) };
}

function faultsOf(slack: ProveSlack, cell: Cell): string[] {
  const tries = slack.of('chat.postMessage').filter((call) => isOf(cell, call)).length;
  const shown = (slack.messages.get(cell.channel) ?? []).filter((args) =>
    isOf(cell, { method: '', path: '', token: null, at: 0, args }),
  ).length;
  const [mostTries, wanted] = cell.fate === 'permanent' ? [1, 0] : [2, 1];
  return [
    ...(tries === 0 || tries > mostTries ? [`tried ${tries} times`] : []),
    ...(shown === wanted ? [] : [`shown ${shown} times`]),
  ];
}

/** Of the conversation that refuses: one notice a day, and none of what was delivered. */
function noticeFaults(slack: ProveSlack, { channel, fate }: Cell): string[] {
  const notices = (slack.messages.get(BOSS) ?? []).filter(({ text }) => String(text).includes(channel)).length;
  const wanted = fate === 'permanent' ? 1 : 0;
  return notices === wanted ? [] : [`${notices} notices`];
}
