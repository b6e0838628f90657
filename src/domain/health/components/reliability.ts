import { isNeverSeen } from '../../never-seen.ts';
import type { Component } from '../component.ts';

/** Errors per thousand events, smoothed by one error and a thousand events so that small accounts do not jump. */
export const reliability = {
  key: 'reliability',
  label: 'Reliability',
  metric: ({ facts }) => {
    if (facts.errors_30d == null || isNeverSeen(facts)) return null;
    return {
      num: 1000n * (BigInt(facts.errors_30d) + 1n),
      den: BigInt(facts.events_30d) + 1000n,
      evidence: { key: 'reliability', errors: facts.errors_30d, events: facts.events_30d },
    };
  },
} as const satisfies Component;
