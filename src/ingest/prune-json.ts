import { type JsonLimits, scanJson } from './scan-json.ts';

export interface PrunedJson {
  /** The body with `null` in the place of every item that breaks a limit. */
  readonly bytes: Uint8Array;
  /** What is wrong with an item, by its place in the list. */
  readonly problems: ReadonlyMap<number, string>;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);
const LIST = 0x5b;
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d]);
const NULL = new TextEncoder().encode('null');

/**
 * Takes what breaks the limits out of a list of items, an array or the `batch` of an object, so that one of them does
 * not sink the others. Null when there is no such list or something else than its items breaks a limit.
 */
export function pruneJson(bytes: Uint8Array, limits: JsonLimits): PrunedJson | null {
  const list = itemRanges(bytes);
  if (list === null) return null;
  const problems = new Map<number, string>();
  const parts: Uint8Array[] = [];
  let kept = 0;
  for (const [index, { from, to }] of list.items.entries()) {
    const within = { ...limits, depth: limits.depth - list.depth };
    if (scanJson(bytes.subarray(from, to), within) === null) continue;
    // The limit is of the body: its own depth is not what a sender can see.
    problems.set(index, scanJson(bytes.subarray(from, to), limits) ?? `nested deeper than ${limits.depth} levels`);
    parts.push(bytes.subarray(kept, from), NULL);
    kept = to;
  }
  const pruned = Buffer.concat([...parts, bytes.subarray(kept)]);
  return scanJson(pruned, limits) === null ? { bytes: pruned, problems } : null;
}

/** Where the items of the one list of a body are, and how deep; null when there is none, or its end is missing. */
function itemRanges(bytes: Uint8Array): { readonly items: readonly Range[]; readonly depth: number } | null {
  const items: Range[] = [];
  let depth = 0;
  let listDepth = 0;
  let ended = false;
  let text: Range = { from: 0, to: 0 };
  let isBatch = false;
  let from = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      const start = at++;
      while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
      if (depth === 1 && listDepth === 0) text = { from: start + 1, to: at };
    } else if (byte === COLON && depth === 1 && listDepth === 0) {
      isBatch = Buffer.from(bytes.subarray(text.from, text.to)).toString('latin1') === 'batch';
      // Of two batches the last counts: which one that is, the ranges of the first do not say.
      if (isBatch && ended) return null;
    } else if (OPEN.has(byte)) {
      depth++;
      const begins = byte === LIST && (depth === 1 || (depth === 2 && isBatch));
      if (listDepth === 0 && !ended && begins) {
        listDepth = depth;
        from = at + 1;
      }
    } else if (listDepth > 0 && depth === listDepth && (byte === COMMA || CLOSE.has(byte))) {
      if (byte === COMMA || !isBlank(bytes, from, at)) items.push({ from, to: at });
      from = at + 1;
    }
    if (CLOSE.has(byte)) {
      if (depth === listDepth && listDepth > 0) {
        ended = true;
        isBatch = false;
        if (depth === 1) return { items, depth: 1 };
        listDepth = 0;
      }
      depth--;
    }
  }
  return ended ? { items, depth: 2 } : null;
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  return bytes.subarray(from, to).every((byte) => BLANK.has(byte));
}
