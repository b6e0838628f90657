import { type Db, execute } from '../../src/store/db.ts';

export interface Feed {
  readonly source?: string | undefined;
  readonly kind?: string | undefined;
  /** First and last hour that brings signals. */
  readonly from: Date;
  readonly to: Date;
  readonly perHour?: number | undefined;
}

/** A source that brought so many signals each hour, with its watermark. What it had before stays. */
export async function feedHours(db: Db, { source = 'events', kind = 'activity', from, to, perHour = 10 }: Feed) {
  await execute(
    db,
    `insert into source_volume as v (source, kind, quarter, signals)
     select $1, $2, hour, $5 from generate_series($3::timestamptz, $4::timestamptz, interval '1 hour') hour
     on conflict (source, kind, quarter) do update set signals = v.signals + excluded.signals`,
    [source, kind, from, to, perHour],
  );
  await execute(
    db,
    `insert into source_watermarks as w (source, kind, last_occurred_at, last_received_at, signals)
     values ($1, $2, $3, $3, 1)
     on conflict (source, kind) do update set last_occurred_at = greatest(w.last_occurred_at, excluded.last_occurred_at),
       last_received_at = greatest(w.last_received_at, excluded.last_received_at)`,
    [source, kind, to],
  );
}
