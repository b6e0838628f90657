import { hash } from 'node:crypto';

/** The first digit of the fourth group holds the variant 0b10 and two bits of the hash. */
const VARIANTS = ['8', '9', 'a', 'b'] as const;

/** A UUID (version 8) of texts, always the same for the same texts. */
export function uuidOf(...parts: readonly string[]): string {
  const hex = hash('sha256', parts.join('\u0000'), 'hex');
  const variant = VARIANTS[Number.parseInt(hex.charAt(16), 16) & 3];
  const third = `8${hex.slice(13, 16)}`;
  const fourth = `${variant}${hex.slice(17, 20)}`;
  // Joined, it is one piece of memory; a template would be a tree of a dozen, until the id is stored.
  return [hex.slice(0, 8), hex.slice(8, 12), third, fourth, hex.slice(20, 32)].join('-');
}

/** JSON with sorted keys: equal content gives equal text. Depth was limited before. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}
