import { z } from 'zod';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { openPool } from '../../src/store/db.ts';
import { testContext } from '../../test/support/context.ts';
import { fillPeople } from '../ingest/people.ts';
import { eventStream } from '../ingest/stream.ts';

const order = z.strictObject({ url: z.string(), accounts: z.int() });
const BATCH = 2000;
const MADE_AT_ONCE = 40_000;
const WRITERS = 2;
const DAYS = 4;

let over = false;

/** Takes events in as fast as it can, on two connections, until it is told to stop. The number that is stored. */
async function flood({ accounts, url }: z.infer<typeof order>): Promise<void> {
  const onError = (error: Error): void => console.error(error.message);
  const usual = { max: WRITERS, statementTimeoutMs: 60_000, planOnce: true };
  const pool = openPool({ url, name: 'bench flood', ...usual, onError });
  const people = await fillPeople(pool, accounts);
  const ctx = testContext(pool, { now: () => new Date() });
  let stored = 0;
  let seconds = 0;
  process.send?.('ready');
  while (!over) {
    const events = eventStream(people, MADE_AT_ONCE, new Date(), DAYS);
    const batches = Array.from({ length: MADE_AT_ONCE / BATCH }, (_, batch) =>
      events.slice(batch * BATCH, (batch + 1) * BATCH).map(({ signal }) => signal),
    );
    const left = batches.values();
    const started = performance.now();
    const writer = async (): Promise<void> => {
      for (const signals of left) {
        if (over) return;
        await recordSignals({ ctx, input: { source: 'events', signals } });
        stored += signals.length;
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, writer));
    seconds += (performance.now() - started) / 1000;
  }
  await pool.end();
  process.send?.(Math.round(stored / seconds));
}

process.on('message', (message) => {
  if (message === 'stop') over = true;
  else void flood(order.parse(message));
});
