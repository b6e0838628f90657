import { addDays, type Day, daysBetween } from '../domain/day.ts';
import { loadBandHistory } from '../store/snapshot-compare.ts';
import type { BandHistoryRow } from '../store/snapshot-rows.ts';
import type { Context } from './context.ts';

const LONGEST = 90;

/** For how many days up to `day` each account was CRITICAL, WARN or at risk without a break; 90 at most. */
export async function bandRuns(
  ctx: Context,
  accountIds: readonly string[],
  day: Day,
): Promise<ReadonlyMap<string, number>> {
  const history = await loadBandHistory(ctx.db, { accountIds, from: addDays(day, 1 - LONGEST), to: day });
  const starts = new Map<string, Day>();
  const ended = new Set<string>();
  for (const row of history) {
    if (ended.has(row.account_id)) continue;
    if (isBad(row)) starts.set(row.account_id, row.day);
    else ended.add(row.account_id);
  }
  return new Map([...starts].map(([accountId, start]) => [accountId, daysBetween(start, day) + 1]));
}

function isBad({ band, bucket }: BandHistoryRow): boolean {
  return band === 'CRITICAL' || band === 'WARN' || bucket === 'at_risk';
}
