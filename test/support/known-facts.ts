import type { DraftBucket, KnownFacts, Persona } from '../../src/email/draft-facts.ts';
import { DRAFT_BUCKETS, PERSONAS, templatesFor } from '../../src/email/templates/index.ts';
import { fc } from './fc.ts';

export const AS_OF = '2026-03-01';

/** An account of which everything is known, forbidden facts included; each of those carries a canary. */
export const MEGACORP: KnownFacts = {
  accountId: 'megacorp',
  accountName: 'Megacorp',
  asOf: AS_OF,
  recipientFirstName: 'Priya',
  recipientDepartment: 'Platform',
  senderName: 'Dana',
  productName: 'Boardly',
  meetingDay: 'Thursday',
  activePeople: 14,
  activePeopleBefore: { people: 32, monthLabel: 'November' },
  seatsAvailableToInvite: 36,
  seatsInUse: 14,
  seatsPaid: 50,
  newSeats: 11,
  workflow: { name: 'Incident review', completed: 1210, usedBy: 'The platform team' },
  goal: 'one place for incident reviews',
  ownWork: 'the incident board',
  openTickets: [{ subject: 'Cannot sort' }, { subject: 'Sign-in fails', severe: true }],
  fixedIssues: [
    { subject: 'Slow export', fixedOn: '2026-02-24' },
    { subject: 'Export stops', fixedOn: '2026-02-24' },
  ],
  incident: { summary: 'Exports were down', on: '2026-02-20', fixedOn: '2026-02-21', severe: false },
  renewalDate: '2026-05-02',
  contractPrice: { minor: 6_000_000, currency: 'USD', per: 'year' },
  departments: [
    { name: 'Platform', people: 9 },
    { name: 'Sales', people: 5 },
    { name: 'Legal', people: 4 },
  ],
  scoreTenths: 770_185,
  band: 'CANARY-band',
  seatExposure: { minor: 770_360, currency: 'USD' },
  mrr: { minor: 770_500, currency: 'USD' },
  arr: { minor: 776_000, currency: 'USD' },
  priority: 'CANARY-priority',
  playbook: 'CANARY-playbook',
  npsByPerson: [{ name: 'CANARY-person', score: 770_003 }],
  activityByPerson: [{ name: 'CANARY-employee', lastActiveOn: '2019-07-07' }],
  otherAccounts: ['CANARY-other'],
  predictedSeats: 770_015,
  internalNotes: ['CANARY-note'],
};

/** What no text may contain when `MEGACORP`'s forbidden facts were known. */
export const CANARIES = [
  'CANARY',
  '770185',
  '770,185',
  '77018',
  '7703',
  '7705',
  '7760',
  '770003',
  '770015',
  '2019',
  '7 Jul',
];

export const HOSTILE = [
  '<!channel>',
  '<https://evil.example|Click>',
  '&lt;!here&gt;',
  'Acme\r\nBcc: victim@evil.example',
  'a\u0000b\u0007c\u001b[31m',
  '\u202Egro.live\u202C',
  '\u2066x\u2069\u200Fy',
  '\u200B\u200C\u200D\uFEFF',
  '👩‍👩‍👧‍👦 family',
  '\uD83D',
  'x\uDE00y',
  'e'.repeat(10_000),
  '🦄'.repeat(10_000),
  '=cmd|calc',
  '</script><script>alert(1)</script>',
  '7Geese',
  '3M',
  '14',
  '1’000 Ideas',
  'Waste Management',
  'Churnkey',
  'Unused $5 Ltd',
  'At-Risk Youth Fund',
  'May',
  '24 Feb',
  'USD',
  '½ price ②',
  '٣٤ شركة',
  'undefined',
  '()',
  '   ',
] as const;

const name = fc.oneof(
  { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.constantFrom('Megacorp', 'Priya', 'Zoë & Söhne', 'O’Neil', '株式会社テスト') },
);
const count = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.nat(2_000_000), fc.constantFrom(-1, 1.5, Number.NaN));
const day = fc.oneof(
  fc.integer({ min: -400, max: 800 }).map((days) => new Date(Date.UTC(2026, 2, 1 + days)).toISOString().slice(0, 10)),
  fc.constantFrom('2026-02-30', 'tomorrow', ''),
);
const severe = fc.boolean();
const option = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof({ weight: 4, arbitrary }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) });
const either = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 4, arbitrary }, { weight: 1, arbitrary: fc.constant(undefined) });

/** Anything a store might hand over, hostile texts and wrong values included. */
export const knownFacts: fc.Arbitrary<KnownFacts> = fc
  .record({
    accountId: fc.constantFrom('acct_1', '\u200B'),
    accountName: name,
    asOf: fc.constant(AS_OF),
    recipientFirstName: option(name),
    recipientDepartment: option(name),
    senderName: option(name),
    productName: option(name),
    meetingDay: option(fc.constantFrom('Thursday', 'Monday')),
    meetingMinutes: either(fc.integer({ min: -5, max: 300 })),
    setupMinutes: either(fc.integer({ min: -5, max: 300 })),
    askedFor: either(fc.subarray(['seats', 'price'] as const)),
    activePeople: option(count),
    activePeopleBefore: option(fc.record({ people: count, monthLabel: fc.constantFrom('November', 'May', '\u200B') })),
    seatsAvailableToInvite: option(count),
    seatsInUse: option(count),
    seatsPaid: option(count),
    newSeats: option(count),
    workflow: option(fc.record({ name, completed: either(count), usedBy: either(name) })),
    goal: option(name),
    ownWork: option(name),
    openTickets: option(fc.array(fc.record({ subject: name, severe }), { maxLength: 5 })),
    fixedIssues: option(fc.array(fc.record({ subject: name, fixedOn: day, severe }), { maxLength: 5 })),
    incident: option(fc.record({ summary: name, on: day, fixedOn: either(day), severe })),
    renewalDate: option(day),
    contractPrice: option(
      fc.record({
        minor: fc.oneof(count, fc.nat()),
        currency: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', '$'),
        per: fc.constantFrom('month', 'year'),
      }),
    ),
    departments: option(fc.array(fc.record({ name, people: count }), { maxLength: 6 })),
  })
  .map((facts) => ({ ...facts, internalNotes: ['CANARY-note'], band: 'CANARY-band', predictedSeats: 770_015 }));

export interface Cell {
  readonly bucket: DraftBucket;
  readonly persona: Persona;
  readonly templateId: string;
}

/** Every wording once: bucket x persona x template. */
export const CELLS: readonly Cell[] = DRAFT_BUCKETS.flatMap((bucket) =>
  PERSONAS.flatMap((persona) =>
    templatesFor(bucket, persona)
      .filter((choice) => choice.bucket === bucket)
      .map(({ id }) => ({ bucket, persona, templateId: id })),
  ),
);

/** The account with one text in the place of everything that others wrote. */
export function wordedBy(text: string): KnownFacts {
  return {
    ...MEGACORP,
    accountName: text,
    recipientFirstName: text,
    senderName: text,
    productName: text,
    goal: text,
    ownWork: text,
    workflow: { name: text, completed: 3, usedBy: text },
    openTickets: [{ subject: text, severe: true }],
    fixedIssues: [{ subject: text, fixedOn: '2026-02-24', severe: true }],
    incident: { summary: text, on: '2026-02-20', severe: true },
    departments: [{ name: text, people: 9 }],
  };
}
