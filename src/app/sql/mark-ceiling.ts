import { localDayOf, localTimeOf } from '../../lib/local-time.ts';
import type { MarkType } from '../../store/foreign/rows-of-query.ts';

/**
 * The highest mark that may be stored: their clock when the read began. A row from the future, of which there is
 * always one, would otherwise hide all that is written until then. Without a zone of its own a time is held against the
 * earlier of both clocks: the worst of it is that rows are read again. Null for numbers.
 * @param now by their clock
 * @param timeZone IANA, of times without one
 */
export function markCeiling(type: MarkType, now: Date, timeZone: string): string | null {
  const clocks = ['UTC', timeZone].map((zone) => ({ day: localDayOf(now, zone), time: localTimeOf(now, zone) }));
  switch (type) {
    case 'timestamptz':
      return now.toISOString();
    case 'timestamp':
      return clocks.map(({ day, time }) => `${day} ${time}:00`).sort()[0] ?? null;
    case 'date':
      return clocks.map(({ day }) => day).sort()[0] ?? null;
    case 'int8':
      return null;
  }
}
