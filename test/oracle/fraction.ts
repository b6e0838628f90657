/** A fraction of whole numbers; the denominator is above 0. Never reduced, never rounded before the end. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export function fraction(n: number | bigint, d: number | bigint = 1n): Fraction {
  const [num, den] = [BigInt(n), BigInt(d)];
  if (den === 0n) throw new Error('a fraction over nothing');
  return den < 0n ? { n: -num, d: -den } : { n: num, d: den };
}

/** A decimal such as "24.9" or "-0.0067". */
export function decimal(text: string): Fraction {
  const [whole = '0', places = ''] = text.split('.');
  return fraction(BigInt(whole + places), 10n ** BigInt(places.length));
}

export const add = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d);
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n);
export const below = (a: Fraction, b: Fraction): boolean => a.n * b.d < b.n * a.d;
export const larger = (a: Fraction, b: Fraction): Fraction => (below(a, b) ? b : a);
export const sumOf = (list: readonly Fraction[]): Fraction => list.reduce(add, fraction(0));

/** The nearest whole number, halves away from zero: found by counting up from the truncated value. */
export function nearest(value: Fraction): number {
  const sign = value.n < 0n ? -1n : 1n;
  const size = value.n * sign;
  let whole = size / value.d;
  if ((size - whole * value.d) * 2n >= value.d) whole += 1n;
  return Number(whole * sign);
}

/** The largest whole number that is not above the value. */
export function floor({ n, d }: Fraction): number {
  const whole = n / d;
  return Number(n < 0n && whole * d !== n ? whole - 1n : whole);
}

/** The middle of a list, or the mean of the middle two. */
export function median(list: readonly Fraction[]): Fraction | null {
  const sorted = [...list].sort((a, b) => (below(a, b) ? -1 : 1));
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low && high ? over(add(low, high), fraction(2)) : null;
}

/** Tenths or hundredths as people read them: 185 → "18.5", 5128 → "51.28". */
export function shown(count: number, places: number): string {
  const digits = String(Math.abs(count)).padStart(places + 1, '0');
  return `${count < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
