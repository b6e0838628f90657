import type { ParsedItem } from '../source.ts';
import type { FieldType } from './field.ts';

/** The fields of one row that are not empty, each in one spelling. */
export type CsvRow = Readonly<Record<string, string | undefined>>;

/**
 * A file is a history that somebody chose to bring, and a backtest needs years of it; what arrives by itself and is
 * that old is a broken clock. Twenty years still refuse the times around 1970 that such clocks give.
 */
export const HISTORY_DAYS = 7305;

export interface RowContext {
  readonly now: Date;
  /** ISO 4217: the currency of amounts that name none. */
  readonly currency: string;
  /** Other rows of the file have the same id and say something else. */
  readonly sharesId?: boolean | undefined;
}

/** A kind of file that can be imported. Adding one: a file in kinds/, a line in its index. */
export interface CsvKind {
  readonly kind: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  readonly required: readonly string[];
  /** The field that says when it happened; absent: a row speaks of now. */
  readonly when?: string | undefined;
  /** Days and instants that may lie in the future. */
  readonly ahead?: readonly string[] | undefined;
  /** What makes two rows speak of the same thing; null: a row stands for itself. */
  readonly identity: (row: CsvRow) => readonly (string | undefined)[] | null;
  /** Fields that say nothing without another one. */
  readonly needs?: Readonly<Record<string, string>> | undefined;
  readonly toItem: (row: CsvRow, context: RowContext) => ParsedItem;
}

export function flagOf(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text === 'true';
}

/** The name of a person, whole or of its two parts. */
export function nameOf(row: CsvRow): string | undefined {
  const parts = [row['first_name'], row['last_name']].filter((part) => part !== undefined);
  return row['name'] ?? (parts.length === 0 ? undefined : parts.join(' '));
}
