import type { Day } from '../../domain/day.ts';
import { loadRun } from '../../store/snapshots.ts';
import { lastRevision } from '../../store/snapshots-write.ts';
import type { Context } from '../context.ts';
import { definitionHash } from '../definition/definition-hash.ts';
import { assessAccounts } from './assess-accounts.ts';
import { closeDay } from './close-day.ts';
import type { SnapshotInput, SnapshotOutcome } from './snapshot-outcome.ts';
import { writeFresh } from './write-fresh.ts';

/** Scores a day, or some accounts of it, in the one transaction that holds the day. */
export async function writeDay(
  ctx: Context,
  input: Pick<SnapshotInput, 'onProgress' | 'rebuild'> & {
    readonly day: Day;
    readonly accountNos: readonly number[] | undefined;
  },
): Promise<SnapshotOutcome> {
  const { accountNos, day, onProgress, rebuild = false } = input;
  const startedAt = ctx.now();
  const revision = await lastRevision(ctx.db, day);
  const before = revision === 0 ? null : await loadRun(ctx.db, day);
  const everybody = accountNos === undefined;
  const assessed = await assessAccounts(ctx, {
    day,
    accountNos,
    knownFactor: everybody ? undefined : before?.fleet_factor,
  });
  const hash = definitionHash(ctx);
  const total = assessed.accounts.length;
  const changed = await writeFresh(ctx, assessed, {
    day,
    revision: revision + 1,
    hash,
    rebuild,
    accountNos,
    into: 'health_snapshots',
    onWritten: (done) => onProgress?.({ done, total }),
  });
  const { fleetFactor } = assessed;
  return closeDay(ctx, { day, before, hash, fleetFactor, accounts: total, everybody, changed, startedAt });
}
