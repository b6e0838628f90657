/** Currencies that Stripe counts in hundredths although they have no minor unit any more. */
const HUNDREDTHS: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/** A decimal text of Stripe's smallest unit in the currency's own minor units, exactly. */
export function minorDecimal(amount: string | null, currency: string): string | null {
  if (amount === null || !HUNDREDTHS.has(currency)) return amount;
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const padded = whole.padStart(3, '0');
  return `${sign}${padded.slice(0, -2)}.${padded.slice(-2)}${fraction}`;
}

/** A whole amount of Stripe's smallest unit in minor units. */
export function minorWhole(amount: number, currency: string): number {
  return HUNDREDTHS.has(currency) ? Math.round(amount / 100) : amount;
}
