import type { SlackClient } from '../../src/slack/clients.ts';
import { createPersonGuard, type PersonGuard } from '../../src/slack/person-guard.ts';
import { createReaders } from '../../src/wiring/people.ts';
import { suiteLog } from './suite-log.ts';

/** The guard as in production; without groups when none are given. */
export function peopleOf(
  client: SlackClient,
  { moneyUsergroups = [] }: { readonly moneyUsergroups?: readonly string[] } = {},
): PersonGuard {
  const config = { allowedUsergroups: [], moneyUsergroups };
  return createPersonGuard(createReaders({ config, client, log: suiteLog() }));
}

/** Refuses nobody. */
export const ANYBODY: PersonGuard = { check: async () => ({ allowed: true }) };
