import type { Component } from '../component.ts';

/** Mean of the latest answers per person within 180 days, 0 to 10. */
export const nps = {
  key: 'nps',
  label: 'NPS',
  metric: ({ facts }) => {
    if (facts.nps_sum == null || facts.nps_count == null || facts.nps_count === 0) return null;
    return {
      num: BigInt(facts.nps_sum),
      den: BigInt(facts.nps_count),
      evidence: { key: 'nps', sum: facts.nps_sum, count: facts.nps_count },
    };
  },
} as const satisfies Component;
