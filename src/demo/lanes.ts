import type { DemoAccount } from './demo-account.ts';

interface Lane {
  readonly accounts: DemoAccount[];
  weight: number;
}

/**
 * Shares accounts among lanes of about the same number of events: the heaviest first, each to the lane that is
 * lightest so far. Two requests for one account would only wait for
 * each other's locks; lanes keep them apart.
 */
export function lanesOf(accounts: readonly DemoAccount[], count: number): DemoAccount[][] {
  const lanes: Lane[] = Array.from({ length: count }, () => ({ accounts: [], weight: 0 }));
  const weighed = accounts.map((account) => ({ account, weight: eventsOf(account) }));
  for (const { account, weight } of weighed.toSorted((a, b) => b.weight - a.weight)) {
    const lightest = lanes.reduce((least, lane) => (lane.weight < least.weight ? lane : least));
    lightest.accounts.push(account);
    lightest.weight += weight;
  }
  return lanes.map((lane) => lane.accounts).filter((lane) => lane.length > 0);
}

/** How many events an account sends at most: today's share depends on the hour. */
export function eventsOf({ visits, errors, tickets, nps, billing }: DemoAccount): number {
  const facts = errors.length + 2 * tickets.length + nps.length + billing.states.length;
  return visits.reduce((sum, { events }) => sum + events, facts);
}
