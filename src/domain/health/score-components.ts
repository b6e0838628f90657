import type { ComponentResult } from '../assessment.ts';
import { apportion, type Share } from './apportion.ts';
import type { Measured } from './coverage.ts';
import { interpolate } from './interpolate.ts';

/** A full sub-score in hundredths. */
export const FULL_SUB_SCORE = 10_000;

/** One present component's share in a score. */
export interface Weighed {
  readonly weight: number;
  /** 0..10000 hundredths. */
  readonly subHundredths: number;
}

export interface Base {
  /** The score before caps, in tenths of a point. */
  readonly baseTenths: number;
  /** Per component in tenths; they add up to the base. */
  readonly points: readonly number[];
  /** What each costs against a full sub-score, in tenths; they add up to 100 points minus the base. */
  readonly lost: readonly number[];
}

/** The weighted mean of sub-scores, half-up to a tenth, with its points by largest remainder. At least one is needed. */
export function weigh(parts: readonly Weighed[]): Base {
  let weights = 0;
  let sum = 0;
  for (const { weight, subHundredths } of parts) {
    weights += weight;
    sum += weight * subHundredths;
  }
  // Weights times hundredths over weights are hundredths of a point; one more division by 10 makes tenths.
  const den = 10 * weights;
  const baseTenths = Math.floor((2 * sum + den) / (2 * den));
  const gained = parts.map(({ weight, subHundredths }) => shareOf(weight * subHundredths, den));
  const missed = parts.map(({ weight, subHundredths }) => shareOf(weight * (FULL_SUB_SCORE - subHundredths), den));
  return { baseTenths, points: apportion(gained, baseTenths), lost: apportion(missed, 1000 - baseTenths, 'last') };
}

/** The present components with their sub-scores and points. At least one must be present. */
export function scoreComponents(measured: readonly Measured[]): {
  readonly components: ComponentResult[];
  readonly baseTenths: number;
} {
  const present = measured.flatMap(({ definition: { key, weight, anchors }, metric }) => {
    if (metric === null) return [];
    return [{ key, weight, metric, subHundredths: interpolate(anchors, metric.num, metric.den) }];
  });
  const { baseTenths, points, lost } = weigh(present);
  const components = present.map(({ key, weight, metric, subHundredths }, index) => ({
    key,
    weight,
    subHundredths,
    pointsTenths: points[index] ?? 0,
    lostTenths: lost[index] ?? 0,
    xNum: metric.num.toString(),
    xDen: metric.den.toString(),
    evidence: metric.evidence,
  }));
  return { components, baseTenths };
}

// Whole numbers below 2^53 throughout: weights are at most 1000 each, sub-scores 10,000.
function shareOf(num: number, den: number): Share {
  const remainder = num % den;
  return { whole: (num - remainder) / den, remainder };
}
