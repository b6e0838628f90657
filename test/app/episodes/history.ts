import type { Context } from '../../../src/app/context.ts';
import { definitionHash } from '../../../src/app/definition/definition-hash.ts';
import { snapshotRow } from '../../../src/app/snapshots/snapshot-row.ts';
import { assess } from '../../../src/domain/assess.ts';
import type { Band } from '../../../src/domain/assessment.ts';
import { addDays, type Day } from '../../../src/domain/day.ts';
import type { AccountFacts } from '../../../src/domain/facts.ts';
import { type Db, execute } from '../../../src/store/db.ts';
import { insertSnapshots } from '../../../src/store/snapshots-write.ts';
import { GOLDEN } from '../../support/portfolio.ts';

export const DAY_0: Day = '2026-03-02';

/** The day so many days after the first one, a Monday. */
export const dayNo = (count: number): Day => addDays(DAY_0, count);

/** Facts of a golden account, some of them changed, without a renewal in sight. */
export function factsOf(id: string, changes: Partial<AccountFacts> = {}): AccountFacts {
  const found = GOLDEN.accounts.find(({ account_id }) => account_id === id);
  if (!found) throw new Error(`${id} is not a golden account`);
  return { ...found, days_to_renewal: 300, ...changes };
}

/** Accounts with the golden names, owned by Dana, without any history. */
export async function insertAccounts(db: Db, ids: readonly string[]): Promise<void> {
  await execute(db, `insert into owners values ('dana@example.com', 'Dana', 'U0DANA') on conflict do nothing`);
  await execute(db, 'insert into account_keys (external_id) select unnest($1::text[]) on conflict do nothing', [ids]);
  await execute(
    db,
    `insert into accounts (account_id, external_id, name, customer_since, owner_email)
     select account_id, external_id, external_id, '2025-01-01', 'dana@example.com' from account_keys
     where external_id = any ($1)`,
    [ids],
  );
}

export interface TakenSnapshot {
  readonly facts: readonly AccountFacts[];
  readonly revision?: number;
  /** Kinds of sources that looked broken. */
  readonly stale?: readonly string[];
  readonly fleetFactor?: number;
}

/** Stores the snapshot of a day as scoring these facts makes it, each band carried on from the day before. */
export async function storeSnapshot(ctx: Context, day: Day, taken: TakenSnapshot): Promise<void> {
  const { facts, fleetFactor = 1000, revision = 1, stale = [] } = taken;
  const { rows } = await ctx.db.query<{ external_id: string; account_id: number; band: Band | null }>(
    `select k.external_id, a.account_id, (select band_state from health_snapshots h
       where h.account_id = a.account_id and h.day < $1 order by h.day desc, h.revision desc limit 1) as band
     from account_keys k join accounts a using (account_id)`,
    [day],
  );
  const known = new Map(rows.map((row) => [row.external_id, row]));
  const hash = definitionHash(ctx);
  const snapshots = facts.map((own) => {
    const account = known.get(own.account_id);
    const previousBand = account?.band ?? null;
    const { health, utilization, reportingCurrency } = ctx;
    const assessment = assess(own, { health, utilization, reportingCurrency, fleetFactor, previousBand });
    const frame = { day, revision, definitionHash: hash, fleetFactor, inputHash: `${day} ${revision}` };
    return snapshotRow(ctx, { accountNo: account?.account_id ?? 0, assessment, previousBand, override: null }, frame);
  });
  await insertSnapshots(ctx.db, snapshots, 'health_snapshots');
  await execute(
    ctx.db,
    `insert into snapshot_runs (day, revision, definition_id, definition_version, definition_hash, fleet_factor,
       accounts, watermarks, started_at, finished_at, stale_sources)
     values ($1, $2, $3, $4, $5, $6, $7, '[]', $8, $8, $9)`,
    [day, revision, ctx.health.id, ctx.health.version, hash, fleetFactor, facts.length, ctx.now(), stale],
  );
}
