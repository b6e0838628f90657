import type { ContractPrice } from './known-facts.ts';

/** Asking the runtime costs as much as a whole draft; codes are three letters, so there are few. */
const digits = new Map<string, number>();

/** Digits after the point of a currency: 2 for USD, 0 for JPY, 3 for KWD; 2 for a code nobody knows. */
export function minorDigits(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  const found = format.resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

/** "USD 60,000 per year", "EUR 720.50 per month": exact, the code before the amount. */
export function priceText({ minor, currency, per }: ContractPrice): string {
  const digits = minorDigits(currency);
  const text = String(minor).padStart(digits + 1, '0');
  const whole = Number(text.slice(0, text.length - digits)).toLocaleString('en-US');
  const fraction = text.slice(text.length - digits);
  return `${currency} ${whole}${/[1-9]/.test(fraction) ? `.${fraction}` : ''} per ${per}`;
}
