import type { Encoding } from './decode-text.ts';
import type { LivesCount } from './lives-ledger.ts';
import { columnName } from './map-columns.ts';
import type { RejectedRow } from './read-row.ts';

/** How a file was read. */
export interface FileReading {
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly dateFormat: string;
  /** Of amounts; null: the file has none that shows it. */
  readonly decimal: '.' | ',' | null;
  /** Columns that fill a field of another name. */
  readonly columns: readonly { readonly column: string; readonly field: string }[];
}

export interface ImportReport extends LivesCount {
  readonly kind: string;
  readonly file: string;
  readonly dryRun: boolean;
  readonly reading: FileReading;
  readonly rows: number;
  readonly accepted: number;
  /** Rows that were stored before or change nothing. */
  readonly duplicates: number;
  readonly rejectedRows: number;
  /** The first of them, by line. */
  readonly rejected: readonly RejectedRow[];
  readonly ignoredColumns: readonly string[];
  /** Ids that stand on several rows that differ. */
  readonly sharedIds: number;
  /** False: the file has more ids than were compared. */
  readonly allIdsCompared: boolean;
}

/** Rejected rows that a report lists; all of them are told one by one. */
const MOST_LISTED = 10_000;

/** Takes a rejected row with its cells as they were read, in the order of the file. */
export type OnRejected = (
  row: RejectedRow,
  cells: readonly string[],
  header: readonly string[],
) => void | Promise<void>;

export interface RejectedList {
  readonly add: (row: RejectedRow, cells: readonly string[]) => Promise<void>;
  readonly listed: readonly RejectedRow[];
  readonly count: () => number;
}

/** Keeps the first rejected rows of a file and passes all of them on. */
export function rejectedList(header: readonly string[], onRejected: OnRejected | undefined): RejectedList {
  const listed: RejectedRow[] = [];
  let count = 0;
  return {
    add: async (row, cells) => {
      count += 1;
      if (listed.length < MOST_LISTED) listed.push(row);
      await onRejected?.(row, cells, header);
    },
    listed,
    count: () => count,
  };
}

/** The columns of a file that fill a field of another name. */
export function renamedColumns(
  header: readonly string[],
  fields: readonly (string | null)[],
): { readonly column: string; readonly field: string }[] {
  return header.flatMap((column, at) => {
    const field = fields[at] ?? null;
    return field === null || field === columnName(column) ? [] : [{ column, field }];
  });
}
