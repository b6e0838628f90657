import { isNeverSeen } from '../../never-seen.ts';
import type { Component } from '../component.ts';
import { weeksAvailable } from '../weeks.ts';

const FEWEST_WEEKS = 4;

/** Weeks with at least one active person, as a percentage of the full weeks the account has had. */
export const regularity = {
  key: 'regularity',
  label: 'Weekly regularity',
  metric: ({ facts }) => {
    const weeks = weeksAvailable(facts.data_days);
    if (weeks < FEWEST_WEEKS || isNeverSeen(facts)) return null;
    const activeWeeks = Math.min(facts.active_weeks, weeks);
    return { num: 100n * BigInt(activeWeeks), den: BigInt(weeks), evidence: { key: 'regularity', activeWeeks, weeks } };
  },
} as const satisfies Component;
