/** A decimal as `units / 10^scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: bigint;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Reads `"-12.50"` exactly; null when the text is not a plain decimal. */
export function parseDecimal(text: string): Decimal | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: 10n ** BigInt(fraction.length) };
}

/** A configured number as the decimal it was written as: 0.1 is one tenth, not its nearest binary fraction. */
export function decimalOf(value: number): Decimal {
  if (Number.isInteger(value)) return { units: BigInt(value), scale: 1n };
  return parseDecimal(value.toFixed(9)) ?? { units: 0n, scale: 1n };
}

/** Tenths as `"18.5"`, `"-0.4"`, `"100.0"`. */
export function formatTenths(tenths: number): string {
  const absolute = Math.abs(tenths);
  return `${tenths < 0 ? '-' : ''}${Math.floor(absolute / 10)}.${absolute % 10}`;
}

/** Hundredths as `"51.28"`. */
export function formatHundredths(hundredths: number): string {
  const absolute = Math.abs(hundredths);
  const fraction = String(absolute % 100).padStart(2, '0');
  return `${hundredths < 0 ? '-' : ''}${Math.floor(absolute / 100)}.${fraction}`;
}
