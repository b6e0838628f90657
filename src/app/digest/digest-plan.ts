import type { DigestFilter } from './digest-report.ts';

/** Where and when a digest is posted, and what about. */
export interface DigestPlan {
  readonly name: string;
  /** Channel id; null: it is configured nowhere, so nothing is posted. */
  readonly channel: string | null;
  /** Local time 'HH:MM' in `zone`. */
  readonly at: string;
  /** Weekdays, Monday = 1. */
  readonly days: readonly number[];
  /** IANA; only the hour of posting is its, the numbers are those of the team's days. */
  readonly zone: string;
  readonly filter: DigestFilter;
  /** What is posted when nothing is new. */
  readonly empty: 'heartbeat' | 'silent';
  readonly rollup: { readonly days: readonly number[]; readonly channel: string | null } | null;
}

/** The digest that the environment alone makes. */
export const TEAM_DIGEST = 'team';

/** The kind of a digest's message in the outbox. The team's has had its own name since before there were several. */
export function digestKind(name: string): string {
  return name === TEAM_DIGEST ? 'digest' : `digest:${name}`;
}

/** The kind of a digest's weekly rollup in the outbox. */
export function rollupKind(name: string): string {
  return name === TEAM_DIGEST ? 'rollup' : `rollup:${name}`;
}
