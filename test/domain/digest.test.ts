import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BandLabel, Bucket } from '../../src/domain/assessment.ts';
import { type DigestAccount, pickDigest } from '../../src/domain/digest.ts';
import { type DayLevel, isNotable } from '../../src/domain/digest-level.ts';
import { firedSignals, type Step } from '../../src/domain/digest-signals.ts';

const LEVEL: DayLevel = {
  scoreTenths: 800,
  baseTenths: 800,
  band: 'healthy',
  bucket: 'steady',
  exposureMinor: 10_000,
  definition: 'rules',
  overridden: false,
  cancelling: false,
  silent: false,
  pastDueDays: 0,
  renewalFlag: false,
  daysToRenewal: 200,
};
const score = (tenths: number, definition = 'rules') => ({ baseTenths: tenths, scoreTenths: tenths, definition });

function step(now: Partial<DayLevel>, before: Partial<DayLevel> | null = {}, rest: Partial<Step> = {}): Step {
  return {
    now: { ...LEVEL, ...now },
    before: before && { ...LEVEL, ...before },
    consecutive: true,
    weekAgo: null,
    monthAgo: null,
    beforeWeekAgo: null,
    beforeMonthAgo: null,
    dropsHeld: false,
    wasDormant: false,
    ...rest,
  };
}

describe('firedSignals', () => {
  it.each<[string, Step, string[]]>([
    ['nothing', step({}), []],
    ['a fall of exactly 15.0 points', step({ baseTenths: 650 }), []],
    ['a fall of 15.1 points', step({ baseTenths: 649 }), ['drop_24h']],
    ['the same fall over two days', step({ baseTenths: 649 }, {}, { consecutive: false }), []],
    ['a fall under a broken source', step({ baseTenths: 649, band: 'ok' }, {}, { dropsHeld: true }), []],
    ['a fall under new rules', step({ baseTenths: 600, band: 'ok', definition: 'new' }), []],
    ['a fall in a week', step({ baseTenths: 600 }, { baseTenths: 610 }, { weekAgo: score(800) }), ['drop_7d']],
    [
      'a fall in a week that was there the day before',
      step({ baseTenths: 600 }, { baseTenths: 600 }, { weekAgo: score(800), beforeWeekAgo: score(800) }),
      [],
    ],
    ['a fall in a month', step({ baseTenths: 600 }, { baseTenths: 610 }, { monthAgo: score(800) }), ['drop_28d']],
    [
      'a month ago under other rules',
      step({ baseTenths: 600 }, { baseTenths: 610 }, { monthAgo: score(800, 'x') }),
      [],
    ],
    [
      'a cap that sets in without any change of the base',
      step({ cancelling: true, scoreTenths: 249, band: 'CRITICAL' }),
      ['cancellation_notice', 'band_down'],
    ],
    ['silence that goes on', step({ silent: true, band: 'CRITICAL' }, { silent: true, band: 'CRITICAL' }), []],
    ['13 days past due', step({ pastDueDays: 13 }, { pastDueDays: 12 }), []],
    ['14 days past due', step({ pastDueDays: 14 }, { pastDueDays: 13 }), ['payment_past_due']],
    ['an entry into at risk', step({ bucket: 'at_risk' }), ['at_risk_enter']],
    ['an entry into at risk by new rules', step({ bucket: 'at_risk', definition: 'new' }), []],
    ['a red flag', step({ renewalFlag: true, daysToRenewal: 80 }), ['renewal_red_flag']],
    [
      'a red flag that reaches 60 days',
      step({ renewalFlag: true, daysToRenewal: 60 }, { renewalFlag: true, daysToRenewal: 61 }),
      ['renewal_red_flag'],
    ],
    [
      'a red flag between its milestones',
      step({ renewalFlag: true, daysToRenewal: 59 }, { renewalFlag: true, daysToRenewal: 60 }),
      [],
    ],
    ['dormant for the first time', step({ bucket: 'dormant' }), ['dormant']],
    ['dormant once more in the quarter', step({ bucket: 'dormant' }, {}, { wasDormant: true }), []],
    ['a first score that is low', step({ band: 'WARN' }, { band: 'onboarding' }), ['band_down']],
    ['a band set by hand', step({ band: 'WARN', scoreTenths: 300, overridden: true }), []],
    ['a band no longer set by hand', step({ band: 'ok' }, { overridden: true }), []],
    ['a first score that is fine', step({}, { band: 'onboarding' }), []],
    ['a better band', step({ band: 'champion' }), []],
    ['an account that was excluded', step({ bucket: 'excluded', band: null, cancelling: true }), []],
  ])('%s', (_, given, expected) => {
    expect(firedSignals(given)).toEqual(expected);
  });
});

