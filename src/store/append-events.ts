import pg from 'pg';
import { arrayLiteral } from './array-literal.ts';
import { binaryArray } from './binary-array.ts';
import type { Db } from './db.ts';
import { EVENT_KIND, type EventRow } from './insert-events.ts';

const EVENTS = `insert into events (account_id, occurred_at, event_id, user_no, name_id, kind, surface_id)
  select * from unnest($1::bigint[], $2::timestamptz[], $3::uuid[], $4::integer[], $5::integer[], $6::smallint[],
    $7::integer[])`;

const ROLLUP = `insert into account_day as t (account_id, day, chunk, events, errors, other_events, last_at, active)
  select * from unnest($1::bigint[], $2::date[], $3::smallint[], $4::integer[], $5::integer[], $6::integer[],
    $7::timestamptz[], $8::bit(256)[]) as d (account_id, day, chunk)
  order by account_id, day, chunk
  on conflict (account_id, day, chunk) do update set
    events = t.events + excluded.events,
    errors = t.errors + excluded.errors,
    other_events = t.other_events + excluded.other_events,
    last_at = greatest(t.last_at, excluded.last_at),
    active = t.active | excluded.active`;

/** So many batches are compared with what is stored after one that repeated something: senders repeat in runs. */
const CAREFUL = 32;
const careful = new WeakMap<Db, number>();

/**
 * Whether the next batch may take its events for new ones. Not within somebody else's transaction, which an event that
 * is not new would end.
 */
export function mayAppend(db: Db): boolean {
  if (!(db instanceof pg.Pool)) return false;
  const left = careful.get(db) ?? 0;
  if (left > 0) careful.set(db, left - 1);
  return left === 0;
}

/** Compares the next batches with what is stored. */
export function beCareful(db: Db): void {
  careful.set(db, CAREFUL);
}

/** Whether a statement failed because an event is stored already. */
export function isRepetition(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.table?.startsWith('events_') === true;
}

/**
 * Stores events that are sorted by account and id, each once, and adds them to the daily rollup. Takes them for new
 * ones, which costs two thirds of comparing them: without a conflict clause a row is written at once, and the rollup
 * needs no answer. The unique index still decides.
 * @throws an error for which `isRepetition` holds when one of them is stored already; the transaction is over then.
 */
export async function appendEvents(tx: Db, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return;
  const columns = [
    binaryArray('bigint', events, (event) => event.accountId),
    binaryArray('timestamptz', events, (event) => event.occurredAt.getTime()),
    arrayLiteral(events.map((event) => event.eventId)),
    binaryArray('integer', events, (event) => event.userNo),
    binaryArray('integer', events, (event) => event.nameId),
    binaryArray('smallint', events, (event) => event.kind),
    binaryArray('integer', events, (event) => event.surfaceId),
  ];
  await tx.query({ name: 'append-events', text: EVENTS, values: columns });
  const days = dayRows(events);
  const rollup = [
    binaryArray('bigint', days, (row) => row.accountId),
    arrayLiteral(days.map((row) => row.day)),
    binaryArray('smallint', days, (row) => row.chunk),
    binaryArray('integer', days, (row) => row.counts[EVENT_KIND.activity]),
    binaryArray('integer', days, (row) => row.counts[EVENT_KIND.error]),
    binaryArray('integer', days, (row) => row.counts[EVENT_KIND.other]),
    binaryArray('timestamptz', days, (row) => row.lastAt),
    arrayLiteral(days.map((row) => `x${row.active.toString('hex')}`)),
  ];
  await tx.query({ name: 'add-to-rollup', text: ROLLUP, values: rollup });
}

interface DayRow {
  readonly accountId: number;
  readonly day: string;
  readonly chunk: number;
  /** By kind. */
  readonly counts: [number, number, number];
  lastAt: number;
  /** 256 bits; that of user n is counted from the right. */
  readonly active: Buffer;
}

const BYTES = 32;

/** What the events, sorted by account, add to the rollup. */
function dayRows(events: readonly EventRow[]): DayRow[] {
  const all: DayRow[] = [];
  let ofAccount: DayRow[] = [];
  let row: DayRow | undefined;
  for (const event of events) {
    if (row === undefined || !isOf(row, event)) {
      if (row?.accountId !== event.accountId) ofAccount = [];
      row = ofAccount.find((known) => isOf(known, event));
      if (row === undefined) {
        row = newDayRow(event);
        ofAccount.push(row);
        all.push(row);
      }
    }
    add(row, event);
  }
  return all;
}

function isOf(row: DayRow, { accountId, day, userNo }: EventRow): boolean {
  return row.accountId === accountId && row.day === day && row.chunk === chunkOf(userNo);
}

function newDayRow({ accountId, day, userNo }: EventRow): DayRow {
  return { accountId, day, chunk: chunkOf(userNo), counts: [0, 0, 0], lastAt: 0, active: Buffer.alloc(BYTES) };
}

function chunkOf(userNo: number | null): number {
  return (userNo ?? 0) >> 8;
}

function add(row: DayRow, { kind, occurredAt, userNo }: EventRow): void {
  row.counts[kind] += 1;
  row.lastAt = Math.max(row.lastAt, occurredAt.getTime());
  if (kind !== EVENT_KIND.activity || userNo === null) return;
  const place = BYTES - 1 - ((userNo & 255) >> 3);
  row.active[place] = (row.active[place] ?? 0) | (1 << (userNo & 7));
}
