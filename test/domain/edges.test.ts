import { describe, expect, test } from 'vitest';
import { BALANCED } from '../../src/domain/definition.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { bandOf, bandWithHysteresis } from '../../src/domain/health/band.ts';
import { COMPONENTS } from '../../src/domain/health/components/index.ts';
import { interpolate } from '../../src/domain/health/interpolate.ts';
import { weeksAvailable } from '../../src/domain/health/weeks.ts';
import { isScoreDrop } from '../../src/domain/score-drop.ts';
import { account, golden } from './golden.ts';

const { edges } = golden;

function anchorsOf(key: string) {
  const component = BALANCED.components.find((entry) => entry.key === key);
  if (component === undefined) throw new Error(`no component ${key}`);
  return component.anchors;
}

function subOf(key: 'regularity' | 'trend', facts: AccountFacts): number | null {
  const metric = COMPONENTS[key].metric({ facts, noise: 100, fleetFactor: 1000 });
  return metric && interpolate(anchorsOf(key), metric.num, metric.den);
}

describe('edges', () => {
  test.each(edges.bands_tenths)('a score of %i tenths is %s', (tenths, band) => {
    expect(bandOf(tenths, BALANCED)).toBe(band);
  });

  test.each(edges.hysteresis_tenths)('%s at %i tenths shows %s', (previous, tenths, shown) => {
    expect(bandWithHysteresis(tenths, previous, BALANCED)).toBe(shown);
  });

  test.each(edges.weeks_available)('%i days of data hold %i full weeks', (days, weeks) => {
    expect(weeksAvailable(days)).toBe(weeks);
  });

  test.each(edges.regularity_sub_hundredths)('%i days with %i active weeks give %s', (days, weeks, sub) => {
    expect(subOf('regularity', { ...account('acme'), data_days: days, active_weeks: weeks })).toBe(sub);
  });

  test.each(edges.anchors_sub_hundredths)('%s at %i/%i gives %i', (key, num, den, sub) => {
    expect(interpolate(anchorsOf(key), BigInt(num), BigInt(den))).toBe(sub);
  });

  test.each(edges.trend_events_userdays_allowance_sub)(
    'a trend of events %j and user-days %j is forgiven %j and gives %s',
    (events, userDays, allowance, sub) => {
      const facts = {
        ...account('acme'),
        data_days: 14 * events.length,
        event_blocks_14d: events,
        user_day_blocks_14d: userDays,
      };
      const metric = COMPONENTS.trend.metric({ facts, noise: 100, fleetFactor: 1000 });
      const evidence = metric?.evidence.key === 'trend' ? metric.evidence : null;
      expect(evidence && [evidence.allowanceNum, evidence.allowanceDen]).toEqual(allowance);
      expect(subOf('trend', facts)).toBe(sub);
    },
  );

  test.each(edges.drop_24h_tenths)('from %i to %i tenths is a drop: %s', (before, after, drops) => {
    expect(isScoreDrop(before, after)).toBe(drops);
  });

  test('a fractional anchor is read as the decimal it was written as', () => {
    expect(
      interpolate(
        [
          [0.1, 0],
          [0.3, 100],
        ],
        1n,
        5n,
      ),
    ).toBe(5000);
    expect(
      interpolate(
        [
          [0.1, 0],
          [0.3, 33.3],
        ],
        3n,
        10n,
      ),
    ).toBe(3330);
  });
});
