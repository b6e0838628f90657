import { isNeverSeen } from '../../never-seen.ts';
import type { Component } from '../component.ts';

/** Active people as a percentage of paid seats; the curve caps it, the shown utilization is not capped. */
export const utilization = {
  key: 'utilization',
  label: 'Seat utilization',
  metric: ({ facts }) => {
    if (facts.paid_seats === 0 || isNeverSeen(facts)) return null;
    return {
      num: 100n * BigInt(facts.active_users_30d),
      den: BigInt(facts.paid_seats),
      evidence: { key: 'utilization', activeUsers: facts.active_users_30d, paidSeats: facts.paid_seats },
    };
  },
} as const satisfies Component;
