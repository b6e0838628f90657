import { BALANCED } from './definition.ts';

/**
 * More points lost between two scores in tenths than the definition's `drop_points`: with 15, 88.0 to 72.9 is a drop
 * and 88.0 to 73.0 is not.
 */
export function isScoreDrop(beforeTenths: number, afterTenths: number, dropPoints = BALANCED.drop_points): boolean {
  return afterTenths - beforeTenths < -Math.round(10 * dropPoints);
}
