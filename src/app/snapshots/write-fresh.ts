import type { Day } from '../../domain/day.ts';
import { inTurns, nextTurn } from '../../lib/next-turn.ts';
import { insertSnapshots, loadStoredInputs, type SnapshotRow } from '../../store/snapshots-write.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import type { AssessedAccount, AssessedDay } from './assess-accounts.ts';
import { snapshotInputHash } from './snapshot-input-hash.ts';
import { snapshotRow } from './snapshot-row.ts';

const BATCH = 250;
/** Accounts whose snapshots are made before others have a turn. */
const AT_ONCE = 50;

/**
 * Appends rows of the accounts whose inputs (or, in a rebuild, results) differ from what the day has; how many. The
 * database stores one batch while the next is made.
 */
export async function writeFresh(
  ctx: Context,
  { accounts, fleetFactor }: AssessedDay,
  write: {
    readonly day: Day;
    readonly revision: number;
    /** Of the rules. */
    readonly hash: string;
    readonly rebuild: boolean;
    /** Absent: the accounts are all there are. */
    readonly accountNos: readonly number[] | undefined;
    readonly into: 'health_snapshots' | 'snapshot_drafts';
    /** Told how many rows there are so far. */
    readonly onWritten?: ((rows: number) => void) | undefined;
  },
): Promise<number> {
  const { accountNos, day, hash, into, onWritten, rebuild, revision } = write;
  const known = await loadStoredInputs(ctx.db, day, { results: rebuild, accountNos });
  const stored = new Map(known.map((row) => [row.account_no, row]));
  const freshRow = (account: AssessedAccount): SnapshotRow[] => {
    const { facts, seats, health } = account.assessment;
    const { previousBand, override } = account;
    const inputHash = snapshotInputHash(ctx, { facts, hash, fleetFactor, previousBand, override });
    const before = stored.get(account.accountNo);
    const equal = before?.input_hash === inputHash;
    if (equal && !(rebuild && resultOf(before) !== resultOf({ seats, health }))) return [];
    return [snapshotRow(ctx, account, { day, revision, definitionHash: hash, fleetFactor, inputHash })];
  };
  let changed = 0;
  let made: SnapshotRow[] = [];
  for (let done = 0; done < accounts.length || made.length > 0; done += BATCH) {
    const storing = insertSnapshots(ctx.db, made, into);
    const make = async () => {
      const fresh: SnapshotRow[] = [];
      const batch = accounts.slice(done, done + BATCH);
      for await (const few of inTurns([batch], AT_ONCE)) fresh.push(...few.flatMap(freshRow));
      return fresh;
    };
    [, made] = await Promise.all([storing, make(), nextTurn()]);
    changed += made.length;
    if (made.length > 0) onWritten?.(changed);
  }
  return changed;
}

function resultOf({ seats, health }: { readonly seats?: unknown; readonly health?: unknown }): string {
  return canonicalJson([seats, health]);
}
