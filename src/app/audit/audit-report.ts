import type { AccountRef } from '../accounts/account-ref.ts';
import type { AuthorRef } from '../judgements/judgement-report.ts';

/** One line of the record of who looked at what and who changed what. */
export interface AuditLine {
  /** Grows with every line; older lines are asked for by it. */
  readonly id: number;
  readonly at: Date;
  /** A person, a command or a job. */
  readonly actor: AuthorRef;
  readonly action: string;
  readonly account: AccountRef | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A page of the audit, newest first. */
export interface AuditReport {
  readonly timeZone: string;
  readonly lines: readonly AuditLine[];
  /** Where the next page begins; null: this was the last. */
  readonly before: number | null;
}
