import type { Day } from '../../domain/day.ts';
import type { EpisodeOrigin, EpisodeState, Snooze } from '../../domain/episodes/episode.ts';
import type { SignalId } from '../../domain/episodes/rules/index.ts';
import type { AccountRef } from '../accounts/account-ref.ts';
import type { AuthorRef } from '../judgements/judgement-report.ts';

/** One signal of an account from its beginning to its end. */
export interface EpisodeReport {
  readonly signal: SignalId;
  readonly state: EpisodeState;
  /** `definition` and `override`: our own rules began it, not the customer. */
  readonly origin: EpisodeOrigin;
  readonly since: Day;
  /** The last day on which it was said. */
  readonly saidOn: Day;
  /** Who took it. */
  readonly acknowledged: { readonly by: AuthorRef; readonly at: Date } | null;
  /** `until` is null where only a change wakes it. */
  readonly snooze: {
    readonly kind: Snooze['kind'];
    readonly until: Day | null;
    readonly reason: string;
    readonly by: AuthorRef;
    readonly at: Date;
  } | null;
  /** Handed on because nobody took it; null: it was not. */
  readonly escalated: { readonly to: AuthorRef; readonly on: Day } | null;
  /** When it last woke, and what woke it, null: somebody did; null while it never slept or is not open. */
  readonly woken: { readonly on: Day; readonly why: string | null } | null;
  /** When its owner was reminded of it. */
  readonly remindedOn: Day | null;
  readonly recoveredOn: Day | null;
}

/** What is said about one account. */
export interface AccountEpisodesReport {
  readonly account: AccountRef;
  /** Worst first. */
  readonly open: readonly EpisodeReport[];
}

/** Accounts with open episodes, by id; each account's worst episode first. */
export interface OpenEpisodesReport {
  readonly accounts: readonly { readonly account: AccountRef; readonly open: readonly EpisodeReport[] }[];
}

/** What became of the open episodes of an account by a person's doing. */
export interface EpisodesOutcome {
  readonly account: AccountRef;
  /** `unchanged`: they were so already; `nothing_open`: there is none. Nothing was written in either case. */
  readonly state: 'changed' | 'unchanged' | 'nothing_open';
  /** The open episodes as they are now, worst first. */
  readonly open: readonly EpisodeReport[];
}

/** What became of the alerts of an account since the digest before, oldest first. */
export interface HandledAccount {
  readonly account: AccountRef;
  readonly acts: readonly {
    readonly kind: 'acknowledged' | 'snoozed' | 'woken';
    /** Null: nobody, it woke by itself. */
    readonly by: AuthorRef | null;
    /** For a snooze: its day, `change` or `renewal`. */
    readonly until: string | null;
    /** The reason that was given, or what woke it. */
    readonly why: string | null;
  }[];
}
