import type { AuthorRef } from '../judgements/judgement-report.ts';

export const DASHBOARD_KINDS = ['health', 'utilization', 'portfolio'] as const;
export type DashboardKind = (typeof DASHBOARD_KINDS)[number];

/** `active` shows the dashboard; nothing is shown in the other states. Revoked and expired ones stay so. */
export type PublishedState = 'active' | 'paused' | 'revoked' | 'expired';

/** Why a link was paused by itself: its publisher may not ask any more, or not see amounts. */
export type PauseReason = 'rights' | 'money';

/** A published dashboard, without its secret. */
export interface PublishedLink {
  readonly id: string;
  readonly kind: DashboardKind;
  /** Whether it shows amounts. */
  readonly money: boolean;
  /** Slack user id, with the name where it is known. */
  readonly publishedBy: AuthorRef;
  readonly publishedAt: Date;
  readonly expiresAt: Date;
  readonly lastOpenedAt: Date | null;
  readonly state: PublishedState;
  /** Null: somebody paused it, or it is not paused. */
  readonly pausedFor: PauseReason | null;
}

export interface PublishedReport {
  readonly timeZone: string;
  readonly links: readonly PublishedLink[];
}

/** Shown once: the address holds the secret, of which only a hash is stored. */
export interface NewPublished {
  readonly timeZone: string;
  readonly link: PublishedLink;
  readonly url: string;
}
