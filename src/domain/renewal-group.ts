/** Days before a renewal at which something is to be prepared, the nearest first. */
export const RENEWAL_GROUPS = [30, 60, 90, 120] as const;
export type RenewalGroup = (typeof RENEWAL_GROUPS)[number];

/** The nearest milestone that a renewal in so many days is within; null for past ones and those beyond 120 days. */
export function renewalGroup(days: number): RenewalGroup | null {
  return days < 0 ? null : (RENEWAL_GROUPS.find((within) => days <= within) ?? null);
}
