import { roundHalfUp } from '../rational.ts';

/** Rows in ascending order of a value, equal values together. */
export interface Ranking {
  /** Row numbers. */
  readonly order: readonly number[];
  /** For each group of equal values, the place after its last row. */
  readonly groupEnds: readonly number[];
  readonly churned: readonly boolean[];
}

/** Ranks rows by a whole number each; the lowest is taken for the most at risk. */
export function rankRows(values: readonly number[], churned: readonly boolean[]): Ranking {
  const valueAt = (row: number | undefined): number | undefined => (row === undefined ? undefined : values[row]);
  const order = values.map((_, row) => row).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  const groupEnds = order.flatMap((row, place) => (valueAt(order[place + 1]) === valueAt(row) ? [] : [place + 1]));
  return { order, groupEnds, churned };
}

/**
 * Area under the ROC curve in millionths, rounded half-up: the share of pairs of one who churned and one who stayed in
 * which the one who churned ranks lower, equal values counting half (Mann-Whitney U). Weights repeat rows.
 * @returns null without both kinds of rows.
 */
export function aucMicros({ order, groupEnds, churned }: Ranking, weights?: ArrayLike<number>): number | null {
  let [left, stayed, twiceWins, place] = [0, 0, 0, 0];
  for (const end of groupEnds) {
    let [leftHere, stayedHere] = [0, 0];
    for (; place < end; place++) {
      const row = order[place] ?? 0;
      const weight = weights === undefined ? 1 : (weights[row] ?? 0);
      if (churned[row]) leftHere += weight;
      else stayedHere += weight;
    }
    twiceWins += stayedHere * (2 * left + leftHere);
    left += leftHere;
    stayed += stayedHere;
  }
  if (left === 0 || stayed === 0) return null;
  return Number(roundHalfUp(1_000_000n * BigInt(twiceWins), 2n * BigInt(left) * BigInt(stayed)));
}

/** A number that may be a fraction because ties at the border are taken in equal parts. */
export interface Share {
  readonly num: bigint;
  readonly den: bigint;
}

/** How many of the `count` lowest rows churned; of a group of equal values that does not fit whole, its average share. */
export function hitsAmongLowest({ order, groupEnds, churned }: Ranking, count: number): Share {
  let [hits, place] = [0, 0];
  for (const end of groupEnds) {
    const size = end - place;
    const here = order.slice(place, end).filter((row) => churned[row]).length;
    if (end > count) return { num: BigInt(hits * size + here * (count - place)), den: BigInt(size) };
    hits += here;
    place = end;
  }
  return { num: BigInt(hits), den: 1n };
}
