import type { Day } from '../domain/day.ts';
import { type EventColumns, NOTHING } from './event-columns.ts';
import { EVENT_KIND } from './insert-events.ts';

/** What events add to one row of `account_day`. */
export interface DayRow {
  readonly accountId: number;
  readonly day: Day;
  readonly chunk: number;
  /** By kind. */
  readonly counts: [number, number, number, number];
  lastAt: number;
  /** How many bits, and the bits; that of user n is counted from the right. */
  readonly active: Buffer;
}

const BITS = 256;
const COUNT_BYTES = 4;
const ACTIVE_BYTES = COUNT_BYTES + BITS / 8;

/** What the rows of `order`, sorted by account, add to the rollup. */
export function dayRows(columns: EventColumns, order: Uint32Array): DayRow[] {
  const all: DayRow[] = [];
  let first = 0;
  let current: DayRow | undefined;
  for (const row of order) {
    const accountId = columns.accountId[row] ?? 0;
    const day = columns.day[row] ?? '';
    const userNo = columns.userNo[row] ?? NOTHING;
    const chunk = userNo === NOTHING ? 0 : userNo >> 8;
    if (current?.accountId !== accountId) first = all.length;
    if (current === undefined || !isOf(current, accountId, day, chunk)) {
      current = findFrom(all, first, accountId, day, chunk);
      if (current === undefined) {
        current = newDayRow(accountId, day, chunk);
        all.push(current);
      }
    }
    add(current, columns, row);
  }
  return all;
}

function findFrom(all: readonly DayRow[], first: number, accountId: number, day: Day, chunk: number) {
  for (let place = all.length - 1; place >= first; place -= 1) {
    const known = all[place];
    if (known !== undefined && isOf(known, accountId, day, chunk)) return known;
  }
  return undefined;
}

function isOf(row: DayRow, accountId: number, day: Day, chunk: number): boolean {
  return row.accountId === accountId && row.day === day && row.chunk === chunk;
}

function newDayRow(accountId: number, day: Day, chunk: number): DayRow {
  const active = Buffer.alloc(ACTIVE_BYTES);
  active.writeInt32BE(BITS);
  return { accountId, day, chunk, counts: [0, 0, 0, 0], lastAt: 0, active };
}

function add(row: DayRow, columns: EventColumns, place: number): void {
  const kind = columns.kind[place];
  if (kind === 0 || kind === 1 || kind === 2 || kind === 3) row.counts[kind] += 1;
  row.lastAt = Math.max(row.lastAt, columns.at[place] ?? 0);
  const userNo = columns.userNo[place] ?? NOTHING;
  if (kind !== EVENT_KIND.activity || userNo === NOTHING) return;
  const byte = ACTIVE_BYTES - 1 - ((userNo & 255) >> 3);
  row.active[byte] = (row.active[byte] ?? 0) | (1 << (userNo & 7));
}
