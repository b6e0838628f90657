import { floorDiv } from '../rational.ts';

/**
 * Splits `total` over the shares `nums[i] / den` so that the parts are whole and add up to it exactly:
 * each is rounded down, the rest goes one by one to the largest remainders (ties: the earlier one,
 * or the later one with `tie: 'last'`). `den` must be above 0; `total` must be the rounded sum of the shares.
 */
export function largestRemainder(
  nums: readonly bigint[],
  den: bigint,
  total: number,
  tie: 'first' | 'last' = 'first',
): number[] {
  const shares = nums.map((num, index) => {
    const whole = floorDiv(num, den);
    return { index, whole: Number(whole), remainder: num - whole * den };
  });
  const parts = shares.map(({ whole }) => whole);
  const rest = total - parts.reduce((sum, part) => sum + part, 0);
  const order = [...shares].sort((a, b) => {
    if (a.remainder !== b.remainder) return a.remainder > b.remainder ? -1 : 1;
    return tie === 'first' ? a.index - b.index : b.index - a.index;
  });
  for (const { index, whole } of order.slice(0, rest)) parts[index] = whole + 1;
  return parts;
}
