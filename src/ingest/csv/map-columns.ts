import { AppError } from '../../lib/errors.ts';
import type { CsvKind } from './kind.ts';

/** What a mapping needs to know of a kind. */
export type MappedKind = Pick<CsvKind, 'kind' | 'fields' | 'required' | 'needs'>;

export interface ColumnMap {
  /** Per column of the file: the field it fills, or null. */
  readonly fields: readonly (string | null)[];
  /** Columns that nothing reads. */
  readonly ignored: readonly string[];
}

export interface MapColumns {
  readonly header: readonly string[];
  /** Column of the file to field, as somebody said. */
  readonly given: Readonly<Record<string, string>>;
  /** Other names of fields, the likeliest first. */
  readonly synonyms?: Readonly<Record<string, readonly string[]>> | undefined;
}

/**
 * Which column fills which field: by the given map, else by the field's name, else by a synonym; capitals and what is
 * between words do not matter.
 * @throws AppError `invalid` that names the column or field and the remedy.
 */
export function mapColumns(kind: MappedKind, { header, given, synonyms = {} }: MapColumns): ColumnMap {
  const columns = header.map(columnName);
  const fields = byGiven(kind, columns, given);
  const known = Object.keys(kind.fields);
  for (const [at, name] of columns.entries()) {
    if (fields[at] === null && known.includes(name) && !isGiven(fields, given, name)) fields[at] = name;
  }
  const twice = fields.find((field, at) => field !== null && fields.indexOf(field) !== at);
  if (twice) throw new AppError('invalid', `Two columns of the file are "${twice}"; remove one or rename it.`);
  for (const field of known) {
    if (fields.includes(field)) continue;
    const at = (synonyms[field] ?? []).map((name) => freePlace(columns, fields, name)).find((place) => place !== -1);
    if (at !== undefined) fields[at] = field;
  }
  for (const [field, needed] of Object.entries(kind.needs ?? {})) {
    if (!fields.includes(needed) && fields.includes(field)) fields[fields.indexOf(field)] = null;
  }
  const missing = kind.required.filter((field) => !fields.includes(field));
  if (missing.length > 0) {
    const remedy = `Name the column that holds it: --map COLUMN=${missing[0]}.`;
    throw new AppError('invalid', `The file has no column for ${missing.join(', ')}. ${remedy}\n${fieldList(kind)}`);
  }
  return { fields, ignored: header.filter((name, at) => fields[at] === null && name !== '') };
}

function byGiven(
  kind: MappedKind,
  columns: readonly string[],
  given: Readonly<Record<string, string>>,
): (string | null)[] {
  const fields: (string | null)[] = columns.map(() => null);
  for (const [column, field] of Object.entries(given)) {
    const at = columns.indexOf(columnName(column));
    if (at === -1) throw new AppError('invalid', `--map ${column}=${field}: the file has no column "${column}".`);
    if (!Object.hasOwn(kind.fields, field)) {
      throw new AppError(
        'invalid',
        `--map ${column}=${field}: ${kind.kind} have no field "${field}".\n${fieldList(kind)}`,
      );
    }
    fields[at] = field;
  }
  return fields;
}

function isGiven(fields: readonly (string | null)[], given: Readonly<Record<string, string>>, field: string): boolean {
  return fields.includes(field) && Object.values(given).includes(field);
}

/** The only column of a name that fills nothing yet. */
function freePlace(columns: readonly string[], fields: readonly (string | null)[], name: string): number {
  const at = columns.indexOf(name);
  return at !== -1 && fields[at] === null && columns.lastIndexOf(name) === at ? at : -1;
}

function fieldList(kind: MappedKind): string {
  const names = Object.keys(kind.fields).map((field) => (kind.required.includes(field) ? `${field} (needed)` : field));
  return `Fields of ${kind.kind}: ${names.join(', ')}.`;
}

/** How columns are compared: in lower case, words joined by `_`. */
export function columnName(column: string): string {
  return column
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
}
