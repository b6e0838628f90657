import { describe, expect, test } from 'vitest';
import { prorationPreview, type SeatChange } from '../../src/domain/proration.ts';

function preview(
  delta: number,
  unitAmountDecimal: string,
  [start, at, end]: readonly [string, string, string],
  policy: SeatChange['policy'] = 'immediate',
) {
  const [periodStart, moment, periodEnd] = [new Date(start), new Date(at), new Date(end)];
  return prorationPreview({ delta, unitAmountDecimal, at: moment, periodStart, periodEnd, policy });
}

const FEBRUARY = ['2026-02-01', '2026-02-10', '2026-03-01'] as const;

describe('a proration preview', () => {
  test.each([
    ['+5 at $75 for half of 30 days', 5, '7500', ['2026-04-01', '2026-04-16', '2026-05-01'], 18_750],
    ['one $8 seat for 20 of 30 days', 1, '800', ['2026-04-01', '2026-04-11', '2026-05-01'], 533],
    ['+5 at $75 on 16 January', 5, '7500', ['2026-01-01', '2026-01-16', '2026-02-01'], 19_355],
    ['-2 at $75 on 10 February', -2, '7500', FEBRUARY, -10_179],
    ['+10 at $75 from 4 to 15 June', 10, '7500', ['2026-05-15', '2026-06-04', '2026-06-15'], 26_613],
    ['half a cent of credit, away from zero', -1, '1', ['2026-04-01', '2026-04-16', '2026-05-01'], -1],
  ] as const)('of %s', (_name, delta, unit, period, amountMinor) => {
    expect(preview(delta, unit, period)?.amountMinor).toBe(amountMinor);
  });

  test('leaves a removal for the period end where the policy says so, but charges an addition now', () => {
    const policy = 'add_now_remove_at_period_end';
    expect(preview(-2, '7500', FEBRUARY, policy)).toEqual({ amountMinor: 0, effectiveAt: new Date('2026-03-01') });
    expect(preview(2, '7500', FEBRUARY, policy)).toEqual({ amountMinor: 10_179, effectiveAt: new Date('2026-02-10') });
  });

  test('credits an inactive seat at once under active-only credit', () => {
    expect(preview(-2, '7500', FEBRUARY, 'active_only_credit')?.amountMinor).toBe(-10_179);
  });

  test('counts seconds, not days', () => {
    expect(preview(1, '8640000', ['2026-04-01', '2026-04-01T12:00:01Z', '2026-04-02'])?.amountMinor).toBe(4_319_900);
  });

  test('is unknown outside the period, in an empty one, and for an unreadable price', () => {
    expect(preview(1, '100', ['2026-02-01', '2026-03-02', '2026-03-01'])).toBeNull();
    expect(preview(1, '100', ['2026-02-01', '2026-02-01', '2026-02-01'])).toBeNull();
    expect(preview(1, '$1', FEBRUARY)).toBeNull();
  });
});
