import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, preparedRows } from './db.ts';
import { queryCall, runQuery } from './query-file.ts';
import { type StandingRow, standingRowSchema } from './snapshot-rows.ts';
import { type StandingFilter, standingParameters } from './snapshots.ts';

export const standingIdsSchema = z.strictObject({ account_ids: z.array(z.string()) });
export const standingsMarkSchema = z.strictObject({ mark: z.string() });

/** The vendor's own ids of all standings of a day, in their order. */
export async function loadStandingIds(
  db: Db,
  filter: Omit<StandingFilter, 'accountIds' | 'limit'>,
): Promise<readonly string[]> {
  const [found] = await runQuery(db, 'standing-ids', standingIdsSchema, standingParameters(filter));
  return found?.account_ids ?? [];
}

/** Standings of a few accounts in the order of their ids; those that have none are left out. */
export function loadStandingsOf(
  db: Db,
  { accountIds, day }: { readonly day: Day; readonly accountIds: readonly string[] },
): Promise<StandingRow[]> {
  const call = queryCall('standings-of', { day, account_ids: accountIds });
  return preparedRows(db, standingRowSchema, { name: 'standings-of', ...call });
}

/** Another one: a standing of the day, or an account that has one, is another. */
export async function loadStandingsMark(db: Db, day: Day): Promise<string> {
  const [found] = await runQuery(db, 'standings-mark', standingsMarkSchema, { day });
  return found?.mark ?? '';
}
