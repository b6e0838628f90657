import { packJson, unpackJson } from '../../lib/packed-json.ts';
import type { KnownFacts } from '../../store/facts.ts';

/** Facts of ranges by their first account, packed: of 50,000 accounts some 10 MB. */
export type PackedFacts = Map<number, Uint8Array>;

/** Keeps the facts of a range. They are plain JSON: snapshots store them as such. */
export async function packFacts(into: PackedFacts, first: number, known: readonly KnownFacts[]): Promise<void> {
  into.set(first, await packJson(known));
}

/** Gives the facts of a range back, once; undefined when they are not there. */
export async function takeFacts(from: PackedFacts, first: number): Promise<readonly KnownFacts[] | undefined> {
  const packed = from.get(first);
  from.delete(first);
  return packed && unpackJson<readonly KnownFacts[]>(packed);
}
