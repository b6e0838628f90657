import { maxOf, roundHalfUp } from '../../rational.ts';
import { type Baseline, trendBaseline } from '../baseline.ts';
import type { Component, Metric, MetricInput } from '../component.ts';
import { trendAllowance } from '../trend-allowance.ts';

/** Floors of the two denominators, so that a handful of events cannot swing the percentage. */
const LEAST_EVENTS = 50n;
const LEAST_USER_DAYS = 10n;

/** Change against the account's own baseline in percent: both signals must be down, beyond its own usual dips. */
export const trend = {
  key: 'trend',
  label: 'Usage trend',
  metric: (input) => {
    const baseline = trendBaseline(input.facts);
    return baseline === null ? null : trendMetric(baseline, input);
  },
} as const satisfies Component;

function trendMetric(baseline: Baseline, { noise, fleetFactor }: MetricInput): Metric {
  const factor = BigInt(fleetFactor);
  const events = change(baseline.events, baseline.eventsTimes2, factor, LEAST_EVENTS);
  const userDays = change(baseline.userDays, baseline.userDaysTimes2, factor, LEAST_USER_DAYS);
  const better = events.num * userDays.den >= userDays.num * events.den ? events : userDays;
  const allowance = trendAllowance(baseline, noise);
  const num = better.num * allowance.den + allowance.num * better.den;
  const den = better.den * allowance.den;
  return {
    num,
    den,
    evidence: {
      key: 'trend',
      events: [baseline.events, Number(baseline.eventsTimes2)],
      userDays: [baseline.userDays, Number(baseline.userDaysTimes2)],
      allowanceNum: Number(allowance.num),
      allowanceDen: Number(allowance.den),
      xHundredths: Number(roundHalfUp(100n * num, den)),
      fleetFactor,
      priorBlocks: baseline.priorBlocks,
    },
  };
}

// 100 * (current * 1000 / factor - base) / max(base, least), with base given twice over.
function change(current: number, baseTimes2: bigint, factor: bigint, least: bigint) {
  const num = 100n * (2000n * BigInt(current) - factor * baseTimes2);
  return { num, den: factor * maxOf(baseTimes2, 2n * least) };
}
