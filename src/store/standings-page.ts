import type { BandLabel, Bucket } from '../domain/assessment.ts';
import type { Day } from '../domain/day.ts';
import type { Db } from './db.ts';
import { runQuery } from './query-file.ts';
import { type StandingRow, standingRowSchema } from './snapshot-rows.ts';

export interface PageFilter {
  readonly ownerEmail?: string | undefined;
  readonly bands?: readonly BandLabel[] | undefined;
  readonly buckets?: readonly Bucket[] | undefined;
}

/** Snapshots of a day with their accounts, by the vendor's own ids in the order of their bytes. */
export function loadStandingsPage(
  db: Db,
  page: PageFilter & { readonly day: Day; readonly after: string | null; readonly limit: number },
): Promise<StandingRow[]> {
  return runQuery(db, 'standings-by-id', standingRowSchema, {
    day: page.day,
    after: page.after,
    owner_email: page.ownerEmail ?? null,
    bands: page.bands ?? null,
    buckets: page.buckets ?? null,
    limit: page.limit,
  });
}
