import type { Context } from '../context.ts';

/** How much is read again before the mark: of times in seconds, of numbers in steps. */
export type SqlOverlap = { readonly seconds: number } | { readonly steps: number };

/** One query of the settings file: its rows are those of a file of that kind. */
export interface SqlQuery {
  readonly kind: string;
  readonly query: string;
  /** The column that tells how far the query was read. */
  readonly watermark: string;
  /** Null: the usual one of the column's type. */
  readonly overlap: SqlOverlap | null;
}

/** A database of the team and what is read from it. */
export interface SqlSource {
  /** Name of the source: duplicates are told apart within it. */
  readonly name: string;
  /** The variable of the environment that holds its address. */
  readonly urlEnv: string;
  readonly everyMinutes: number;
  readonly statementTimeoutMs: number;
  /** IANA zone of times that their database keeps without one; null: the team's. */
  readonly timeZone: string | null;
  readonly queries: readonly SqlQuery[];
}

export interface SqlField {
  readonly field: string;
  /** Category of its type in their database: N, S, D, B, E, A or U. */
  readonly category: string;
  /** Such as timestamptz or jsonb. */
  readonly type: string;
}

export interface SqlRows {
  readonly ctx: Context;
  readonly source: string;
  readonly kind: string;
  readonly fields: readonly SqlField[];
  /** Cells by field, as text; null: nothing. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Watermarks of the rows, as text, and their type: timestamptz, timestamp, date or int8. */
  readonly marks: readonly string[];
  readonly markType: string;
  /** IANA zone of times without one. */
  readonly timeZone: string;
  /** Checks and stores nothing. */
  readonly dryRun: boolean;
}

export interface StoredRows {
  readonly accepted: number;
  /** Rows that were stored before or change nothing. */
  readonly duplicates: number;
  readonly rejected: readonly { readonly index: number; readonly message: string }[];
}

/** What rows of a kind hold and where they go. */
export interface SqlIntake {
  readonly fieldsOf: (kind: string) => { readonly known: readonly string[]; readonly required: readonly string[] };
  /** @throws AppError `unavailable` when our own database did not take them. */
  readonly store: (rows: SqlRows) => Promise<StoredRows>;
}

/** How a read goes on, after each batch. */
export interface SqlStep {
  readonly kind: string;
  readonly rows: number;
  /** What their planner expects; null: it does not say. */
  readonly expected: number | null;
  /** The watermark that was come to. */
  readonly mark: string;
}

/** What became of one query. */
export interface SqlQueryReport extends StoredRowCounts {
  readonly kind: string;
  /** `ended`: to its end; `stopped`: told to stop, and goes on from there; `failed`: see `error`. */
  readonly outcome: 'ended' | 'stopped' | 'failed';
  readonly mark: string | null;
  readonly ignoredColumns: readonly string[];
  /** The first of them. */
  readonly samples: readonly { readonly mark: string; readonly reason: string }[];
  /** Rows that are never read for want of a watermark; null: not counted. */
  readonly withoutMark: number | null;
  /** With its remedy, without secrets. */
  readonly error: string | null;
}

export interface StoredRowCounts {
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

export interface SqlReport {
  readonly source: string;
  readonly dryRun: boolean;
  /** Why nothing could be read; null where only queries failed, or nothing did. */
  readonly error: string | null;
  readonly queries: readonly SqlQueryReport[];
}
