import type { BriefStanding } from '../app/accounts/account-report.ts';
import type { CapKey, ComponentResult } from '../domain/assessment.ts';
import { formatTenths } from '../domain/decimal.ts';
import type { ComponentEvidence } from '../domain/health/evidence.ts';
import { ruleScore } from '../domain/override.ts';
import { COMPONENT_LABELS } from './labels.ts';
import { count, half, lost, oneDecimal, percent, plural } from './numbers.ts';

/** What a component measured, in a few words: "4 tickets / 9 people". */
export function evidenceText(evidence: ComponentEvidence): string {
  switch (evidence.key) {
    case 'utilization':
      return `${count(evidence.activeUsers)} of ${plural(evidence.paidSeats, 'seat')}`;
    case 'regularity':
      return `${evidence.activeWeeks} of ${plural(evidence.weeks, 'week')}`;
    case 'trend':
      return trendText(evidence.events, evidence.userDays);
    case 'reliability':
      return `${plural(evidence.errors, 'error')} in ${plural(evidence.events, 'event')}`;
    case 'support': {
      const urgent = evidence.urgent > 0 ? `, ${count(evidence.urgent)} urgent` : '';
      return `${plural(evidence.tickets, 'ticket')}${urgent} / ${plural(evidence.people, 'person', 'people')}`;
    }
    case 'key_contact':
      return `last active ${count(evidence.days)} d ago`;
    case 'nps':
      return `${oneDecimal(evidence.sum, evidence.count)}, n=${count(evidence.count)}`;
  }
}

/** The components that cost points, the costliest first: `support −7.5 (4 tickets / 9 people)`. */
export function lostPoints(components: readonly Pick<ComponentResult, 'evidence' | 'key' | 'lostTenths'>[]): string[] {
  return components
    .filter(({ lostTenths }) => lostTenths > 0)
    .sort((a, b) => b.lostTenths - a.lostTenths)
    .map(({ key, lostTenths, evidence }) => `${COMPONENT_LABELS[key]} ${lost(lostTenths)} (${evidenceText(evidence)})`);
}

/** `base 86.7, capped at 44.9: renewal in 45 d with 55.0 % of seats used`; null when no cap binds. */
export function capText({ assessment: { health, seats, facts } }: BriefStanding): string | null {
  const capped = ruleScore(health);
  if (health.cap === null || health.baseTenths === null || capped === null) return null;
  const reason = capReason(health.cap, {
    renewal: facts.days_to_renewal ?? null,
    pastDue: facts.past_due_days ?? 0,
    lastActive: facts.last_active_days ?? null,
    used: seats.utilizationTenths === null ? null : percent(seats.utilizationTenths),
  });
  return `base ${formatTenths(health.baseTenths)}, capped at ${formatTenths(capped)}: ${reason}`;
}

interface CapFacts {
  readonly renewal: number | null;
  readonly pastDue: number;
  /** Days since the last day with activity. */
  readonly lastActive: number | null;
  readonly used: string | null;
}

function capReason(cap: CapKey, { renewal, pastDue, lastActive, used }: CapFacts): string {
  switch (cap) {
    case 'cancellation_notice':
      return renewal === null ? 'cancellation notice' : `cancellation notice, period ends in ${renewal} d`;
    case 'silent_14_days':
      // The last active day itself is none of them.
      return `no activity for ${lastActive === null ? 14 : lastActive - 1} days`;
    case 'low_and_dropping':
      return `seat use is low and dropping${used === null ? '' : ` (${used})`}`;
    case 'renewal_red_flag':
      return `renewal in ${renewal ?? '?'} d with ${used ?? 'too few'} of seats used`;
    case 'payment_past_due':
      return `payment past due for ${pastDue} d`;
    case 'dormant_seats':
      return `seats lie dormant${used === null ? '' : ` (${used} used)`}`;
  }
}

function trendText(events: readonly [number, number], userDays: readonly [number, number]): string {
  return `events ${half(events[1])} → ${count(events[0])}, active days ${half(userDays[1])} → ${count(userDays[0])} per 14 d`;
}
