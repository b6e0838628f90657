/** What PostgreSQL calls the types of elements, and how many bytes an element has. */
const NUMBERS = {
  bigint: { oid: 20, bytes: 8 },
  integer: { oid: 23, bytes: 4 },
  smallint: { oid: 21, bytes: 2 },
  timestamptz: { oid: 1184, bytes: 8 },
} as const;
const OIDS = { text: 25, bit: 1560 } as const;

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const TWO_32 = 4_294_967_296;
/** Instants are counted from here, in microseconds. */
const Y2K_MS = 946_684_800_000;

/** Rows, or what numbers them. */
type Rows<T> = Iterable<T> & { readonly length: number };

/**
 * A PostgreSQL array in its binary form, from one number of every row: neither side writes or reads digits, which for
 * instants costs more than the rest of a row. Instants are milliseconds since 1970, exact before the year 2255.
 */
export function binaryArray<T>(type: keyof typeof NUMBERS, rows: Rows<T>, numberOf: (row: T) => number | null): Buffer {
  const { bytes, oid } = NUMBERS[type];
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + rows.length * (LENGTH_BYTES + bytes));
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  let at = HEADER_BYTES;
  let hasNull = 0;
  for (const row of rows) {
    const value = numberOf(row);
    if (value === null) {
      hasNull = 1;
      view.setInt32(at, -1);
      at += LENGTH_BYTES;
      continue;
    }
    view.setInt32(at, bytes);
    at += LENGTH_BYTES;
    if (bytes === 2) view.setInt16(at, value);
    else if (bytes === 4) view.setInt32(at, value);
    else if (type === 'timestamptz') setInstant(view, at, value);
    else setInt64(view, at, value);
    at += bytes;
  }
  setHeader(view, hasNull, oid, rows.length);
  return buffer.subarray(0, at);
}

/** Texts, which the driver would quote letter by letter. */
export function textArray(texts: readonly string[]): Buffer {
  return bytesArray(
    'text',
    texts.map((text) => Buffer.from(text)),
  );
}

/** The same of elements that are in their binary form already: texts in UTF-8, bits behind their number. */
export function bytesArray(type: keyof typeof OIDS, elements: readonly Buffer[]): Buffer {
  const bytes = elements.reduce((sum, element) => sum + LENGTH_BYTES + element.length, HEADER_BYTES);
  const buffer = Buffer.allocUnsafe(bytes);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  let at = HEADER_BYTES;
  for (const element of elements) {
    view.setInt32(at, element.length);
    element.copy(buffer, at + LENGTH_BYTES);
    at += LENGTH_BYTES + element.length;
  }
  setHeader(view, 0, OIDS[type], elements.length);
  return buffer;
}

/** One dimension, which counts from 1. */
function setHeader(view: DataView, hasNull: number, oid: number, length: number): void {
  for (const [place, word] of [1, hasNull, oid, length, 1].entries()) view.setInt32(place * 4, word);
}

/** Writes a whole number that is exact in a JavaScript number. */
export function setInt64(view: DataView, at: number, value: number): void {
  const high = Math.floor(value / TWO_32);
  view.setInt32(at, high);
  view.setUint32(at + 4, value - high * TWO_32);
}

/** Writes an instant, given in milliseconds since 1970. */
export function setInstant(view: DataView, at: number, ms: number): void {
  setInt64(view, at, (ms - Y2K_MS) * 1000);
}
