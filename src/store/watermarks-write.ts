import { arrayLiteral } from './array-literal.ts';
import { binaryArray } from './binary-array.ts';
import type { Step } from './send-together.ts';

export type WatermarkKind = 'activity' | 'errors' | 'tickets' | 'billing' | 'nps' | 'profile';

export interface WatermarkRow {
  readonly kind: WatermarkKind;
  readonly lastOccurredAt: Date;
  readonly signals: number;
}

/** Signals of one kind in the quarter of an hour that begins at `quarter`. */
export interface VolumeRow {
  readonly kind: WatermarkKind;
  readonly quarter: Date;
  readonly signals: number;
}

const RAISE = `with counted as (
    insert into source_volume as v (source, kind, quarter, signals)
    select $1, kind, quarter, signals from unnest($6::text[], $7::timestamptz[], $8::integer[]) as c (kind, quarter, signals)
    order by kind, quarter
    on conflict (source, kind, quarter) do update set signals = v.signals + excluded.signals
  )
  insert into source_watermarks as w (source, kind, last_occurred_at, last_received_at, signals)
  select $1, kind, last_occurred_at, $5::timestamptz, signals
  from unnest($2::text[], $3::timestamptz[], $4::bigint[]) as i (kind, last_occurred_at, signals)
  order by kind
  on conflict (source, kind) do update set
    last_occurred_at = greatest(w.last_occurred_at, excluded.last_occurred_at),
    last_received_at = greatest(w.last_received_at, excluded.last_received_at),
    signals = w.signals + excluded.signals`;

/**
 * Moves a source's watermarks forward and counts what came. The last statement of a transaction: writers of one source
 * meet at the watermark, before they touch the counts.
 */
export function raiseWatermarks(
  source: string,
  { marks, volume }: { readonly marks: readonly WatermarkRow[]; readonly volume: readonly VolumeRow[] },
  receivedAt: Date,
): Step[] {
  if (marks.length === 0) return [];
  const values = [
    source,
    arrayLiteral(marks.map((mark) => mark.kind)),
    binaryArray('timestamptz', marks, (mark) => mark.lastOccurredAt.getTime()),
    binaryArray('bigint', marks, (mark) => mark.signals),
    receivedAt.toISOString(),
    arrayLiteral(volume.map((row) => row.kind)),
    binaryArray('timestamptz', volume, (row) => row.quarter.getTime()),
    binaryArray('integer', volume, (row) => row.signals),
  ];
  return [{ name: 'raise-watermarks', text: RAISE, values }];
}