const bands: readonly (BandLabel | null)[] = [
  'CRITICAL',
  'WARN',
  'ok',
  'healthy',
  'champion',
  'onboarding',
  'not scored',
  null,
];
const buckets: readonly Bucket[] = [
  'excluded',
  'no_seats',
  'small',
  'at_risk',
  'ramping',
  'dormant',
  'expansion',
  'watch',
  'steady',
];
const tenths = fc.option(fc.integer({ min: 0, max: 1000 }));
const anyLevel: fc.Arbitrary<DayLevel> = fc.record({
  scoreTenths: tenths,
  baseTenths: tenths,
  band: fc.constantFrom(...bands),
  bucket: fc.constantFrom(...buckets),
  exposureMinor: fc.option(fc.integer({ min: 0, max: 2 ** 40 })),
  definition: fc.constantFrom('a', 'b'),
  overridden: fc.boolean(),
  cancelling: fc.boolean(),
  silent: fc.boolean(),
  pastDueDays: fc.integer({ min: 0, max: 30 }),
  renewalFlag: fc.boolean(),
  daysToRenewal: fc.option(fc.integer({ min: -5, max: 100 })),
});
const anyScore = fc.option(
  fc.record({
    baseTenths: fc.integer({ min: 0, max: 1000 }),
    scoreTenths: fc.integer({ min: 0, max: 1000 }),
    definition: fc.constantFrom('a', 'b'),
  }),
);
const anyStep: fc.Arbitrary<Step> = fc.record({
  now: anyLevel,
  before: fc.option(anyLevel),
  consecutive: fc.boolean(),
  weekAgo: anyScore,
  monthAgo: anyScore,
  beforeWeekAgo: anyScore,
  beforeMonthAgo: anyScore,
  dropsHeld: fc.boolean(),
  wasDormant: fc.boolean(),
});
const anyAccounts: fc.Arbitrary<DigestAccount[]> = fc.uniqueArray(
  fc.record({
    accountId: fc.string({ minLength: 1, maxLength: 3 }),
    now: anyLevel,
    reference: fc.option(anyLevel),
    steps: fc.array(anyStep, { maxLength: 3 }),
  }),
  { selector: ({ accountId }) => accountId, maxLength: 12 },
);
describe('pickDigest', () => {
  it('puts every account that is not excluded in exactly one place', () => {
    fc.assert(
      fc.property(anyAccounts, (accounts) => {
        const { fresh, recovered, open, quiet } = pickDigest(accounts);
        const listed = [...fresh, ...recovered, ...open].map(({ accountId }) => accountId);
        expect(new Set(listed).size).toBe(listed.length);
        const counted = accounts.filter(({ now }) => now.bucket !== 'excluded').length;
        expect(listed.length + quiet).toBe(counted);
      }),
    );
  });

  it('never leaves out what is notable, nor calls it recovered', () => {
    fc.assert(
      fc.property(anyAccounts, (accounts) => {
        const { fresh, recovered, open } = pickDigest(accounts);
        const shown = new Set([...fresh, ...open].map(({ accountId }) => accountId));
        const notable = accounts.filter(({ now }) => isNotable(now)).map(({ accountId }) => accountId);
        expect(notable.filter((id) => !shown.has(id))).toEqual([]);
        expect(recovered.filter(({ accountId }) => notable.includes(accountId))).toEqual([]);
      }),
    );
  });

  it('does not call falling use that stopped a recovery', () => {
    const account = (now: Partial<DayLevel>, reference: Partial<DayLevel>): DigestAccount => ({
      accountId: 'a',
      now: { ...LEVEL, ...now },
      reference: { ...LEVEL, ...reference },
      steps: [],
    });
    expect(pickDigest([account({ bucket: 'dormant' }, { bucket: 'at_risk' })]).recovered).toEqual([]);
    expect(pickDigest([account({ bucket: 'steady' }, { bucket: 'at_risk' })]).recovered).toHaveLength(1);
    expect(pickDigest([account({ band: null, bucket: 'excluded' }, { band: 'WARN' })]).recovered).toEqual([]);
  });
});
