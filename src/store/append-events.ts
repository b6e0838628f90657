import pg from 'pg';
import { arrayLiteral } from './array-literal.ts';
import { binaryArray, bytesArray } from './binary-array.ts';
import { copyRows } from './copy-rows.ts';
import { dayRows } from './day-rows.ts';
import type { Db } from './db.ts';
import type { EventColumns } from './event-columns.ts';
import { EVENT_KIND } from './insert-events.ts';
import type { Step } from './send-together.ts';

const COPY = `copy events (account_id, occurred_at, event_id, user_no, name_id, kind, surface_id)
  from stdin with (format binary)`;

const ROLLUP = `insert into account_day as t (account_id, day, chunk, events, errors, other_events, automated, last_at, active)
  select * from unnest($1::bigint[], $2::date[], $3::smallint[], $4::integer[], $5::integer[], $6::integer[],
    $7::integer[], $8::timestamptz[], $9::bit(256)[]) as d (account_id, day, chunk)
  order by account_id, day, chunk
  on conflict (account_id, day, chunk) do update set
    events = t.events + excluded.events,
    errors = t.errors + excluded.errors,
    other_events = t.other_events + excluded.other_events,
    automated = t.automated + excluded.automated,
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

const VIOLATED = '23505';
/** What a cluster says of a copy that one of its servers refused, with the words of that server. */
const REFUSED_COPY = 'XX000';

/** Whether a statement failed because an event is stored already. */
export function isRepetition(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  if (error.code === VIOLATED && error.table?.startsWith('events_') === true) return true;
  return (error.code === VIOLATED || error.code === REFUSED_COPY) && /"events_\d{8}_identity/.test(error.message);
}

/**
 * Statements that store the rows of `order`, which are sorted by account and id, each once, and add them to the daily
 * rollup. They take them for new ones, which costs half of comparing them: rows are written pages at a time, and the
 * rollup needs no answer. The unique index still decides: an event that is stored already is an error for which
 * `isRepetition` holds, and the end of the transaction.
 */
export function appendEvents(columns: EventColumns, order: Uint32Array): Step[] {
  if (order.length === 0) return [];
  return [copyStep(columns, order), rollupStep(columns, order)];
}

function copyStep(columns: EventColumns, order: Uint32Array): Step {
  return { name: 'copy-events', text: COPY, values: [], input: copyRows(columns, order) };
}

function rollupStep(columns: EventColumns, order: Uint32Array): Step {
  const days = dayRows(columns, order);
  const values = [
    binaryArray('bigint', days, (row) => row.accountId),
    arrayLiteral(days.map((row) => row.day)),
    binaryArray('smallint', days, (row) => row.chunk),
    binaryArray('integer', days, (row) => row.counts[EVENT_KIND.activity]),
    binaryArray('integer', days, (row) => row.counts[EVENT_KIND.error]),
    binaryArray('integer', days, ({ counts }) => counts[EVENT_KIND.other] + counts[EVENT_KIND.automated]),
    binaryArray('integer', days, (row) => row.counts[EVENT_KIND.automated]),
    binaryArray('timestamptz', days, (row) => row.lastAt),
    bytesArray(
      'bit',
      days.map((row) => row.active),
    ),
  ];
  return { name: 'append-days', text: ROLLUP, values };
}
