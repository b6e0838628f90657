/** An exact share: its floor, and the rest over a denominator that all shares have in common. */
export interface Share {
  readonly whole: number;
  readonly remainder: number | bigint;
}

/**
 * Rounds shares to whole parts that add up to `total`, their own rounded sum: the units that the floors
 * leave over go one by one to the largest remainders (ties: the earlier share, or the later with `'last'`).
 */
export function apportion(shares: readonly Share[], total: number, tie: 'first' | 'last' = 'first'): number[] {
  const parts = shares.map(({ whole }) => whole);
  let rest = total;
  for (const whole of parts) rest -= whole;
  if (rest <= 0) return parts;
  const order = shares.map(({ remainder }, index) => ({ remainder, index }));
  order.sort((a, b) => {
    if (a.remainder !== b.remainder) return a.remainder > b.remainder ? -1 : 1;
    return tie === 'first' ? a.index - b.index : b.index - a.index;
  });
  for (const { index } of order.slice(0, rest)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
