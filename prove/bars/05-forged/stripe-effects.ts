import { Agent } from 'node:http';
import type { Random } from '../../../src/demo/random.ts';
import type { Db } from '../../../src/store/db.ts';
import { SENDERS } from '../../../test/ingest/senders.ts';
import { subscriptionHistory, subscriptionOutcome } from '../../../test/support/stripe-history.ts';
import { send } from '../../stand/request.ts';

const { path, secrets, sign } = SENDERS.stripe;

/** A real delivery of Stripe; what was accepted of it. */
async function post(url: string, body: string, agent?: Agent): Promise<number> {
  const headers = { 'content-type': 'application/json', ...sign(body, new Date(), secrets[0]) };
  const reply = await send({ url: `${url}${path}`, headers, body, ...(agent && { agent }) });
  if (reply.kind !== 'answer' || reply.status !== 200) return -1;
  return Number(JSON.parse(reply.text).accepted);
}

/** The same event over so many connections at once; what is wrong with their answers. */
export async function sameEvent(url: string, times: number, account: string): Promise<string[]> {
  const [body = ''] = subscriptionHistory(account);
  const agent = new Agent({ keepAlive: true });
  const accepted = await Promise.all(Array.from({ length: times }, () => post(url, body, agent)));
  agent.destroy();
  const effects = accepted.reduce((sum, one) => sum + one, 0);
  return effects === 1 ? [] : [`one event that came ${times} times was taken ${effects} times`];
}

/** One history in so many orders, each for an account of its own, with repeats; those that end in something else. */
export async function anyOrder(url: string, db: Db, orders: number, random: Random): Promise<string[]> {
  const outcome = async (account: string, shuffle: boolean): Promise<string> => {
    const bodies = subscriptionHistory(account);
    const order = shuffle ? [...shuffled(bodies, random), random.pick(['', ...bodies])] : bodies;
    for (const body of order) if (body !== '') await post(url, body);
    return (await subscriptionOutcome(db, account)).replaceAll(account, 'account');
  };
  const expected = await outcome('ordered0', false);
  if (!expected.includes('"seats": 4')) return ['a history in its order does not end with its four seats'];
  const failures: string[] = [];
  for (let order = 1; order <= orders; order += 1) {
    if ((await outcome(`ordered${order}`, true)) !== expected) failures.push(`order ${order} ends in another state`);
  }
  return failures;
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const left = [...list];
  return list.flatMap(() => left.splice(random.below(left.length), 1));
}
