import { afterAll, beforeAll, expect, it } from 'vitest';
import { queueMessage } from '../../../src/app/delivery/queue-message.ts';
import { doctor } from '../../../src/app/doctor/doctor.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

it('a message that is kept for the hour of its reader is no problem before that hour', async () => {
  // The outbox goes by the clock of the database.
  const ctx = testContext(database.pool, { now: () => new Date() });
  const found = async () => {
    const { findings } = await doctor({ ctx, input: { findings: [], jobs: [] } });
    return findings.filter(({ area }) => area === 'deliveries').map(({ state, text }) => [state, text]);
  };
  const minutesAgo = (minutes: number) =>
    database.pool.query(
      `update outbox set created_at = created_at - make_interval(mins => $1), next_attempt_at = next_attempt_at - make_interval(mins => $1)`,
      [minutes],
    );
  const notBefore = new Date(Date.now() + 3 * 3_600_000);
  const message = { text: 'yours', blocks: [], classic: null };
  await queueMessage({
    ctx,
    input: { kind: 'digest_dm', channel: 'U0WEST', localDate: '2026-03-01', message, notBefore },
  });
  await minutesAgo(120);
  expect(await found()).toEqual([['ok', '1 messages wait']]);
  await minutesAgo(90);
  expect(await found()).toEqual([['problem', '1 messages wait, the oldest for 30 min']]);
});
