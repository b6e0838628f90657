import type { SqlField } from '../../app/sql/sql-source.ts';
import { instantOfLocalTime, localDayOf } from '../../lib/local-time.ts';
import { DEFAULT_DATE_FORMAT, type FieldResult, type FieldType, readField } from '../csv/field.ts';

export interface CellOptions {
  readonly type: FieldType;
  readonly column: SqlField;
  /** IANA: days are local to it. */
  readonly teamZone: string;
  /** IANA: of times that have none. */
  readonly timeZone: string;
}

const MOST_CHARACTERS = 4000;
const TOO_LONG = { problem: `has more than ${MOST_CHARACTERS} characters` };
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d+)?$/;
const NO_DAY = 'is no day; select a date, or text such as 2026-03-01';
const NO_TIME = 'is no time; select a timestamptz, timestamp or date, or text such as 2026-03-01T09:00:00Z';

/** Reads the text of a cell of their database as a field; the cell is not empty. */
export function readCell(text: string, options: CellOptions): FieldResult {
  const { column } = options;
  if (text.length > MOST_CHARACTERS) return TOO_LONG;
  if (column.category === 'A') return { problem: "is a list; select array_to_string(…, '|')" };
  if (column.type === 'bytea') return { problem: 'are bytes; select text' };
  if (column.type === 'json' || column.type === 'jsonb') return readJson(text, options);
  return readPlain(text, options);
}

/** A value picked with -> instead of ->> is still JSON. */
function readJson(text: string, options: CellOptions): FieldResult {
  const problem = { problem: 'is JSON of several values; pick one with ->>' };
  if (text.startsWith('{') || text.startsWith('[')) return problem;
  const value = parsed(text);
  // What PostgreSQL writes can be parsed; only what was cut for its length cannot.
  if (value === undefined) return TOO_LONG;
  return value === null
    ? { problem: 'is the null of JSON; pick the value with ->>' }
    : readPlain(String(value), options);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function readPlain(text: string, { column, teamZone, timeZone, type }: CellOptions): FieldResult {
  const exact = instantIn(text, column, timeZone);
  const options = { dateFormat: DEFAULT_DATE_FORMAT, timeZone: type === 'day' ? teamZone : timeZone };
  switch (type) {
    case 'day': {
      const day = exact === null ? text : column.type === 'timestamp' ? text.slice(0, 10) : localDayOf(exact, teamZone);
      return orElse(readField(type, day, options), NO_DAY);
    }
    case 'instant':
      // A day begins where the team is, whatever zone times without one are in.
      if (column.type === 'date') return orElse(readField(type, text, { ...options, timeZone: teamZone }), NO_TIME);
      return exact ? { value: exact.toISOString() } : orElse(readField(type, text, options), NO_TIME);
    case 'count':
    case 'amount':
      return readField(type, column.category === 'N' ? text.replace(/(\.\d*[1-9])0+$|\.0*$/, '$1') : text, options);
    default:
      return readField(type, text, options);
  }
}

function orElse(result: FieldResult, problem: string): FieldResult {
  return 'problem' in result ? { problem } : result;
}

/** The instant of a time column; null: it is none, or lies beyond what can be read. */
function instantIn(text: string, column: SqlField, timeZone: string): Date | null {
  if (column.type === 'timestamptz') {
    // Their session speaks UTC.
    const at = new Date(text.replace(' ', 'T').replace(/\+00$/, 'Z'));
    return Number.isNaN(at.getTime()) ? null : at;
  }
  const [, day, time, fraction = ''] = (column.type === 'timestamp' && TIMESTAMP.exec(text)) || [];
  if (!day || !time) return null;
  const whole = instantOfLocalTime(day, time, timeZone).getTime();
  return new Date(whole + Math.trunc(Number(`0${fraction || '.0'}`) * 1000));
}
