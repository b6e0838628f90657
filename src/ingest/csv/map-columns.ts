import { AppError } from '../../lib/errors.ts';
import type { CsvKind } from './kind.ts';

export interface ColumnMap {
  /** Per column of the file: the field it fills, or null. */
  readonly fields: readonly (string | null)[];
  /** Columns that nothing reads. */
  readonly ignored: readonly string[];
}

/**
 * Which column fills which field: by the given map, else by name, where capitals, spaces and dashes do not matter.
 * @throws AppError `invalid` that names the column or field and the remedy.
 */
export function mapColumns(
  kind: Omit<CsvKind, 'toItem'>,
  header: readonly string[],
  given: Readonly<Record<string, string>>,
): ColumnMap {
  const known = Object.keys(kind.fields);
  const chosen = new Map<string, string>();
  for (const [column, field] of Object.entries(given)) {
    if (!header.some((name) => normal(name) === normal(column))) {
      throw new AppError('invalid', `--map ${column}=${field}: the file has no column "${column}".`);
    }
    if (!known.includes(field)) {
      throw new AppError(
        'invalid',
        `--map ${column}=${field}: ${kind.kind} have no field "${field}".\n${fieldList(kind)}`,
      );
    }
    chosen.set(normal(column), field);
  }
  const taken = new Set(chosen.values());
  const fields = header.map((column) => {
    const name = normal(column);
    const field = chosen.get(name);
    if (field !== undefined) return field;
    return known.includes(name) && !taken.has(name) ? name : null;
  });
  const twice = fields.find((field, at) => field !== null && fields.indexOf(field) !== at);
  if (twice) throw new AppError('invalid', `Two columns of the file are "${twice}"; remove one or rename it.`);
  const missing = kind.required.filter((field) => !fields.includes(field));
  if (missing.length > 0) {
    const remedy = `Name the column that holds it: --map COLUMN=${missing[0]}.`;
    throw new AppError('invalid', `The file has no column for ${missing.join(', ')}. ${remedy}\n${fieldList(kind)}`);
  }
  return { fields, ignored: header.filter((_, at) => fields[at] === null) };
}

function fieldList(kind: Omit<CsvKind, 'toItem'>): string {
  const names = Object.keys(kind.fields).map((field) => (kind.required.includes(field) ? `${field} (needed)` : field));
  return `Fields of ${kind.kind}: ${names.join(', ')}.`;
}

function normal(column: string): string {
  return column
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
