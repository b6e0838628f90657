import type { Hono } from 'hono';
import { postEvents } from '../../../test/ingest/harness.ts';
import { TEST_NOW } from '../../../test/support/context.ts';

/** Events of one request; each holds four words. */
const EVENTS = 100;
const WORDS_PER_EVENT = 4;

type Words = readonly [string, string, string, string];

/** Every field of an event that a sender fills with words, in some event. */
const FORMS: readonly ((words: Words) => Readonly<Record<string, unknown>>)[] = [
  ([account, user, name, value]) => ({
    event: name,
    account_id: account,
    user_id: user,
    properties: { [value]: value },
  }),
  ([account, user, subject, id]) => ({
    event: 'support_ticket_opened',
    account_id: `own-${account.length % 7}`,
    user_id: user,
    properties: { ticket_id: id, priority: account, subject },
  }),
  ([plan, user, currency, id]) => ({
    event: 'seat_count_set',
    account_id: `own-${plan.length % 7}`,
    user_id: user,
    message_id: id,
    properties: { seat_count: 5, mrr: 10, currency, plan },
  }),
  ([email, user, name, role]) => ({
    event: '$identify',
    account_id: `own-${email.length % 7}`,
    user_id: user,
    properties: { email, name, role, department: role },
  }),
  ([account, user, name, plan]) => ({
    event: '$groupidentify',
    account_id: account,
    user_id: user,
    properties: { name, plan, domain: account, owner: user, industry: name },
  }),
];

/** Sends words in events over HTTP; the answers that were neither stored nor refused by the field. */
export async function sendWords(app: Hono, words: readonly string[], run: string): Promise<string[]> {
  const problems: string[] = [];
  const timestamp = new Date(TEST_NOW.getTime() - 3_600_000).toISOString();
  const events = Array.from({ length: Math.floor(words.length / WORDS_PER_EVENT) }, (_, index) => {
    const [a = '', b = '', c = '', d = ''] = words.slice(index * WORDS_PER_EVENT, (index + 1) * WORDS_PER_EVENT);
    const form = FORMS[index % FORMS.length];
    return { timestamp, message_id: `${run}-${index}`, ...form?.([a, b, c, d]) };
  });
  for (let done = 0; done < events.length; done += EVENTS) {
    const reply = await postEvents(app, { batch: events.slice(done, done + EVENTS) });
    if (![200, 207, 400].includes(reply.status)) problems.push(`answered ${reply.status}: ${await reply.text()}`);
  }
  return problems;
}
