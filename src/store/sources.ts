import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, execute, preparedRows } from './db.ts';
import { runQuery } from './query-file.ts';

const KINDS = ['activity', 'errors', 'tickets', 'billing', 'nps', 'profile'] as const;
export type SignalKind = (typeof KINDS)[number];

const watermarkSchema = z.strictObject({
  source: z.string(),
  kind: z.enum(KINDS),
  last_occurred_at: z.date(),
  last_received_at: z.date(),
  signals: z.int(),
});

/** How far one source has come with one kind of signal. */
export interface Watermark {
  readonly source: string;
  readonly kind: SignalKind;
  readonly lastOccurredAt: Date;
  readonly lastReceivedAt: Date;
  /** Received so far, duplicates not counted. */
  readonly signals: number;
}

/** All watermarks, by kind and source. */
export async function loadWatermarks(db: Db): Promise<Watermark[]> {
  const text = `select source, kind, last_occurred_at, last_received_at, signals from source_watermarks
    order by kind, source`;
  const found = await preparedRows(db, watermarkSchema, { name: 'watermarks', text, values: [] });
  return found.map((row) => ({
    source: row.source,
    kind: row.kind,
    lastOccurredAt: row.last_occurred_at,
    lastReceivedAt: row.last_received_at,
    signals: row.signals,
  }));
}

/** All sources of people's activity together. */
export const ALL_SOURCES = '*';

export const sourcePulseSchema = z.strictObject({
  source: z.string(),
  kind: z.enum(KINDS),
  last_at: z.date(),
  usual_weeks: z.int(),
  same_weekdays: z.array(z.int()),
  today: z.int(),
});
export type SourcePulseRow = z.infer<typeof sourcePulseSchema>;

/**
 * What each source brought until an instant, held against the four weeks before: see the query. Sources without a
 * signal in that time are left out.
 * @param day the last full local day before the instant
 */
export function loadSourcePulses(
  db: Db,
  at: { readonly at: Date; readonly day: Day; readonly timeZone: string },
): Promise<SourcePulseRow[]> {
  return runQuery(db, 'source-pulses', sourcePulseSchema, { at: at.at, day: at.day, zone: at.timeZone });
}

export const sourceOverviewSchema = z.strictObject({
  source: z.string(),
  newest_at: z.date().nullable(),
  last_received_at: z.date().nullable(),
  last_24_hours: z.int(),
  last_7_days: z.int(),
  waiting: z.int(),
});
export type SourceOverviewRow = z.infer<typeof sourceOverviewSchema>;

/** Every source that has sent anything, with what it brought until an instant: see the query. At most 100. */
export function loadSourceOverview(db: Db, at: Date): Promise<SourceOverviewRow[]> {
  return runQuery(db, 'source-overview', sourceOverviewSchema, { at });
}

/** Forgets the counts from before an instant. */
export async function pruneSourceVolume(db: Db, before: Date): Promise<void> {
  await execute(db, 'delete from source_volume where quarter < $1', [before]);
}
