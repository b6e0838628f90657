import type { AccountRef } from '../accounts/account-ref.ts';
import type { AuthorRef } from '../judgements/judgement-report.ts';

export const TOUCH_KINDS = ['call', 'email', 'meeting', 'note'] as const;
export type TouchKind = (typeof TOUCH_KINDS)[number];

/** Something that one of ours did with a customer. */
export interface TouchRef {
  readonly kind: TouchKind;
  /** In the author's words, line breaks included. */
  readonly text: string;
  readonly author: AuthorRef;
  readonly at: Date;
}

/** The newest touches of an account, newest first. */
export interface TouchesReport {
  readonly account: AccountRef;
  readonly touches: readonly TouchRef[];
}

export interface TouchOutcome {
  readonly account: AccountRef;
  /** `unchanged`: the same person had just written the same. */
  readonly state: 'changed' | 'unchanged';
}
