import { afterEach, beforeEach, expect, it } from 'vitest';
import { send } from '../../prove/stand/request.ts';
import { type FaultMix, type ProveSlack, startSlack, USUAL_FAULTS } from '../../prove/stand/slack.ts';
import { createRandom } from '../../src/demo/random.ts';

const NONE: FaultMix = { rateLimited: 0, unavailable: 0, acceptedThenDropped: 0, acceptedThenFatal: 0 };
let slack: ProveSlack;
beforeEach(async () => {
  slack = await startSlack({ channels: ['C1'], people: ['U1'] });
});
afterEach(() => slack.close());

async function call(method: string, args: Readonly<Record<string, unknown>>) {
  const headers = { 'content-type': 'application/json' };
  const reply = await send({ url: `${slack.apiUrl}${method}`, body: JSON.stringify(args), headers });
  if (reply.kind !== 'answer') return reply.kind;
  return reply.status === 200 ? JSON.parse(reply.text) : reply.status;
}
const post = (key: string, more: Readonly<Record<string, unknown>> = {}) =>
  call('chat.postMessage', { channel: 'C1', text: 'hello', metadata: { event_payload: { key } }, ...more });

it.each([
  ['rateLimited', 429, 0],
  ['unavailable', 503, 0],
  ['acceptedThenDropped', 'broken', 1],
  ['acceptedThenFatal', { ok: false, error: 'fatal_error' }, 1],
] as const)('answers a post with the fault %s, and keeps what it has shown', async (fault, answer, shown) => {
  slack.faults({ ...NONE, [fault]: 100 }, createRandom('x'));
  expect(await post('k')).toEqual(answer);
  expect(slack.posts.map(({ key }) => key)).toEqual(Array(shown).fill('k'));
  const { messages } = await call('conversations.history', { channel: 'C1' });
  expect(messages).toHaveLength(shown);
});

it('mixes faults as often as it is told to', async () => {
  slack.faults(USUAL_FAULTS, createRandom('x'));
  const answers = [];
  for (let count = 0; count < 300; count += 1) answers.push(await post(`k${count}`));
  const fine = answers.filter((answer) => typeof answer === 'object' && answer.ok).length;
  expect(fine).toBeGreaterThan(190);
  expect(fine).toBeLessThan(245);
  expect(slack.posts.length - fine).toBeGreaterThan(15);
  slack.faults(null, createRandom('x'));
  expect(await post('last')).toMatchObject({ ok: true });
});

it('finds posts by their metadata and time, replies in their thread', async () => {
  const { ts } = await post('top');
  await post('reply', { thread_ts: ts });
  const keys = async (method: string, args: Readonly<Record<string, unknown>>) =>
    (await call(method, { channel: 'C1', ...args })).messages.map(
      ({ metadata }: { metadata: { event_payload: { key: string } } }) => metadata.event_payload.key,
    );
  expect(await keys('conversations.history', {})).toEqual(['top']);
  expect(await keys('conversations.history', { oldest: String(Date.now() / 1000 + 60) })).toEqual([]);
  expect(await keys('conversations.replies', { ts })).toEqual(['reply', 'top']);
  expect(Math.abs(Number(ts) - Date.now() / 1000)).toBeLessThan(5);
  expect(await call('users.info', { user: 'U1' })).toMatchObject({ ok: true });
});
