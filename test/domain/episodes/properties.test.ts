import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/domain/assess.ts';
import type { Band, BandLabel, Bucket, CapKey } from '../../../src/domain/assessment.ts';
import { addDays } from '../../../src/domain/day.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../../src/domain/definition.ts';
import { evaluateDay } from '../../../src/domain/episodes/evaluate-day.ts';
import { earlierDays, foldEpisodes, type LevelOn } from '../../../src/domain/episodes/fold.ts';
import { type DayLevel, levelOf } from '../../../src/domain/episodes/level.ts';
import type { AccountFacts } from '../../../src/domain/facts.ts';
import { bandWithHysteresis } from '../../../src/domain/health/band.ts';
import { fc } from '../../support/fc.ts';
import { GOLDEN } from '../../support/portfolio.ts';
import { daily, LEVEL, START } from './levels.ts';

const DAYS = 30;
const RULES = { health: BALANCED, utilization: UTILIZATION_DEFAULTS, definition: 'rules' };

/** How often each signal was news: begun, said again or woken. */
function alerts(levels: readonly LevelOn[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { changes } of foldEpisodes(levels).days) {
    for (const { episode, kind, news } of changes) {
      if (!news || kind === 'recovered' || kind === 'reminded') continue;
      counts[episode.signal] = (counts[episode.signal] ?? 0) + 1;
    }
  }
  return counts;
}

/** Facts of following days as levels, the band carried on from day to day. */
function assessed(history: readonly AccountFacts[]): LevelOn[] {
  let previousBand: Band | null = null;
  return history.map((facts, index) => {
    const assessment = assess(facts, { health: BALANCED, utilization: UTILIZATION_DEFAULTS, previousBand });
    previousBand = assessment.health.bandRaw === null ? previousBand : (assessment.health.band as Band);
    return { day: addDays(START, index), level: levelOf(assessment, RULES) };
  });
}

function golden(id: string): AccountFacts {
  const found = GOLDEN.accounts.find((account) => account.account_id === id);
  if (!found) throw new Error(`${id} is not a golden account`);
  return found;
}

/** On one side for a day or a few, then on the other: what flaps does not stay. */
const flapping = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: DAYS, maxLength: DAYS })
  .map((runs) => runs.flatMap((length, index) => Array.from({ length }, () => index % 2 === 0)).slice(0, DAYS));

describe('a value that flaps around a threshold for 30 days', () => {
  it.each([25, 45, 70, 90])('by a point around the band boundary %i is said exactly once', (boundary) => {
    const wobble = fc.array(fc.integer({ min: -10, max: 10 }), { minLength: DAYS, maxLength: DAYS });
    fc.assert(
      fc.property(wobble, (wobbles) => {
        let band: Band = bandWithHysteresis(10 * boundary + 30, null, BALANCED);
        const levels = [30, -1, ...wobbles].map((off): Partial<DayLevel> => {
          const tenths = 10 * boundary + off;
          band = bandWithHysteresis(tenths, band, BALANCED);
          return {
            scoreTenths: tenths,
            baseTenths: tenths,
            band,
            baseBand: bandWithHysteresis(tenths, null, BALANCED),
          };
        });
        // An account that is low to begin with has been said before.
        const before = boundary === 25 ? { band_down: 2 } : { band_down: 1 };
        expect(alerts(daily(levels))).toEqual(before);
      }),
    );
  });

  it.each<[string, string, (high: boolean, index: number) => Partial<AccountFacts>]>([
    ['49 and 51 of 100 seats, dropping', 'exact50', (high) => people(high ? 51 : 49, [70, 62, 56])],
    ['49 and 51 of 100 seats, flat', 'exact50', (high) => people(high ? 51 : 49, [51, 50, 50])],
    [
      '59 and 61 of 100 seats near the renewal',
      'exact60',
      (high, index) => ({ ...people(high ? 61 : 59, [60, 60, 60]), days_to_renewal: 60 - index }),
    ],
    ['89 and 91 of 100 seats', 'exact80', (high) => people(high ? 91 : 89, [90, 90, 90])],
    [
      'a quarter’s change of −19 and −21',
      'exact60',
      (high) => ({ ...people(high ? 66 : 64, [85, 85, 85]), days_to_renewal: 300 }),
    ],
  ])('%s: at most one alert per signal', (_, id, at) => {
    fc.assert(
      fc.property(flapping, (sides) => {
        const found = alerts(assessed(sides.map((high, index) => ({ ...golden(id), ...at(high, index) }))));
        expect(Object.entries(found).filter(([, count]) => count > 1)).toEqual([]);
      }),
    );
  });

  it('by a point around the drop from 88.0: at most one drop', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 720, max: 740 }), { minLength: DAYS, maxLength: DAYS }), (scores) => {
        const levels = [...Array.from({ length: 30 }, () => 880), ...scores].map((tenths) => ({ baseTenths: tenths }));
        const drops = Object.entries(alerts(daily(levels))).filter(([signal]) => signal.startsWith('drop_'));
        expect(drops.reduce((sum, [, count]) => sum + count, 0)).toBeLessThanOrEqual(1);
      }),
    );
  });

  function people(active: number, earlier: readonly number[]): Partial<AccountFacts> {
    const quarter = { paid_seats_90d_ago: 100, seats_added_60d: 0, growth_plan_active: false };
    return { ...quarter, paid_seats: 100, active_users_30d: active, active_user_windows: [...earlier, active] };
  }
});

