/** Classes of accounts by their paid seats, smallest first; each begins where the one before ends. */
export const SIZE_CLASSES = ['1–9 seats', '10–49 seats', '50–249 seats', '250+ seats'] as const;
export type SizeClass = (typeof SIZE_CLASSES)[number];

/** The class of an account by its paid seats; null without any, or where they are not known. */
export function sizeClassOf(paidSeats: number | null): SizeClass | null {
  if (paidSeats === null || paidSeats < 1) return null;
  if (paidSeats < 10) return '1–9 seats';
  if (paidSeats < 50) return '10–49 seats';
  return paidSeats < 250 ? '50–249 seats' : '250+ seats';
}
