/** Where Stripe's smallest unit is not the currency's minor unit: how many times smaller it is, as a power of ten. */
const SHIFTS: Readonly<Record<string, number>> = {
  // Counted in hundredths, although they have no minor unit any more.
  ISK: 2,
  UGX: 2,
  // Counted in whole ariary.
  MGA: -2,
};

/** A decimal text of Stripe's smallest unit in the currency's own minor units, exactly. */
export function minorDecimal(amount: string | null, currency: string): string | null {
  const shift = SHIFTS[currency] ?? 0;
  if (amount === null || shift === 0) return amount;
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = whole.padStart(shift + 1, '0') + fraction.padEnd(-shift, '0');
  const point = digits.length - Math.max(fraction.length, -shift) - shift;
  const rest = digits.slice(point);
  return `${sign}${digits.slice(0, point)}${rest === '' ? '' : `.${rest}`}`;
}

/** A whole amount of Stripe's smallest unit in minor units. */
export function minorWhole(amount: number, currency: string): number {
  return Math.round(amount / 10 ** (SHIFTS[currency] ?? 0));
}
