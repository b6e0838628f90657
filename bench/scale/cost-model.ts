// What a load takes, by what was measured: `npx tsx bench/scale/cost-model.ts` prints the tables of docs/scaling.md.
import { fileURLToPath } from 'node:url';

/**
 * What the bench measured on 2 cores (docs/performance.md), in the units in which it is counted on here. For another
 * machine put in its figures.
 */
const MEASURED = {
  /** Rows of the rollup per account and day, by events per account and day: databases `ten` and `fifty`, 120 days. */
  rollupRows: [
    { eventsPerDay: 10_300_000 / 5_000 / 120, rowsPerDay: 282_653 / 5_000 / 120 },
    { eventsPerDay: 52_300_000 / 5_000 / 120, rowsPerDay: 450_180 / 5_000 / 120 },
  ],
  /** Bytes of a rollup row with its indexes: 5.7 bytes per event of `ten`. */
  bytesPerRollupRow: (5.7 * 10_300_000) / 282_653,
  bytesPerRawEvent: 130,
  /** Of these, what the unique index takes: the row itself is 76 bytes (24 of header, 48 of columns, 4 of pointer). */
  indexBytesPerRawEvent: 130 - 76,
  /** Bytes of a stored snapshot with its indexes: 15,000 of them, copies of those of the five recipe accounts. */
  bytesPerSnapshot: 2_430,
  /** Seconds of a night's snapshot of 1,000 accounts by one process: 24.5 s for 50,000, in ranges. */
  snapshotSeconds: 24.5 / 50,
  /** Events per second that one process with PostgreSQL on the same 2 cores took, 100 in a request. */
  eventsPerSecond: 89_000,
  cores: 2,
} as const;

export interface Load {
  readonly accounts: number;
  readonly eventsPerAccountDay: number;
  /** Days for which single events are kept. */
  readonly rawDays: number;
  /** Days for which counts by day are kept. */
  readonly rollupDays: number;
  /** Days for which snapshots are kept. */
  readonly snapshotDays: number;
  /** The busiest second of a day, in average seconds. */
  readonly peak: number;
}

interface Estimate {
  readonly eventsPerDay: number;
  readonly events: number;
  readonly rollupRows: number;
  readonly rollupBytes: number;
  readonly rawBytes: number;
  readonly snapshotBytes: number;
  readonly diskBytes: number;
  /** What ingest compares new events with: the unique index of the running week. */
  readonly weekIndexBytes: number;
  /** What a night reads: 120 days of counts. */
  readonly nightBytes: number;
  /** Of one process; several share a night. */
  readonly nightSeconds: number;
  readonly peakEventsPerSecond: number;
  /** Cores that ingest takes in the busiest second, those of PostgreSQL included. */
  readonly ingestCores: number;
}

const WEEK = 7;
const WINDOW = 120;
const SECONDS_OF_DAY = 86_400;

/**
 * Rows of the rollup per account and day: never more than events, on a line between the two densities that were
 * measured.
 * @throws RangeError beyond the denser one, of which nothing is known.
 */
export function rowsPerAccountDay(eventsPerDay: number): number {
  const [thin, dense] = MEASURED.rollupRows;
  if (eventsPerDay > dense.eventsPerDay) throw new RangeError('denser than anything that was measured');
  if (eventsPerDay <= thin.eventsPerDay) return Math.min(eventsPerDay, thin.rowsPerDay);
  const part = (eventsPerDay - thin.eventsPerDay) / (dense.eventsPerDay - thin.eventsPerDay);
  return thin.rowsPerDay + part * (dense.rowsPerDay - thin.rowsPerDay);
}

/** What a load takes. Bytes are those of tables with their indexes, without replicas, WAL and backups. */
export function estimate(load: Load): Estimate {
  const eventsPerDay = load.accounts * load.eventsPerAccountDay;
  const rowsPerDay = load.accounts * rowsPerAccountDay(load.eventsPerAccountDay);
  const rollupBytes = rowsPerDay * load.rollupDays * MEASURED.bytesPerRollupRow;
  const rawBytes = eventsPerDay * load.rawDays * MEASURED.bytesPerRawEvent;
  const snapshotBytes = load.accounts * load.snapshotDays * MEASURED.bytesPerSnapshot;
  const peakEventsPerSecond = (eventsPerDay / SECONDS_OF_DAY) * load.peak;
  return {
    eventsPerDay,
    events: eventsPerDay * load.rollupDays,
    rollupRows: rowsPerDay * load.rollupDays,
    rollupBytes,
    rawBytes,
    snapshotBytes,
    diskBytes: rollupBytes + rawBytes + snapshotBytes,
    weekIndexBytes: eventsPerDay * WEEK * MEASURED.indexBytesPerRawEvent,
    nightBytes: rowsPerDay * WINDOW * MEASURED.bytesPerRollupRow,
    nightSeconds: (load.accounts / 1000) * MEASURED.snapshotSeconds,
    peakEventsPerSecond,
    ingestCores: (peakEventsPerSecond / MEASURED.eventsPerSecond) * MEASURED.cores,
  };
}

