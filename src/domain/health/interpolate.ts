import { type Decimal, decimalOf } from '../decimal.ts';
import type { Anchor } from '../definition.ts';
import { roundHalfUp } from '../rational.ts';

interface ExactAnchor {
  readonly x: Decimal;
  readonly y: Decimal;
}

const exactAnchors = new WeakMap<readonly Anchor[], readonly ExactAnchor[]>();

/**
 * The sub-score at `num / den` on a piecewise linear curve, in hundredths (0..10000), half-up.
 * Outside the first and last anchor the curve is flat. `den` must be above 0, anchors ascending in x.
 */
export function interpolate(anchors: readonly Anchor[], num: bigint, den: bigint): number {
  let before: ExactAnchor | null = null;
  for (const anchor of exact(anchors)) {
    if (num * anchor.x.scale <= anchor.x.units * den) {
      return before === null ? hundredths(anchor.y) : between(before, anchor, num, den);
    }
    before = anchor;
  }
  return before === null ? 0 : hundredths(before.y);
}

// y0 + (x - x0) * (y1 - y0) / (x1 - x0), over one common denominator and rounded once.
function between(from: ExactAnchor, to: ExactAnchor, num: bigint, den: bigint): number {
  const alongNum = (num * from.x.scale - from.x.units * den) * to.x.scale;
  const alongDen = den * (to.x.units * from.x.scale - from.x.units * to.x.scale);
  const rise = to.y.units * from.y.scale - from.y.units * to.y.scale;
  const scale = from.y.scale * to.y.scale;
  const total = from.y.units * to.y.scale * alongDen + rise * alongNum;
  return Number(roundHalfUp(100n * total, scale * alongDen));
}

function hundredths(y: Decimal): number {
  return Number(roundHalfUp(100n * y.units, y.scale));
}

function exact(anchors: readonly Anchor[]): readonly ExactAnchor[] {
  const known = exactAnchors.get(anchors);
  if (known !== undefined) return known;
  const made = anchors.map(([x, y]) => ({ x: decimalOf(x), y: decimalOf(y) }));
  exactAnchors.set(anchors, made);
  return made;
}
