export interface RepeatedIds {
  /** Notes what a row says of a thing. */
  readonly note: (id: string, content: string) => void;
  /** Whether rows of this id differ. */
  readonly isRepeated: (id: string) => boolean;
  /** Ids whose rows differ. */
  readonly count: () => number;
  /** False: there were more ids than are compared. */
  readonly complete: () => boolean;
}

/** Ids that are compared: 40 MB, whatever the file's size. */
const MOST_IDS = 3_000_000;
const ONCE = 1;
const DIFFERS = 2;

/** Finds ids that several rows of a file use for different things, in memory that does not grow with the file. */
export function repeatedIds(most = MOST_IDS): RepeatedIds {
  let size = 4096;
  let table = emptyTable(size);
  let ids = 0;
  let repeated = 0;
  let complete = true;

  /** The place of an id, or the free one where it belongs. */
  const placeOf = (low: number, high: number): number => {
    let at = low & (size - 1);
    while (table.states[at] !== 0 && (table.lows[at] !== low || table.highs[at] !== high)) at = (at + 1) & (size - 1);
    return at;
  };
  const put = (at: number, low: number, high: number, content: number, state: number): void => {
    table.lows[at] = low;
    table.highs[at] = high;
    table.contents[at] = content;
    table.states[at] = state;
  };
  const grow = (): void => {
    const { contents, highs, lows, states } = table;
    size *= 2;
    table = emptyTable(size);
    for (const [at, state] of states.entries()) {
      if (state === 0) continue;
      const [low, high] = [lows[at] ?? 0, highs[at] ?? 0];
      put(placeOf(low, high), low, high, contents[at] ?? 0, state);
    }
  };
  return {
    note: (id, content) => {
      const [low, high] = [hashOf(id, LOW), hashOf(id, HIGH)];
      const at = placeOf(low, high);
      const said = hashOf(content, LOW);
      if (table.states[at] === 0) {
        complete = complete && ids < most;
        if (ids >= most) return;
        put(at, low, high, said, ONCE);
        ids += 1;
        if (ids * 4 > size * 3) grow();
      } else if (table.states[at] === ONCE && table.contents[at] !== said) {
        table.states[at] = DIFFERS;
        repeated += 1;
      }
    },
    isRepeated: (id) => table.states[placeOf(hashOf(id, LOW), hashOf(id, HIGH))] === DIFFERS,
    count: () => repeated,
    complete: () => complete,
  };
}

function emptyTable(size: number) {
  return {
    lows: new Uint32Array(size),
    highs: new Uint32Array(size),
    contents: new Uint32Array(size),
    states: new Uint8Array(size),
  };
}

const LOW = { seed: 0x811c9dc5, factor: 0x01000193 };
const HIGH = { seed: 0x9e3779b9, factor: 0x85ebca6b };

/** FNV-1a over characters, its bits mixed at the end. */
function hashOf(text: string, { factor, seed }: typeof LOW): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), factor);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return (hash ^ (hash >>> 15)) >>> 0;
}
