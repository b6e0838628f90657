import { addDays, type Day, weekdayOf } from '../domain/day.ts';

const MONDAY = 1;
/** How much older than asked for a snapshot may be and still stand for its day. */
const SLACK_DAYS = 6;

export interface DigestDays {
  /** The snapshot day of the digest before: Friday's on a Monday. Null: there is none. */
  readonly reference: Day | null;
  /** Snapshot days from the reference to the day itself, both included; only the day without a reference. */
  readonly chain: readonly Day[];
  /** The snapshot day about so many days before one of the chain; null without one. */
  readonly around: (day: Day, daysBefore: number) => Day | null;
}

/** Which snapshot days a digest compares, from those there are (ascending). */
export function digestDays(day: Day, snapshotDays: readonly Day[]): DigestDays {
  const earlier = snapshotDays.filter((other) => other < day);
  const weekend = weekdayOf(day) === MONDAY ? earlier.findLast((other) => other <= addDays(day, -3)) : undefined;
  const reference =
    weekend ?? (weekdayOf(day) === MONDAY ? earlier.find((other) => other > addDays(day, -3)) : undefined);
  const start = reference ?? earlier.at(-1) ?? null;
  return {
    reference: start,
    chain: start === null ? [day] : [...earlier.filter((other) => other >= start), day],
    // Asked for every account with the same few days.
    around: remembered((from, daysBefore) => {
      const latest = addDays(from, -daysBefore);
      const found = snapshotDays.findLast((other) => other <= latest);
      return found !== undefined && found >= addDays(latest, -SLACK_DAYS) ? found : null;
    }),
  };
}

function remembered(find: DigestDays['around']): DigestDays['around'] {
  const answers = new Map<string, Day | null>();
  return (day, daysBefore) => {
    const key = `${day} ${daysBefore}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const found = find(day, daysBefore);
    answers.set(key, found);
    return found;
  };
}
