import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { OutgoingMessage } from '../../src/app/delivery/publisher.ts';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import type { DeliveryOptions } from '../../src/jobs/delivery-options.ts';
import { createChannelGuard } from '../../src/slack/channel-guard.ts';
import { createBackgroundClient, createPublisher } from '../../src/slack/publisher.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { peopleOf } from '../support/person-guard.ts';
import { QUIET } from '../support/quiet-logger.ts';
import { type FaultySlack, startFaultySlack } from './faulty-slack.ts';

export const SLOT = { kind: 'digest', channel: 'C100', localDate: '2026-03-01' };

function message(text: string, rich = true): OutgoingMessage {
  const section = { type: 'section', text: { type: 'plain_text', text } };
  return {
    text,
    blocks: rich ? [{ type: 'data_table', caption: text }] : [section],
    classic: rich ? [section] : null,
  };
}

/** Longer than a busy machine takes for one step: nothing waits for it to run out. */
export const LEASE_MS = 60_000;

export let database: TestDatabase;
export let slack: FaultySlack;

/** A database and a faulty Slack for the tests of a file: an empty outbox before each, and empty `more` tables. */
export function useDeliveries(...more: readonly string[]): void {
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    slack = await startFaultySlack();
  });
  afterEach(async () => {
    await slack.close();
    await database.pool.query(`truncate ${['outbox', ...more].join(', ')}`);
  });
}

export function options(extra: Partial<DeliveryOptions> = {}): DeliveryOptions {
  const client = createBackgroundClient({ token: 'xoxb-test', slackApiUrl: slack.url, timeoutMs: 800, logger: QUIET });
  const guard = createChannelGuard(client);
  return {
    ctx: testContext(database.pool),
    publisher: createPublisher({ client, guard, people: peopleOf(client) }),
    leaseMs: LEASE_MS,
    ...extra,
  };
}

export const queue = (text: string, slot = SLOT) =>
  queueMessage({ ctx: testContext(database.pool), input: { ...slot, message: message(text) } });

/** The waits between attempts are over. */
export const wait = () =>
  database.pool.query(`update outbox set next_attempt_at = clock_timestamp(), lease_until = null where state = 'due'`);

export const callsOf = (method: string) => slack.calls.filter((call) => call.method === method);
