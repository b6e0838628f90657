/**
 * JSON that PostgreSQL can store. It refuses NUL and half surrogate pairs inside jsonb; neither may cost us the rest.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\uFFFD') : part,
  );
}
