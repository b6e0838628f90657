import type { SeatGroupBy } from '../../app/seats/seat-groups-report.ts';

/** What is asked of `/utilization`, beside whom it is about. */
export interface SeatView {
  /** Null: by account. */
  readonly by: SeatGroupBy | null;
  readonly csv: boolean;
  /** Filters, or a name. */
  readonly rest: string;
}

const BY = /(?:^|\s)by (role|department)(?=\s|$)/i;
const CSV = /(?:^|\s)csv$/i;

/** Takes `by role`, `by department` and a last `csv` out of the text of the command; names in quotes keep theirs. */
export function parseSeatView(text: string): SeatView {
  const name = quotedStart(text);
  const tail = text.slice(name.length);
  const csv = CSV.test(tail);
  const whole = csv ? tail.replace(CSV, '') : tail;
  const found = BY.exec(whole);
  const by = found?.[1]?.toLowerCase() === 'role' ? 'role' : found ? 'department' : null;
  const rest = found ? `${whole.slice(0, found.index)} ${whole.slice(found.index + found[0].length)}` : whole;
  return { by, csv, rest: `${name} ${rest.replace(/\s+/g, ' ')}`.trim() };
}

/** A name in quotes before everything else, with its quotes. */
function quotedStart(text: string): string {
  const end = text.startsWith('"') ? text.indexOf('"', 1) : -1;
  return text.slice(0, end + 1);
}
