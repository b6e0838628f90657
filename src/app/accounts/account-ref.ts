import type { Day } from '../../domain/day.ts';

/** One of our own people, responsible for an account. */
export interface OwnerRef {
  readonly email: string;
  readonly name: string;
  readonly slackUserId: string | null;
}

export interface AccountRef {
  /** The vendor's own id of the account. */
  readonly accountId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly plan: string | null;
  readonly owner: OwnerRef | null;
  /** Contract renewal, local day. */
  readonly renewsOn: Day | null;
}
