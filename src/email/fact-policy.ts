import { daysBetween } from './day.ts';
import type { DraftBucket, FactName, KnownNames, Persona } from './known-facts.ts';

/** When a persona may read a fact. */
export type FactRule =
  | 'always'
  | 'never'
  /** The renewal is at most 90 days away. */
  | 'within_90_days'
  /** The renewal is at most 90 days away or is the occasion, or the customer asked for their numbers. */
  | 'at_renewal'
  /** This person asked for seats, or the customer did. */
  | 'when_asked'
  /** This person asked for the price. */
  | 'on_request'
  /** The draft is about being full, or answers a question about seats. */
  | 'when_full_or_asked'
  | 'if_severe'
  | 'own_team';

/** How much of a fact passes. */
export type FactScope = 'all' | 'none' | 'severe' | 'own_team';

const NEVER = { admin: 'never', key_contact: 'never', exec: 'never', procurement: 'never' } as const;
const COUNTS = { admin: 'always', key_contact: 'always', exec: 'when_asked', procurement: 'at_renewal' } as const;
const SEATS = { ...COUNTS, admin: 'when_full_or_asked' } as const;
const WORK = { admin: 'always', key_contact: 'always', exec: 'always', procurement: 'never' } as const;
const SUPPORT = { admin: 'always', key_contact: 'always', exec: 'if_severe', procurement: 'never' } as const;

/** Fact x persona: the whole policy. A fact without a row does not compile; the types of the drafts follow it. */
export const FACT_POLICY = {
  activePeople: COUNTS,
  activePeopleBefore: COUNTS,
  seatsAvailableToInvite: COUNTS,
  seatsInUse: SEATS,
  seatsPaid: SEATS,
  newSeats: COUNTS,
  workflow: WORK,
  goal: WORK,
  ownWork: { admin: 'always', key_contact: 'always', exec: 'never', procurement: 'never' },
  openTickets: SUPPORT,
  fixedIssues: SUPPORT,
  incident: SUPPORT,
  renewalDate: { admin: 'within_90_days', key_contact: 'never', exec: 'within_90_days', procurement: 'always' },
  contractPrice: { admin: 'never', key_contact: 'never', exec: 'on_request', procurement: 'always' },
  departments: { admin: 'always', key_contact: 'own_team', exec: 'never', procurement: 'never' },
  scoreTenths: NEVER,
  band: NEVER,
  seatExposure: NEVER,
  mrr: NEVER,
  arr: NEVER,
  priority: NEVER,
  playbook: NEVER,
  npsByPerson: NEVER,
  activityByPerson: NEVER,
  otherAccounts: NEVER,
  predictedSeats: NEVER,
  internalNotes: NEVER,
} as const satisfies Record<FactName, Record<Persona, FactRule>>;

export interface PolicySituation extends Pick<KnownNames, 'asOf' | 'askedFor'> {
  readonly bucket: DraftBucket;
  readonly renewalDate?: string | null | undefined;
}

const RENEWAL_DAYS = 90;

/** How much of a fact passes under `rule` in this situation. */
export function factScope(rule: FactRule, situation: PolicySituation): FactScope {
  const { bucket, asOf, renewalDate, askedFor = [] } = situation;
  const days = renewalDate ? daysBetween(asOf, renewalDate) : null;
  const near = days !== null && days >= 0 && days <= RENEWAL_DAYS;
  const asked = bucket === 'right_size';
  const pass = (condition: boolean): FactScope => (condition ? 'all' : 'none');
  switch (rule) {
    case 'always':
      return 'all';
    case 'never':
      return 'none';
    case 'within_90_days':
      return pass(near);
    case 'at_renewal':
      return pass(near || bucket === 'renewal' || asked);
    case 'when_asked':
      return pass(asked || askedFor.includes('seats'));
    case 'on_request':
      return pass(askedFor.includes('price'));
    case 'when_full_or_asked':
      return pass(bucket === 'expansion' || asked);
    case 'if_severe':
      return 'severe';
    case 'own_team':
      return 'own_team';
  }
}
