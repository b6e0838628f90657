import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/day.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { rulesEffect } from '../../src/domain/rules-effect.ts';
import { triedHistory } from '../../src/domain/tried-history.ts';
import { now as initech } from '../support/initech.ts';
import { assessed } from './golden.ts';

const D = '2026-03-01';
const angry = { ...initech, nps_sum: 0 };
const leaving = { ...initech, cancel_at_period_end: true };

/** One fact record for each day from D on; null: no snapshot of the account that day. */
function history(days: readonly (AccountFacts | null)[], quietUntil = D) {
  const known = days.flatMap((facts, index) =>
    facts === null ? [] : [{ day: addDays(D, index), facts, override: null, fleetFactor: 1000, held: false }],
  );
  const rules = { health: BALANCED, utilization: UTILIZATION_DEFAULTS, definition: 'one' };
  return triedHistory(known, { ...rules, reportingCurrency: 'USD', quietUntil });
}

describe('a history under tried rules', () => {
  test('gives bands a past, so that hysteresis holds, also over a day without the account', () => {
    expect(history([initech]).newest?.health).toMatchObject({ scoreTenths: 725, band: 'healthy' });
    expect(history([angry]).newest?.health.band).toBe('ok');
    expect(history([angry, initech]).newest?.health).toMatchObject({ scoreTenths: 725, band: 'ok' });
    expect(history([angry, null, initech]).newest?.health.band).toBe('ok');
    expect(history([angry, { ...initech, data_days: 20 }, initech]).newest?.health.band).toBe('ok');
    expect(history([]).newest).toBeNull();
  });

  test('counts what would have been told, and nothing of the first day', () => {
    expect(history([leaving]).alerts).toEqual([]);
    expect(history([leaving, leaving]).alerts).toEqual([]);
    expect(history([initech, leaving, leaving]).alerts).toContain('cancellation_notice');
    expect(history([leaving], '2026-01-01').alerts).toContain('cancellation_notice');
  });
});

test('the effect of rules adds up to the difference of two scores, caps included', () => {
  const [free, capped] = [assessed(initech).health, assessed({ ...angry, cancel_at_period_end: true }).health];
  const terms = rulesEffect(free, capped);
  expect(terms).toContainEqual({ key: 'nps', pointsTenths: -42 });
  expect(terms).toContainEqual({ key: 'cancellation_notice', pointsTenths: 249 - (capped.baseTenths ?? 0) });
  expect(terms.reduce((sum, { pointsTenths }) => sum + pointsTenths, 0)).toBe(249 - 725);
  expect(rulesEffect(free, free)).toEqual([]);
  expect(rulesEffect(free, assessed({ ...initech, data_days: 3 }).health)).toEqual([]);
});
