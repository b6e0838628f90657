import { describe, expect, it } from 'vitest';
import { allowedFacts } from '../../src/email/allowed-facts.ts';
import type { DraftBucket, FactsFor, KnownFacts, Persona } from '../../src/email/draft-facts.ts';
import { FACT_POLICY } from '../../src/email/fact-policy.ts';
import { DRAFT_BUCKETS, PERSONAS } from '../../src/email/templates/index.ts';
import { MEGACORP } from '../support/known-facts.ts';

const NEAR = '2026-05-30';
const FAR = '2026-05-31';

function facts(persona: Persona, bucket: DraftBucket, change: Partial<KnownFacts> = {}): Record<string, unknown> {
  return { ...allowedFacts({ persona, bucket, known: { ...MEGACORP, renewalDate: FAR, ...change } }) };
}

const COUNTS = ['activePeople', 'activePeopleBefore', 'seatsAvailableToInvite', 'newSeats'];
const SEATS = ['seatsInUse', 'seatsPaid'];
const NEVER = [
  'scoreTenths',
  'band',
  'seatExposure',
  'mrr',
  'arr',
  'priority',
  'playbook',
  'npsByPerson',
  'activityByPerson',
  'otherAccounts',
  'predictedSeats',
  'internalNotes',
];

/** The policy once more, written by hand: fact, persona, bucket, situation, and whether it passes. */
type Row = readonly [string, Persona, DraftBucket, Partial<KnownFacts>, boolean];
const severe = { openTickets: [{ subject: 'Down', severe: true }] };
const ROWS: readonly Row[] = [
  ...COUNTS.flatMap((fact): Row[] => [
    [fact, 'admin', 'at_risk', {}, true],
    [fact, 'key_contact', 'at_risk', {}, true],
    [fact, 'exec', 'at_risk', {}, false],
    [fact, 'exec', 'at_risk', { askedFor: ['price'] }, false],
    [fact, 'exec', 'at_risk', { askedFor: ['seats'] }, true],
    [fact, 'exec', 'right_size', {}, true],
    [fact, 'procurement', 'at_risk', {}, false],
    [fact, 'procurement', 'at_risk', { renewalDate: NEAR }, true],
    [fact, 'procurement', 'renewal', {}, true],
    [fact, 'procurement', 'right_size', {}, true],
  ]),
  ...SEATS.flatMap((fact): Row[] => [
    [fact, 'admin', 'at_risk', {}, false],
    [fact, 'admin', 'dormant', { askedFor: ['seats'] }, false],
    [fact, 'admin', 'expansion', {}, true],
    [fact, 'admin', 'right_size', {}, true],
    [fact, 'key_contact', 'at_risk', {}, true],
    [fact, 'exec', 'expansion', {}, false],
    [fact, 'exec', 'right_size', {}, true],
    [fact, 'procurement', 'expansion', {}, false],
    [fact, 'procurement', 'expansion', { renewalDate: NEAR }, true],
  ]),
  ...['workflow', 'goal'].flatMap((fact): Row[] => [
    [fact, 'admin', 'at_risk', {}, true],
    [fact, 'key_contact', 'at_risk', {}, true],
    [fact, 'exec', 'at_risk', {}, true],
    [fact, 'procurement', 'renewal', { renewalDate: NEAR }, false],
  ]),
  ['ownWork', 'admin', 'at_risk', {}, true],
  ['ownWork', 'key_contact', 'at_risk', {}, true],
  ['ownWork', 'exec', 'at_risk', {}, false],
  ['ownWork', 'procurement', 'renewal', {}, false],
  ['openTickets', 'admin', 'at_risk', {}, true],
  ['openTickets', 'key_contact', 'at_risk', {}, true],
  ['openTickets', 'exec', 'at_risk', severe, true],
  ['openTickets', 'exec', 'at_risk', { openTickets: [{ subject: 'Cannot sort' }] }, false],
  ['openTickets', 'procurement', 'renewal', severe, false],
  ['fixedIssues', 'admin', 'at_risk', {}, true],
  ['fixedIssues', 'key_contact', 'at_risk', {}, true],
  ['fixedIssues', 'exec', 'at_risk', {}, false],
  ['fixedIssues', 'exec', 'at_risk', { fixedIssues: [{ subject: 'Down', fixedOn: '2026-02-24', severe: true }] }, true],
  ['fixedIssues', 'procurement', 'renewal', {}, false],
  ['incident', 'admin', 'incident', {}, true],
  ['incident', 'key_contact', 'incident', {}, true],
  ['incident', 'exec', 'incident', {}, false],
  ['incident', 'exec', 'incident', { incident: { summary: 'Down', on: '2026-02-20', severe: true } }, true],
  ['incident', 'procurement', 'incident', {}, false],
  ['renewalDate', 'admin', 'renewal', { renewalDate: NEAR }, true],
  ['renewalDate', 'admin', 'renewal', {}, false],
  ['renewalDate', 'key_contact', 'renewal', { renewalDate: NEAR }, false],
  ['renewalDate', 'exec', 'renewal', { renewalDate: NEAR }, true],
  ['renewalDate', 'exec', 'renewal', {}, false],
  ['renewalDate', 'procurement', 'renewal', {}, true],
  ['renewalDate', 'procurement', 'renewal', { renewalDate: '2026-02-28' }, false],
  ['contractPrice', 'admin', 'renewal', { renewalDate: NEAR, askedFor: ['price'] }, false],
  ['contractPrice', 'key_contact', 'renewal', { askedFor: ['price'] }, false],
  ['contractPrice', 'exec', 'renewal', { renewalDate: NEAR }, false],
  ['contractPrice', 'exec', 'renewal', { askedFor: ['price'] }, true],
  ['contractPrice', 'procurement', 'steady', {}, true],
  ['departments', 'admin', 'at_risk', {}, true],
  ['departments', 'key_contact', 'at_risk', {}, true],
  ['departments', 'key_contact', 'at_risk', { recipientDepartment: null }, false],
  ['departments', 'exec', 'at_risk', { askedFor: ['seats'] }, false],
  ['departments', 'procurement', 'renewal', {}, false],
];

