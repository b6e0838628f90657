import type { Assessment, CapKey, ComponentKey } from './assessment.ts';

/** What to do about an account next; the words are the renderers'. */
export type Play =
  | 'check_mapping'
  | 'save_call'
  | 'settle_payment'
  | 'ask_why_silent'
  | 'resolve_urgent'
  | 'prepare_renewal'
  | 're_engage'
  | 'onboard_again'
  | 'fix_errors'
  | 'clear_tickets'
  | 'find_contact'
  | 'follow_up_feedback'
  | 'guide_rollout'
  | 'offer_seats'
  | 'keep_in_touch';

const MOST = 3;

const OF_CAP: Readonly<Record<CapKey, Play>> = {
  cancellation_notice: 'save_call',
  payment_past_due: 'settle_payment',
  silent_14_days: 'ask_why_silent',
  renewal_red_flag: 'prepare_renewal',
  low_and_dropping: 're_engage',
  dormant_seats: 'onboard_again',
};

const OF_COMPONENT: Readonly<Partial<Record<ComponentKey, Play>>> = {
  utilization: 're_engage',
  regularity: 're_engage',
  trend: 're_engage',
  reliability: 'fix_errors',
  support: 'clear_tickets',
  key_contact: 'find_contact',
  nps: 'follow_up_feedback',
};

/**
 * One to three plays, the most pressing first: what ends a contract before what costs points, and what costs points
 * before what could grow. None for an account that is excluded.
 */
export function suggestedPlays(assessment: Assessment): readonly Play[] {
  const { facts, seats } = assessment;
  if (seats.bucket === 'excluded') return [];
  if (seats.bucket === 'no_signal' || facts.never_seen === true) return ['check_mapping'];
  const plays = [...pressing(assessment), ...ofSeats(assessment), ...ofPoints(assessment)];
  const distinct = [...new Set(plays)].slice(0, MOST);
  return distinct.length === 0 ? ['keep_in_touch'] : distinct;
}

function pressing({ facts, seats, health }: Assessment): Play[] {
  const plays: Play[] = [];
  if (facts.cancel_at_period_end === true) plays.push('save_call');
  if (health.cap !== null) plays.push(OF_CAP[health.cap]);
  if ((facts.urgent_tickets_open ?? 0) > 0) plays.push('resolve_urgent');
  if (seats.flags.includes('renewal_red_flag')) plays.push('prepare_renewal');
  return plays;
}

function ofSeats({ seats }: Assessment): Play[] {
  switch (seats.bucket) {
    case 'at_risk':
    case 'watch':
      return ['re_engage'];
    case 'dormant':
      return ['onboard_again'];
    case 'ramping':
    case 'onboarding':
      return ['guide_rollout'];
    case 'expansion':
      return seats.expansionBlockedBy === null ? ['offer_seats'] : [];
    default:
      return [];
  }
}

/** The components that cost most; small losses are no reason to act. */
function ofPoints({ health }: Assessment): Play[] {
  return [...health.components]
    .filter(({ subHundredths }) => subHundredths < 5_000)
    .sort((a, b) => b.lostTenths - a.lostTenths)
    .flatMap(({ key }) => OF_COMPONENT[key] ?? []);
}
