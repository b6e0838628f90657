import { recordSchema } from './event-fields.ts';

/** A vendor's value as an id: a text that says something, or a whole number; null for everything else. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() || null;
  return Number.isSafeInteger(value) ? String(value) : null;
}

/** A vendor's value as an object; empty for everything else. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  const parsed = recordSchema.safeParse(value);
  return parsed.success ? parsed.data : {};
}
