import { z } from 'zod';
import type { BandLabel, Bucket, CapKey, HealthAssessment, SeatAssessment } from '../domain/assessment.ts';
import type { Day } from '../domain/day.ts';
import type { AccountFacts } from '../domain/facts.ts';
import { type Db, rows } from './db.ts';
import { runQuery } from './query-file.ts';

/** Written by this program alone, so the shape is trusted and only its being an object is checked. */
function stored<T extends object>() {
  return z.custom<T>((value) => typeof value === 'object' && value !== null);
}

const bucketSchema = z.custom<Bucket>((value) => typeof value === 'string');
const bandSchema = z.custom<BandLabel>((value) => typeof value === 'string').nullable();

export const episodeLevelSchema = z.strictObject({
  account_id: z.string(),
  score_tenths: z.int().nullable(),
  base_tenths: z.int().nullable(),
  band: bandSchema,
  cap: z.custom<CapKey>((value) => typeof value === 'string').nullable(),
  bucket: bucketSchema,
  override: stored<NonNullable<HealthAssessment['override']>>().nullable(),
  facts: stored<AccountFacts>(),
  seats: stored<SeatAssessment>(),
  definition_hash: z.string(),
});
export type EpisodeLevelRow = z.infer<typeof episodeLevelSchema>;

export const episodeEarlierSchema = z.strictObject({
  account_id: z.string(),
  day: z.string(),
  base_tenths: z.int().nullable(),
  band: bandSchema,
  bucket: bucketSchema,
  definition_hash: z.string(),
  overridden: z.boolean(),
});
export type EpisodeEarlierRow = z.infer<typeof episodeEarlierSchema>;

export interface BucketFilter {
  /** The vendor's own ids. */
  readonly accountIds: readonly string[];
  readonly bucket: Bucket;
  readonly from: Day;
  readonly to: Day;
}

/** The levels of some accounts on a day, by the vendor's own ids. */
export function loadEpisodeLevels(
  db: Db,
  { accountIds, day }: { readonly day: Day; readonly accountIds: readonly string[] },
): Promise<EpisodeLevelRow[]> {
  return runQuery(db, 'episode-levels', episodeLevelSchema, { day, account_ids: accountIds });
}

/** Their levels of earlier days; overrides are read for the day `before` alone. */
export function loadEpisodeEarlier(
  db: Db,
  {
    accountIds,
    before,
    days,
  }: { readonly accountIds: readonly string[]; readonly before: Day | null; readonly days: readonly Day[] },
): Promise<EpisodeEarlierRow[]> {
  if (days.length === 0) return Promise.resolve([]);
  return runQuery(db, 'episode-earlier', episodeEarlierSchema, { account_ids: accountIds, before, days });
}

/** Which accounts were in the bucket on some snapshot day of `[from, to)`. */
export async function loadOnceInBucket(db: Db, filter: BucketFilter): Promise<ReadonlySet<string>> {
  const { accountIds, bucket, from, to } = filter;
  if (accountIds.length === 0) return new Set();
  const text = `select distinct k.external_id as account_id from health_snapshots h join accounts k using (account_id)
    where h.account_id = any (select account_id from account_keys where external_id = any ($1))
      and h.day >= $2 and h.day < $3 and h.bucket = $4
      and not exists (select from health_snapshots newer
        where newer.account_id = h.account_id and newer.day = h.day and newer.revision > h.revision)`;
  const found = await rows(db, z.strictObject({ account_id: z.string() }), text, [accountIds, from, to, bucket]);
  return new Set(found.map(({ account_id }) => account_id));
}

/** Which accounts were in the bucket on every snapshot day of `[from, to)`, the first included. */
export async function loadAlwaysInBucket(db: Db, filter: BucketFilter): Promise<ReadonlySet<string>> {
  const { accountIds, bucket, from, to } = filter;
  if (accountIds.length === 0) return new Set();
  const text = `select k.external_id as account_id from (
      select distinct on (account_id, day) account_id, day, bucket from health_snapshots
      where account_id = any (select account_id from account_keys where external_id = any ($1))
        and day >= $2 and day < $3
      order by account_id, day, revision desc
    ) h join accounts k using (account_id)
    group by k.external_id having bool_and(h.bucket = $4) and bool_or(h.day = $2)`;
  const found = await rows(db, z.strictObject({ account_id: z.string() }), text, [accountIds, from, to, bucket]);
  return new Set(found.map(({ account_id }) => account_id));
}
