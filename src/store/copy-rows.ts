import { setInstant, setInt64 } from './binary-array.ts';
import { type EventColumns, NOTHING } from './event-columns.ts';

const COPY_DATA = 0x64;
const COPY_DONE = 0x63;
/** The signature, no flags, no extension. */
const FILE_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const MESSAGE_HEADER = 5;
/** Number of columns, their lengths, and their values. */
const ROW_BYTES = 2 + 7 * 4 + 8 + 8 + 16 + 4 + 4 + 2 + 4;
const FILE_END = 2;

/** What COPY reads in its binary form, as whole messages: the rows of `order`, in the order of the table's columns. */
export function copyRows(columns: EventColumns, order: Uint32Array): Buffer {
  const most = MESSAGE_HEADER + FILE_HEADER.length + order.length * ROW_BYTES + FILE_END + MESSAGE_HEADER;
  const buffer = Buffer.allocUnsafe(most);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  FILE_HEADER.copy(buffer, MESSAGE_HEADER);
  let at = MESSAGE_HEADER + FILE_HEADER.length;
  for (const row of order) at = setRow(view, at, columns, row);
  view.setInt16(at, -1);
  at += FILE_END;
  view.setUint8(0, COPY_DATA);
  view.setInt32(1, at - 1);
  view.setUint8(at, COPY_DONE);
  view.setInt32(at + 1, 4);
  return buffer.subarray(0, at + MESSAGE_HEADER);
}

function setRow(view: DataView, start: number, columns: EventColumns, row: number): number {
  view.setInt16(start, 7);
  view.setInt32(start + 2, 8);
  setInt64(view, start + 6, columns.accountId[row] ?? 0);
  view.setInt32(start + 14, 8);
  setInstant(view, start + 18, columns.at[row] ?? 0);
  view.setInt32(start + 26, 16);
  for (let word = 0; word < 4; word += 1) view.setUint32(start + 30 + word * 4, columns.id[row * 4 + word] ?? 0);
  let at = setOptional(view, start + 46, columns.userNo[row] ?? NOTHING);
  view.setInt32(at, 4);
  view.setInt32(at + 4, columns.nameId[row] ?? 0);
  view.setInt32(at + 8, 2);
  view.setInt16(at + 12, columns.kind[row] ?? 0);
  at = setOptional(view, at + 14, columns.surfaceId[row] ?? NOTHING);
  return at;
}

function setOptional(view: DataView, at: number, value: number): number {
  if (value === NOTHING) {
    view.setInt32(at, -1);
    return at + 4;
  }
  view.setInt32(at, 4);
  view.setInt32(at + 4, value);
  return at + 8;
}
