import type { SizeName } from '../seeded.ts';

/** The worlds that are measured, the smallest first: more events for the same accounts, then more accounts. */
export const MATRIX = {
  few: { accounts: 500, millions: 1 },
  one: { accounts: 5000, millions: 1 },
  ten: { accounts: 5000, millions: 10 },
  fifty: { accounts: 5000, millions: 50 },
  wide: { accounts: 50_000, millions: 100 },
} as const satisfies Partial<Record<SizeName, unknown>>;

export type WorldName = keyof typeof MATRIX;

/** In the order of the table's columns. */
export const WORLDS = Object.keys(MATRIX) as WorldName[];

/** `5,000 × 10 M`: accounts and events. */
export function worldTitle(name: WorldName): string {
  const { accounts, millions } = MATRIX[name];
  return `${accounts.toLocaleString('en-US')} × ${millions} M`;
}
