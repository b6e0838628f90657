import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { blindly, checkThenPost, markThenPost } from '../../../test/support/naive-delivery.ts';

/** A module of the built product, which starts in a third of the time. */
const built = <Module>(path: string): Promise<Module> => import(new URL(`../../../dist/${path}`, import.meta.url).href);

const { digestsSchema } =
  await built<typeof import('../../../src/app/digest/digest-schema.ts')>('app/digest/digest-schema.js');
const { readConfig } = await built<typeof import('../../../src/config.ts')>('config.js');
const { deliverDue } = await built<typeof import('../../../src/jobs/deliver-due.ts')>('jobs/deliver-due.js');
const { runDueJobs } = await built<typeof import('../../../src/jobs/run-due-jobs.ts')>('jobs/run-due-jobs.js');
const { messageOf } = await built<typeof import('../../../src/lib/errors.ts')>('lib/errors.js');
const { createLogger } = await built<typeof import('../../../src/lib/log.ts')>('lib/log.js');
const { readSettings } = await built<typeof import('../../../src/settings.ts')>('settings.js');
const { createPersonGuard } = await built<typeof import('../../../src/slack/person-guard.ts')>('slack/person-guard.js');
const { createPublisher } = await built<typeof import('../../../src/slack/publisher.ts')>('slack/publisher.js');
const { openPool, rows } = await built<typeof import('../../../src/store/db.ts')>('store/db.js');
const { contextOf } = await built<typeof import('../../../src/wiring/context.ts')>('wiring/context.js');
const { teamJobs } = await built<typeof import('../../../src/wiring/jobs-side.ts')>('wiring/jobs-side.js');
const { createReaders } = await built<typeof import('../../../src/wiring/people.ts')>('wiring/people.js');
const { createBackground } = await built<typeof import('../../../src/wiring/slack-side.ts')>('wiring/slack-side.js');

// A replica of the product with its time pressed: a tick follows the one before after 50 ms instead of a minute; lease
// and waits are LEASE_MS instead of 60 s, and Slack has a third of that to answer instead of 10 s. Its digests are
// those of the table prove_digests instead of the settings file. All else is the product's own.
const TICK_MS = 50;
const leaseMs = Number(process.env['LEASE_MS']);
const config = readConfig(process.env);
const settings = readSettings('none');
const log = createLogger('warn');
const { databaseUrl: url, slack } = config;
if (slack === null || url === null) throw new Error('a replica needs Slack and a database');
const pool = openPool({
  url,
  name: 'jobs',
  max: 2,
  statementTimeoutMs: 10_000,
  onError: () => undefined,
});
const ctx = contextOf({ config, settings, log }, pool);
const { client, guard } = createBackground(slack, log, { timeoutMs: leaseMs / 3 });
const people = createPersonGuard(createReaders({ config, client, log }));
const publisher = createPublisher({ client, guard, people, retryMs: leaseMs });

const variants: Readonly<Record<string, () => Promise<unknown>>> = {
  product: () => deliverDue({ ctx, publisher, leaseMs }),
  'check, post, mark': () => checkThenPost(pool, publisher),
  'lease, post, mark': () => deliverDue({ ctx, publisher: blindly(publisher), leaseMs }),
  'mark, post': () => markThenPost(pool, publisher),
};
const deliver = variants[process.env['VARIANT'] ?? 'product'];
if (deliver === undefined) throw new Error('there is no such variant');

async function tick(deliverAll: () => Promise<unknown>): Promise<void> {
  const open = await rows(
    pool,
    z.strictObject({ name: z.string(), channel: z.string() }),
    'select name, channel from prove_digests order by name',
  );
  const { daily } = teamJobs({ config, settings: { ...settings, digests: digestsSchema.parse(open) } }, publisher);
  const digests = daily.filter(({ name }) => name === 'digest');
  const runner = String(process.pid);
  await runDueJobs({ ctx, jobs: { daily: digests, eachTick: [] }, now: ctx.now(), runner, leaseMs, retryMs: TICK_MS });
  await deliverAll();
}

createServer((_, response) => void response.end('ready')).listen(Number(process.env['PORT']), '127.0.0.1');
for (;;) {
  await tick(deliver).catch((error: unknown) => log.warn({ error: messageOf(error) }, 'a tick failed'));
  await sleep(TICK_MS);
}
