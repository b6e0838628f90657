import { type Day, daysBetween } from './day.ts';

/** Why an account is to be left alone for now. */
export type ContactPause = 'contacted_recently' | 'urgent_ticket_open' | 'opted_out';

/** Days after a contact in which nobody writes again. */
export const PAUSE_DAYS = 14;

/**
 * What speaks against writing today: a contact on this day or in the 13 days before it, an urgent ticket that is
 * open, a recipient who wants no mail. Empty: nothing. Days are local days of the team.
 */
export function contactPauses(input: {
  readonly today: Day;
  /** Day of the last mail, call or meeting; null: none is known. */
  readonly lastContactOn: Day | null;
  readonly urgentTicketsOpen: number;
  readonly optedOut: boolean;
}): readonly ContactPause[] {
  const { today, lastContactOn, urgentTicketsOpen, optedOut } = input;
  const recent = lastContactOn !== null && daysBetween(lastContactOn, today) < PAUSE_DAYS;
  return [
    ...(recent ? (['contacted_recently'] as const) : []),
    ...(urgentTicketsOpen > 0 ? (['urgent_ticket_open'] as const) : []),
    ...(optedOut ? (['opted_out'] as const) : []),
  ];
}
