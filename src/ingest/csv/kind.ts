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
}

/** A kind of file that can be imported. Adding one: a file in kinds/, a line in its index. */
export interface CsvKind {
  readonly kind: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  readonly required: readonly string[];
  readonly toItem: (row: CsvRow, context: RowContext) => ParsedItem;
}

export function flagOf(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text === 'true';
}
