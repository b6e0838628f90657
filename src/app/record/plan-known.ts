import type { Day } from '../../domain/day.ts';
import type { AccountDates } from '../../store/accounts-write.ts';
import { compareIds, type EventColumns, NOTHING, newEventColumns, readUuid } from '../../store/event-columns.ts';
import { EVENT_KIND } from '../../store/insert-events.ts';
import type { PositionedSignal } from './entry.ts';
import type { AccountPart, EventSignal } from './gather-events.ts';
import { movedDates } from './moved-dates.ts';
import { type Doer, type EventFrame, kindOf, nameOf } from './record-events.ts';

/** What a batch holds of one account, which may come under several keys. */
export interface KnownAccount {
  readonly account: AccountDates;
  readonly parts: AccountPart[];
}

export interface KnownPlan {
  readonly columns: EventColumns;
  /** Of each row. */
  readonly events: readonly PositionedSignal<EventSignal>[];
  /** Rows by account and event id, each once. */
  readonly order: Uint32Array;
  /** Rows that another one of the batch repeats. */
  readonly repeated: readonly number[];
}

/**
 * The rows of a batch of known accounts and people, who are in the order of their numbers; null when a date of an
 * account moves, a name has no number, or an id is written in another way than usual.
 */
export function planKnown(accounts: readonly KnownAccount[], frame: EventFrame): KnownPlan | null {
  const events: PositionedSignal<EventSignal>[] = [];
  for (const { parts } of accounts) for (const part of parts) for (const event of part.events) events.push(event);
  const columns = newEventColumns(events.length);
  const order = new Uint32Array(events.length);
  const repeated: number[] = [];
  let rows = 0;
  let kept = 0;
  for (const known of accounts) {
    const from = rows;
    for (const { doneBy, events: own } of known.parts) {
      for (let place = 0; place < own.length; place += 1) {
        const signal = own[place]?.signal;
        if (signal === undefined || !planRow(columns, rows, signal, doneBy[place]?.doer, frame)) return null;
        columns.accountId[rows] = known.account.account_id;
        rows += 1;
      }
    }
    if (datesMove(known, columns, { from, to: rows }, frame)) return null;
    for (const row of sortedRows(columns, events, from, rows)) {
      const before = kept > 0 ? order[kept - 1] : undefined;
      if (before !== undefined && before >= from && compareIds(columns, before, row) === 0) repeated.push(row);
      else {
        order[kept] = row;
        kept += 1;
      }
    }
  }
  return { columns, events, order: order.subarray(0, kept), repeated };
}

function planRow(
  columns: EventColumns,
  row: number,
  signal: EventSignal,
  doer: Doer | undefined,
  { active, dayOf, names }: EventFrame,
): boolean {
  const nameId = names.get(nameOf(signal));
  if (nameId === undefined || !readUuid(signal.id, columns.id, row)) return false;
  const surface = signal.kind === 'error' ? null : (signal.surface ?? null);
  columns.at[row] = signal.occurredAt.getTime();
  columns.userNo[row] = doer === undefined ? NOTHING : doer.userNo;
  columns.nameId[row] = nameId;
  columns.surfaceId[row] = surface === null ? NOTHING : (names.get(surface) ?? NOTHING);
  columns.kind[row] = kindOf(signal, doer, active);
  columns.day[row] = dayOf(signal.occurredAt);
  return true;
}

/** The rows of an account in the order of their ids; of equal ones, in the order of the batch. */
function sortedRows(
  columns: EventColumns,
  events: readonly PositionedSignal<EventSignal>[],
  from: number,
  to: number,
): Uint32Array {
  const rows = new Uint32Array(to - from);
  for (let row = from; row < to; row += 1) rows[row - from] = row;
  return rows.sort((a, b) => compareIds(columns, a, b) || (events[a]?.position ?? 0) - (events[b]?.position ?? 0));
}

function datesMove(
  { account, parts }: KnownAccount,
  { day, kind }: EventColumns,
  { from, to }: { readonly from: number; readonly to: number },
  { dayOf }: EventFrame,
): boolean {
  const first = dayOf(new Date(Math.min(...parts.map((part) => part.first))));
  let active: Day | undefined;
  for (let row = from; row < to; row += 1) {
    const own = day[row];
    if (kind[row] === EVENT_KIND.activity && own !== undefined && (active === undefined || own < active)) active = own;
  }
  return movedDates(account, first, active) !== null;
}
