/** Exact arithmetic over BigInt: every number that is shown or compared goes through these, never through floats. */

/** `num / den` rounded to the nearest integer, halves away from zero. `den` must not be zero. */
export function roundHalfUp(num: bigint, den: bigint): bigint {
  const negative = num < 0n !== den < 0n;
  const n = num < 0n ? -num : num;
  const d = den < 0n ? -den : den;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/** `num / den` towards minus infinity, for a positive `den`. */
export function floorDiv(num: bigint, den: bigint): bigint {
  const quotient = num / den;
  return num % den < 0n ? quotient - 1n : quotient;
}

/** `num / den` towards plus infinity, for a positive `den`. */
export function ceilDiv(num: bigint, den: bigint): bigint {
  return -floorDiv(-num, den);
}

/** Largest integer whose square is not above `n` (Newton's method); 0 for anything below 1. */
export function isqrt(n: bigint): bigint {
  if (n < 1n) return 0n;
  let guess = n < 1n << 52n ? BigInt(Math.ceil(Math.sqrt(Number(n)))) : n;
  for (;;) {
    const next = (guess + n / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** Twice the median, so that the mean of the middle two stays whole; null for an empty list. */
export function medianTimes2(values: readonly number[]): bigint | null {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[(sorted.length - 1) >> 1];
  const high = sorted[sorted.length >> 1];
  return low === undefined || high === undefined ? null : BigInt(low) + BigInt(high);
}

export function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** The fraction in lowest terms with a positive denominator. */
export function reduced(num: bigint, den: bigint): { readonly num: bigint; readonly den: bigint } {
  let a = num < 0n ? -num : num;
  let b = den < 0n ? -den : den;
  while (b > 0n) [a, b] = [b, a % b];
  const divisor = den < 0n ? -a : a;
  return divisor === 0n ? { num, den } : { num: num / divisor, den: den / divisor };
}
