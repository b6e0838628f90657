import { type Label, STATED_FACTS, type StatedFact } from '../app/backtest/label.ts';
import { DEFAULT_DATE_FORMAT, type FieldType, readField } from '../ingest/csv/field.ts';
import { readTable } from '../ingest/csv/read-table.ts';
import { minorUnits } from '../ingest/events/fact-events.ts';
import { AppError } from '../lib/errors.ts';
import { localDayOf } from '../lib/local-time.ts';

interface LabelsFrame {
  readonly timeZone: string;
  /** ISO 4217: of `lost_mrr`. */
  readonly currency: string;
}

const TYPES = {
  account: 'text',
  date: 'instant',
  churned: 'flag',
  lost_mrr: 'amount',
  churned_on: 'instant',
  paid_seats: 'count',
  active_users_30d: 'count',
  active_users_prev30d: 'count',
  events_30d: 'count',
  active_weeks: 'count',
} as const satisfies Record<string, FieldType>;
type Field = keyof typeof TYPES;

/** Other names under which files hold the same. */
const ALIASES: Readonly<Record<string, Field>> = {
  account_id: 'account',
  snapshot_utc: 'date',
  snapshot_date: 'date',
  churned_next_90d: 'churned',
  seats_365d: 'paid_seats',
  seats: 'paid_seats',
  active_weeks_13: 'active_weeks',
};
const SHOWN = 10;
const USAGE =
  'A label file has the columns account, date and churned (true or false) or lost_mrr (major units of the reporting currency); churned_on is optional.';

/**
 * Reads a label file.
 * @throws AppError `invalid` that names every line that cannot be read: a backtest on half a file would mislead.
 */
export function readLabels(content: string, frame: LabelsFrame): Label[] {
  const table = readTable(content);
  const fields = table.header.map(fieldOf);
  const has = (field: Field): boolean => fields.includes(field);
  if (!has('account') || !has('date') || !(has('churned') || has('lost_mrr'))) {
    throw new AppError('invalid', `The file has the columns ${table.header.join(', ') || '(none)'}. ${USAGE}`);
  }
  const problems = table.broken.map(({ line, reason }) => `line ${line}: ${reason}`);
  const seen = new Set<string>();
  const labels = table.rows.flatMap(({ line, cells }) => {
    const read = readCells(fields, cells, frame.timeZone);
    const label = typeof read === 'string' ? read : toLabel(read, frame);
    if (typeof label === 'string') {
      problems.push(`line ${line}: ${label}`);
      return [];
    }
    const identity = `${label.day} ${label.accountId}`;
    if (seen.has(identity)) problems.push(`line ${line}: ${label.accountId} has two labels on ${label.day}`);
    seen.add(identity);
    return [label];
  });
  if (problems.length > 0) throw new AppError('invalid', listed(problems));
  if (labels.length === 0) throw new AppError('invalid', `The file has no labels. ${USAGE}`);
  return labels;
}

function fieldOf(column: string): Field | null {
  const name = column
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  if (Object.hasOwn(TYPES, name)) return name as Field;
  return Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? null) : null;
}

type Cells = Readonly<Partial<Record<Field, string>>>;

function readCells(fields: readonly (Field | null)[], cells: readonly string[], timeZone: string): Cells | string {
  if (cells.length !== fields.length) return `has ${cells.length} cells, the header ${fields.length}`;
  const values: Partial<Record<Field, string>> = {};
  for (const [place, field] of fields.entries()) {
    const text = cells[place] ?? '';
    if (field === null || text === '') continue;
    const read = readField(TYPES[field], text, { dateFormat: DEFAULT_DATE_FORMAT, timeZone });
    if ('problem' in read) return `${field}: "${text.slice(0, 60)}" ${read.problem}`;
    values[field] = read.value;
  }
  return values;
}

function toLabel(cells: Cells, { timeZone, currency }: LabelsFrame): Label | string {
  const { account, date, churned, lost_mrr: lost, churned_on: churnedOn } = cells;
  if (account === undefined) return 'account: is empty';
  if (date === undefined) return 'date: is empty';
  if (churned === undefined && lost === undefined) return 'churned: is empty, and so is lost_mrr';
  const stated: Partial<Record<StatedFact, number>> = {};
  for (const fact of STATED_FACTS) {
    const text = cells[fact];
    if (text !== undefined) stated[fact] = Number(text);
  }
  return {
    accountId: account,
    day: localDayOf(new Date(date), timeZone),
    churned: churned === undefined ? null : churned === 'true',
    lostMrrMinor: lost === undefined ? null : minorUnits(lost, currency),
    churnedOn: churnedOn === undefined ? null : localDayOf(new Date(churnedOn), timeZone),
    stated,
  };
}

function listed(problems: readonly string[]): string {
  const more = problems.length - SHOWN;
  return [...problems.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
