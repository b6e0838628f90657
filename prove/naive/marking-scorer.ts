import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { assessAccounts } from '../../src/app/snapshots/assess-accounts.ts';
import { closeDay } from '../../src/app/snapshots/close-day.ts';
import { holdDay } from '../../src/app/snapshots/hold-day.ts';
import { planDay } from '../../src/app/snapshots/plan-day.ts';
import { writeFresh } from '../../src/app/snapshots/write-fresh.ts';
import { readConfig } from '../../src/config.ts';
import { messageOf } from '../../src/lib/errors.ts';
import { localDayOf } from '../../src/lib/local-time.ts';
import { createLogger } from '../../src/lib/log.ts';
import { runnerName } from '../../src/lib/runner-name.ts';
import { readSettings } from '../../src/settings.ts';
import { inTransaction, oneRow, openPool } from '../../src/store/db.ts';
import { loadAccountsOfDay, type SnapshotPlan } from '../../src/store/snapshot-plans.ts';
import { lastRevision } from '../../src/store/snapshots-write.ts';
import { contextOf } from '../../src/wiring/context.ts';

// What one may write first to share a night's work: a range is taken by marking it as done, and its rows are written
// one by one where readers look for them.
const RANGE = 1000;
const config = readConfig(process.env);
const log = createLogger('warn');
const pool = openPool({
  url: config.databaseUrl ?? '',
  name: 'naive',
  max: 2,
  statementTimeoutMs: 60_000,
  onError: () => undefined,
});
const ctx = contextOf({ config, settings: readSettings('none'), log }, pool);
const day = localDayOf(ctx.now(), ctx.timeZone);
const TAKE = `update snapshot_ranges set done_at = clock_timestamp(), done_by = $2, changed = 0
  where day = $1 and first_account = (
    select first_account from snapshot_ranges where day = $1 and done_at is null order by 1 limit 1 for update skip locked
  )
  returning first_account as first, last_account as last`;
const rangeSchema = z.strictObject({ first: z.int(), last: z.int() });

function plan(): Promise<SnapshotPlan | null> {
  return inTransaction(pool, async (tx) => {
    const held = { ...ctx, db: tx };
    await holdDay(held, day);
    if ((await lastRevision(tx, day)) > 0) return null;
    const planned = await planDay(held, { day, rebuild: false, sizes: { atOnce: RANGE, range: RANGE } });
    return typeof planned === 'string' ? null : planned.plan;
  });
}

async function score({ accounts, definition_hash: hash, fleet_factor: fleetFactor }: SnapshotPlan): Promise<void> {
  for (;;) {
    const range = await oneRow(pool, rangeSchema, TAKE, [day, runnerName()]);
    if (range === null) break;
    const accountNos = await loadAccountsOfDay(pool, day, range);
    const assessed = await assessAccounts(ctx, { day, accountNos, knownFactor: fleetFactor });
    const write = { day, revision: 1, hash, rebuild: false, into: 'health_snapshots' } as const;
    for (const account of assessed.accounts) {
      await writeFresh(ctx, { ...assessed, accounts: [account] }, { ...write, accountNos: [account.accountNo] });
    }
  }
  await inTransaction(pool, async (tx) => {
    const held = { ...ctx, db: tx };
    await holdDay(held, day);
    if ((await lastRevision(tx, day)) > 0) return;
    const made = { day, before: null, hash, fleetFactor, accounts, everybody: true, changed: accounts };
    await closeDay(held, { ...made, startedAt: ctx.now() });
  });
}

createServer((_, response) => void response.end('ready')).listen(Number(process.env['PORT']), '127.0.0.1');
for (;;) {
  try {
    const planned = await plan();
    if (planned !== null) await score(planned);
  } catch (error) {
    log.warn({ error: messageOf(error) }, 'a try failed');
  }
  await sleep(50);
}