const BANDS: readonly BandLabel[] = ['CRITICAL', 'WARN', 'ok', 'healthy', 'champion', 'not scored'];
const BUCKETS: readonly Bucket[] = ['excluded', 'at_risk', 'dormant', 'expansion', 'steady'];
const CAPS: readonly CapKey[] = ['cancellation_notice', 'silent_14_days', 'renewal_red_flag', 'payment_past_due'];
const tenths = fc.option(fc.integer({ min: 0, max: 1000 }), { freq: 8 });
const anyLevel = fc
  .record({
    scoreTenths: tenths,
    baseTenths: tenths,
    band: fc.constantFrom(...BANDS),
    baseBand: fc.constantFrom<Band>('CRITICAL', 'WARN', 'ok', 'healthy', 'champion'),
    bucket: fc.constantFrom(...BUCKETS),
    caps: fc.subarray([...CAPS]),
    capped: fc.boolean(),
    overridden: fc.boolean(),
    quarterDrop: fc.boolean(),
    quarterTenths: fc.option(fc.integer({ min: -400, max: 0 })),
    seatsInUse: fc.boolean(),
    daysToRenewal: fc.option(fc.integer({ min: -5, max: 100 })),
    offersSeats: fc.boolean(),
    held: fc.boolean(),
  })
  .map((level): Partial<DayLevel & { readonly held: boolean }> => level);
const history = fc.array(anyLevel, { minLength: 1, maxLength: 40 });

describe('any history', () => {
  it('evaluated twice says nothing more', () => {
    fc.assert(
      fc.property(history, (given) => {
        const levels = daily(given);
        levels.forEach(({ day, held, level }, index) => {
          const { episodes } = foldEpisodes(levels.slice(0, index + 1));
          const again = evaluateDay({ ...earlierDays(levels, index), day, now: level, held: held ?? false, episodes });
          expect(again).toEqual([]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('has at most one open episode per signal, and one key per episode', () => {
    fc.assert(
      fc.property(history, (given) => {
        const { episodes } = foldEpisodes(daily(given));
        const open = episodes.filter(({ state }) => state !== 'recovered').map(({ signal }) => signal);
        expect(new Set(open).size).toBe(open.length);
        const keys = episodes.map(({ openedOn, signal }) => `${signal} ${openedOn}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('tells no drop and no worse band while a source looks broken', () => {
    fc.assert(
      fc.property(history, (given) => {
        const { days } = foldEpisodes(daily(given.map((level) => ({ ...level, held: true }))));
        const told = days.flatMap(({ changes }) => changes.filter(({ kind }) => kind !== 'reminded'));
        const falls = ['drop_24h', 'drop_7d', 'drop_28d', 'band_down', 'silent_14_days'];
        expect(told.filter(({ episode }) => falls.includes(episode.signal))).toEqual([]);
      }),
    );
  });

  it('is not news by a change of the rules, whatever they make of the account; only a cancellation is', () => {
    fc.assert(
      fc.property(history, anyLevel, (given, after) => {
        const levels = daily([...given, { ...after, definition: 'other' }]);
        const last = foldEpisodes(levels).days.at(-1);
        const news = last?.changes.filter(({ kind, news: isNews }) => isNews && kind !== 'reminded') ?? [];
        expect(news.filter(({ episode }) => episode.signal !== 'cancellation_notice')).toEqual([]);
      }),
    );
  });

  it('would tell the same without a change of the rules: the properties above can fail', () => {
    const sample = fc.sample(history, { numRuns: 100, seed: 7 }).map((given) => alerts(daily(given)));
    const seen = new Set(sample.flatMap((counts) => Object.keys(counts)));
    expect(seen).toContain('band_down');
    expect(seen).toContain('at_risk_enter');
    expect(seen.size).toBeGreaterThan(6);
    expect(LEVEL.band).toBe('healthy');
  });
});