/** Events kept for 45 days, counts and snapshots for 425; a busiest second of ten average ones. */
const KEPT = { rawDays: 45, rollupDays: 425, snapshotDays: 425, peak: 10 };
/** Ten thousand million events of a million accounts within the longest time that an answer looks back. */
const PAPER: Load = {
  accounts: 1_000_000,
  eventsPerAccountDay: 1e10 / 1_000_000 / WINDOW,
  ...KEPT,
  rollupDays: WINDOW,
};

const count = (value: number): string =>
  value >= 1e9
    ? `${(value / 1e9).toFixed(1)} thousand million`
    : value >= 1e6
      ? `${(value / 1e6).toFixed(1)} M`
      : Math.round(value).toLocaleString('en-US');
const bytes = (value: number): string =>
  value >= 1e12
    ? `${(value / 1e12).toFixed(1)} TB`
    : value >= 1e9
      ? `${(value / 1e9).toFixed(1)} GB`
      : `${(value / 1e6).toFixed(0)} MB`;
const seconds = (value: number): string => (value >= 100 ? `${(value / 60).toFixed(1)} min` : `${value.toFixed(1)} s`);

/** Sizes from 500 accounts to a million, at the two densities that were measured. */
export function sizingTable(): string {
  const rows = [500, 5_000, 50_000, 1_000_000].flatMap((accounts) =>
    [17, 87].map((eventsPerAccountDay) => {
      const { eventsPerDay, rawBytes, rollupBytes, snapshotBytes, ...rest } = estimate({
        accounts,
        eventsPerAccountDay,
        ...KEPT,
      });
      const cells = [
        accounts.toLocaleString('en-US'),
        count(eventsPerDay),
        `${bytes(rawBytes)} + ${bytes(rollupBytes)} + ${bytes(snapshotBytes)}`,
        bytes(rest.weekIndexBytes),
        seconds(rest.nightSeconds),
        count(rest.peakEventsPerSecond),
        rest.ingestCores.toFixed(2),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  );
  const head =
    '| accounts | events per day | disk: events + counts + snapshots | index of a week | night, one process | busiest second | cores for it |';
  return [head, `|${'---|'.repeat(7)}`, ...rows].join('\n');
}

/** A million accounts and ten thousand million events, each figure with its formula. */
export function paperTable(): string {
  const load = PAPER;
  const of = estimate(load);
  const perDay = rowsPerAccountDay(load.eventsPerAccountDay);
  const rows: readonly (readonly [string, string, string])[] = [
    ['events per day', '10^10 / 120', count(of.eventsPerDay)],
    ['events per account and day', '/ 1,000,000', load.eventsPerAccountDay.toFixed(1)],
    ['rows of counts', `accounts x 120 x ${perDay.toFixed(2)}`, count(of.rollupRows)],
    ['bytes of counts', `x ${MEASURED.bytesPerRollupRow.toFixed(0)}`, bytes(of.rollupBytes)],
    ['bytes of events, 45 days', `events per day x 45 x ${MEASURED.bytesPerRawEvent}`, bytes(of.rawBytes)],
    ['bytes of snapshots, 425 days', `accounts x 425 x ${MEASURED.bytesPerSnapshot}`, bytes(of.snapshotBytes)],
    ['disk', 'sum of the three', bytes(of.diskBytes)],
    [
      'unique index of the running week',
      `events per day x 7 x ${MEASURED.indexBytesPerRawEvent}`,
      bytes(of.weekIndexBytes),
    ],
    ['a night, one process', `accounts / 1,000 x ${MEASURED.snapshotSeconds} s`, seconds(of.nightSeconds)],
    ['… four processes, each with its cores', '/ 4', seconds(of.nightSeconds / 4)],
    ['events per second, average', 'events per day / 86,400', count(of.eventsPerDay / SECONDS_OF_DAY)],
    ['… in the busiest second', 'x 10', count(of.peakEventsPerSecond)],
    [
      'cores for that, PostgreSQL included',
      `/ ${MEASURED.eventsPerSecond.toLocaleString('en-US')} x ${MEASURED.cores}`,
      of.ingestCores.toFixed(2),
    ],
    [
      'memory for what is written and read often',
      'index of the week + counts',
      bytes(of.weekIndexBytes + of.nightBytes),
    ],
    ['… on each of four workers', '/ 4', bytes((of.weekIndexBytes + of.nightBytes) / 4)],
  ];
  return ['| | formula | |', '|---|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`${sizingTable()}\n\n${paperTable()}`);
