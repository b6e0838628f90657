/** Markup that is safe to send: made by `html` alone. */
export interface Html {
  readonly markup: string;
}

type Value = Html | string | number | null | readonly (Html | null)[];

const made = new WeakSet<object>();
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Markup with values: every text among them is escaped for elements and quoted attributes alike, what `html` made
 * before stays, null is nothing. An object of the same shape that `html` did not make is escaped as text.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return safe(
    strings.map((text, index) => text + (index < values.length ? markupOf(values[index] ?? null) : '')).join(''),
  );
}

function safe(markup: string): Html {
  const result = { markup };
  made.add(result);
  return result;
}

function markupOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  if (isList(value)) return value.map(markupOf).join('');
  return made.has(value) ? value.markup : escaped(String(value.markup));
}

function isList(value: Value): value is readonly (Html | null)[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
