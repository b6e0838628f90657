import { isNeverSeen } from '../../never-seen.ts';
import type { Component } from '../component.ts';

const FEWEST_PEOPLE = 10;

/** Tickets per ten active people, urgent open ones counted three times in all. */
export const support = {
  key: 'support',
  label: 'Support load',
  metric: ({ facts }) => {
    if (facts.tickets_30d == null || isNeverSeen(facts)) return null;
    const tickets = facts.tickets_30d;
    const urgent = facts.urgent_tickets_open ?? 0;
    return {
      num: 10n * (BigInt(tickets) + 2n * BigInt(urgent)),
      den: BigInt(Math.max(facts.active_users_30d, FEWEST_PEOPLE)),
      evidence: { key: 'support', tickets, urgent, people: facts.active_users_30d },
    };
  },
} as const satisfies Component;
