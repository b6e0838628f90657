import { z } from 'zod';
import { addDays, type Day, weekdayOf } from '../../../src/domain/day.ts';
import { type Db, rows } from '../../../src/store/db.ts';
import { TIMES, wallClock, ZONES } from '../../../test/support/local-year.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import { openDatabases } from '../../stand/databases.ts';
import type { Stand } from '../../stand/stand.ts';
import { looksOf } from './clock.ts';
import { channelOf, type Digest, productSender, type Sender, timerSender } from './digests.ts';

interface Span {
  readonly from: Day;
  readonly days: number;
}

interface Size {
  readonly spans: readonly Span[];
}

/** Digests that are lived through side by side. */
const LANES = 6;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const WORKING_DAYS = [1, 2, 3, 4, 5];
const DIGESTS: readonly Digest[] = ZONES.flatMap((timeZone) => [
  ...TIMES.map((at) => ({ timeZone, at, days: EVERY_DAY })),
  { timeZone, at: '09:00', days: WORKING_DAYS },
]);

export const localDays = defineBar<Size>({
  number: '14',
  promise: 'Each subscribed local day has one digest, on that day, whatever the clocks do',
  sizes: {
    // Around the days on which the clocks change in five of the seven zones.
    quick: { spans: ['2026-03-07', '2026-03-28', '2026-04-04'].map((from) => ({ from, days: 3 })) },
    full: { spans: [{ from: '2026-01-01', days: 365 }] },
  },
  run: (stand, size) => live(stand, size, productSender),
  controls: {
    'a timer of the process': (stand, { spans }) =>
      live(stand, { spans: spans.slice(0, 1).map(({ from }) => ({ from, days: 3 })) }, timerSender),
  },
});

async function live(stand: Stand, { spans }: Size, senderOf: (db: Db) => Sender): Promise<Verdict> {
  const open = await openDatabases(stand);
  const { pool } = await open();
  const sender = senderOf(pool);
  const year = spans.flatMap(({ days, from }) => Array.from({ length: days }, (_, ahead) => addDays(from, ahead)));
  const waiting = [...DIGESTS];
  let looks = 0;
  const lane = async (): Promise<void> => {
    for (let digest = waiting.pop(); digest; digest = waiting.pop()) {
      const random = stand.random(channelOf(digest));
      for (const day of year) {
        for (const { now, twice } of looksOf(random, day, digest.at, digest.timeZone)) {
          const processes = twice ? ['one', 'another'] : ['one'];
          await Promise.all(processes.map((process) => sender.look(digest, now, process)));
          looks += 1;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const stored = await storedDigests(pool);
  const failures = DIGESTS.flatMap((digest) => problemsOf(digest, year, sender, stored.get(channelOf(digest)) ?? []));
  return {
    tries: DIGESTS.reduce((sum, digest) => sum + wanted(digest, year).length, 0),
    unit: 'local days of a digest',
    failures,
    measured: { digests: DIGESTS.length, 'days lived through': year.length, 'looks at the clock': looks },
  };
}

const storedRow = z.strictObject({ channel: z.string(), local_date: z.string() });

/** The days for which a digest stands in line, by channel. */
async function storedDigests(db: Db): Promise<ReadonlyMap<string, readonly Day[]>> {
  const days = new Map<string, Day[]>();
  for (const row of await rows(db, storedRow, 'select channel, local_date from outbox order by channel, local_date')) {
    days.set(row.channel, [...(days.get(row.channel) ?? []), row.local_date]);
  }
  return days;
}

function wanted({ days }: Digest, year: readonly Day[]): Day[] {
  return year.filter((day) => days.includes(weekdayOf(day)));
}

function problemsOf(digest: Digest, year: readonly Day[], sender: Sender, stored: readonly Day[]): string[] {
  const channel = channelOf(digest);
  const expected = wanted(digest, year);
  const sent = sender.sent.filter((one) => one.channel === channel);
  const wall = wallClock(digest.timeZone);
  const counted = expected.flatMap((day) => {
    const times = sent.filter((one) => one.day === day).length;
    const lines = stored.filter((one) => one === day).length;
    return times === 1 && lines === 1 ? [] : [`${channel}: ${day} was sent ${times} times and stands in line ${lines}`];
  });
  const others = [...sent.map(({ day }) => day), ...stored]
    .filter((day) => !expected.includes(day))
    .map((day) => `${channel}: ${day} has a digest that nobody subscribed to`);
  const misplaced = sent.flatMap(({ day, now }) => {
    const clock = wall(now);
    return clock.day === day && clock.time >= digest.at
      ? []
      : [`${channel}: that of ${day} was sent at ${clock.day} ${clock.time}`];
  });
  return [...counted, ...others, ...misplaced];
}
