import type { Day } from '../../domain/day.ts';

export interface SourceAge {
  /** Kind of signal: usage, errors, tickets, billing, nps. */
  readonly source: string;
  readonly ageMinutes: number;
  readonly stale: boolean;
}

/** How one source stands: its newest signal of any kind, and how much people's activity it brought. */
export interface SourceFeed {
  /** Name of the source: stripe, events, csv. */
  readonly source: string;
  readonly ageMinutes: number;
  readonly broken: boolean;
  /**
   * Counted signals of the last full day, and the fewest and most of that weekday in four weeks; null where nothing is
   * usual: facts come when something happens, files when somebody brings them.
   */
  readonly volume: { readonly lastDay: number; readonly usualLeast: number; readonly usualMost: number } | null;
}

/** When a number was true and what it rests on; every answer carries one. */
export interface DataStand {
  /** Numbers cover the time before this local midnight. */
  readonly day: Day;
  readonly asOf: Date;
  readonly timeZone: string;
  readonly computedAt: Date;
  /** Computed for this answer because there was no snapshot. */
  readonly live: boolean;
  /** 'balanced@1' */
  readonly definition: string;
  readonly sources: readonly SourceAge[];
  /** Read from a replica of the database: how many seconds it may be behind, at most. */
  readonly replica?: { readonly behindSeconds: number } | undefined;
  /** Usage looked broken when the numbers were made, or does now: scores may be too low. Since when, as far as known. */
  readonly stale: { readonly since: Date | null } | null;
}

/** What a digest says once about a source that looked broken. */
export interface DataNotice {
  /** Null: seen for this answer, not noted yet. */
  readonly problemId: number | null;
  /** Kind of signal: usage, errors, tickets, billing. */
  readonly source: string;
  /** Name of the source; null: all sources of usage together. */
  readonly feed: string | null;
  /** Nothing comes, or far less than on such a weekday. */
  readonly what: 'silent' | 'fell';
  readonly since: Date;
  /** When it ended; null while it is broken. */
  readonly until: Date | null;
  /** `retired`: it brought nothing for weeks and nothing is expected of it any more. */
  readonly state: 'broken' | 'recovered' | 'retired';
  /** Signals of the last full day, and what such a weekday usually brings. */
  readonly lastDay: number;
  readonly usual: number;
}
