import type { BandLabel } from '../../domain/assessment.ts';
import type { Day } from '../../domain/day.ts';
import type { Outcome, SaveRate } from '../../domain/outreach-outcome.ts';
import type { AuthorRef } from '../judgements/judgement-report.ts';

/** The last time that one of ours wrote, called or met somebody of an account. */
export interface LastContact {
  readonly on: Day;
  readonly by: AuthorRef;
  /** `draft`: a mail that was marked as sent here. */
  readonly kind: 'draft' | 'call' | 'email' | 'meeting';
  /** What the wording of a draft is called; its id when it is no longer offered. */
  readonly wording: string | null;
  /** Whole local days from then to today. */
  readonly daysAgo: number;
}

/** The last thing that one of ours did with an account; a note is no contact. */
export interface LastTouch extends Omit<LastContact, 'kind'> {
  readonly kind: LastContact['kind'] | 'note';
}

/** One mail that was sent and what followed. */
export interface SentReport {
  readonly accountId: string;
  readonly accountName: string;
  readonly wording: string;
  readonly sentOn: Day;
  readonly by: AuthorRef;
  /** Band shown when it was sent. */
  readonly band: BandLabel | null;
  readonly outcome: Outcome;
}

/** What became of the accounts that were written to. */
export interface OutreachOutcomesReport {
  readonly today: Day;
  /** First local day of the mails in it. */
  readonly since: Day;
  /** More mails were sent than are counted here: the newest are. */
  readonly capped: boolean;
  readonly rates: readonly (SaveRate & { readonly wording: string })[];
  /** Newest first. */
  readonly sent: readonly SentReport[];
}