describe('the fact policy', () => {
  it.each(ROWS)('%s to %s in %s %j: %s', (fact, persona, bucket, change, passes) => {
    expect(facts(persona, bucket, change)[fact] !== undefined).toBe(passes);
  });

  it('has a hand-written row for every fact and persona', () => {
    const covered = new Set(ROWS.map(([fact, persona]) => `${fact} ${persona}`));
    for (const fact of Object.keys(FACT_POLICY).filter((name) => !NEVER.includes(name))) {
      for (const persona of PERSONAS) expect(covered, `${fact} ${persona}`).toContain(`${fact} ${persona}`);
    }
  });

  it.each(NEVER)('never lets %s pass to anybody in any bucket', (fact) => {
    for (const persona of PERSONAS) {
      for (const bucket of DRAFT_BUCKETS) {
        const all = facts(persona, bucket, { renewalDate: NEAR, askedFor: ['seats', 'price'] });
        expect(all).not.toHaveProperty(fact);
      }
    }
  });

  it('gives a forbidden fact no field in the type', () => {
    const exec: FactsFor<'exec'> = allowedFacts({ persona: 'exec', bucket: 'renewal', known: MEGACORP });
    const keyContact = allowedFacts({ persona: 'key_contact', bucket: 'renewal', known: MEGACORP });
    // @ts-expect-error an executive's facts have no departments
    expect(exec.departments).toBeUndefined();
    // @ts-expect-error a key contact's facts have no renewal date
    expect(keyContact.renewalDate).toBeUndefined();
    // @ts-expect-error nobody's facts have a band
    expect(exec.band).toBeUndefined();
    // @ts-expect-error facts are made by allowedFacts only
    const forged: FactsFor<'exec'> = { ...MEGACORP, persona: 'exec', bucket: 'renewal' };
    expect(forged).toBeDefined();
  });
});

describe('allowed facts', () => {
  it('names departments of at least five people only, and to a key contact their own', () => {
    expect(facts('admin', 'at_risk').departments).toEqual([
      { name: 'Platform', people: 9 },
      { name: 'Sales', people: 5 },
    ]);
    expect(facts('key_contact', 'at_risk').departments).toEqual([{ name: 'Platform', people: 9 }]);
    expect(facts('key_contact', 'at_risk', { recipientDepartment: 'Legal' }).departments).toBeUndefined();
  });

  it('copies named fields only, so that an extra field of a ticket cannot ride along', () => {
    const ticket = { subject: 'Cannot sort', severe: false, assignee: 'CANARY' };
    expect(facts('admin', 'at_risk', { openTickets: [ticket] }).openTickets).toEqual([{ subject: 'Cannot sort' }]);
  });

  it.each([
    'Please stop the churn',
    'Downgrade plan',
    'Refund $500',
    'Pay 20 EUR',
    'sam@megacorp.example cannot log in',
    'over\u200Bpay',
    '\u202E',
  ])('leaves out a ticket whose subject must not be quoted: %j', (subject) => {
    const tickets = [{ subject }, { subject: 'Cannot sort' }];
    expect(facts('admin', 'at_risk', { openTickets: tickets }).openTickets).toEqual([{ subject: 'Cannot sort' }]);
  });

  it('treats wrong values as unknown, never as zero', () => {
    for (const wrong of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, null, undefined]) {
      expect(facts('admin', 'at_risk', { activePeople: wrong })).not.toHaveProperty('activePeople');
    }
    expect(facts('admin', 'at_risk', { activePeople: 0 }).activePeople).toBe(0);
  });

  it('refuses a day that does not exist', () => {
    expect(() => facts('admin', 'at_risk', { asOf: '2026-02-30' })).toThrow(/asOf/);
  });
});
