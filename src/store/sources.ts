import { z } from 'zod';
import { addDays, type Day } from '../domain/day.ts';
import { type Db, rows } from './db.ts';
import { runQuery } from './query-file.ts';

export type SignalKind = 'activity' | 'errors' | 'tickets' | 'billing' | 'nps' | 'profile';

const watermarkSchema = z.strictObject({
  source: z.string(),
  kind: z.enum(['activity', 'errors', 'tickets', 'billing', 'nps', 'profile']),
  last_occurred_at: z.date(),
  last_received_at: z.date(),
});

/** How far one source has come with one kind of signal. */
export interface Watermark {
  readonly source: string;
  readonly kind: SignalKind;
  readonly lastOccurredAt: Date;
  readonly lastReceivedAt: Date;
}

/** All watermarks, by kind and source. */
export async function loadWatermarks(db: Db): Promise<Watermark[]> {
  const found = await rows(
    db,
    watermarkSchema,
    'select source, kind, last_occurred_at, last_received_at from source_watermarks order by kind, source',
  );
  return found.map((row) => ({
    source: row.source,
    kind: row.kind,
    lastOccurredAt: row.last_occurred_at,
    lastReceivedAt: row.last_received_at,
  }));
}

export const eventsOnDaysSchema = z.strictObject({ day: z.string(), events: z.int() });

/** Events of people on one local day and on the same weekday of the four weeks before it, that day first. */
export async function loadSameWeekdays(db: Db, day: Day): Promise<number[]> {
  const days = [0, 7, 14, 21, 28].map((back) => addDays(day, -back));
  const found = await runQuery(db, 'events-on-days', eventsOnDaysSchema, { days });
  return days.map((wanted) => found.find((row) => row.day === wanted)?.events ?? 0);
}
