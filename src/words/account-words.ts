import type { AccountRef } from '../app/accounts/account-ref.ts';
import type { SeatAssessment } from '../domain/assessment.ts';
import { type Day, daysBetween } from '../domain/day.ts';
import type { AccountFacts } from '../domain/facts.ts';
import { flagText } from './labels.ts';
import { percent, shortDay } from './numbers.ts';

/** What words of an account's seats are made of. */
interface SeatFacts<F extends keyof AccountFacts, S extends keyof SeatAssessment = never> {
  readonly assessment: { readonly facts: Pick<AccountFacts, F>; readonly seats: Pick<SeatAssessment, S> };
}

/** `renews 29 Aug (180 d)`; null when no renewal is known. */
export function renewalText(account: Pick<AccountRef, 'renewsOn'>, day: Day): string | null {
  if (account.renewsOn === null) return null;
  const days = daysBetween(day, account.renewsOn);
  if (days < 0) return `renewal was ${shortDay(account.renewsOn)}`;
  return `renews ${shortDay(account.renewsOn)} (${days} d)`;
}

/** `14/50 seats (28.0 %)`; null where nothing is paid for or the account is not measured. */
export function seatsText({
  assessment: { facts, seats },
}: SeatFacts<'active_users_30d' | 'paid_seats', 'utilizationTenths'>): string | null {
  if (seats.utilizationTenths === null) return null;
  return `${facts.active_users_30d}/${facts.paid_seats} seats (${percent(seats.utilizationTenths)})`;
}

/** `32→24→18→14`; null without a full window. */
export function windowsText({ assessment: { facts } }: SeatFacts<'active_user_windows'>): string | null {
  return facts.active_user_windows.length === 0 ? null : facts.active_user_windows.join('→');
}

/** Flags in words, those left out that another line says. */
export function flagsText({ assessment: { seats } }: SeatFacts<never, 'flags' | 'quarterChange'>): string | null {
  const quarter =
    seats.quarterChange === null ? null : percent(seats.quarterChange.pointsTenths).replace(' %', ' points');
  const words = seats.flags.flatMap((flag) => flagText(flag, quarter) ?? []);
  return words.length === 0 ? null : words.join(' · ');
}
