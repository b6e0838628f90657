import type { AccountFacts } from './facts.ts';

/** No activity was ever received: said outright, or nothing in any count that could show activity. */
export function isNeverSeen(facts: AccountFacts): boolean {
  return facts.never_seen ?? (facts.data_days === 0 && facts.active_users_30d === 0 && facts.events_30d === 0);
}
