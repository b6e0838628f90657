const MAX_LETTERS = 50;

/** The surface that an event names (`properties.surface`: web, ios, api…), in lower case; undefined without one. */
export function surfaceOf(properties: Readonly<Record<string, unknown>>): string | undefined {
  const named = properties['surface'];
  if (typeof named !== 'string') return undefined;
  // By letters, so that no character is cut in two.
  const text = [
    ...named
      .slice(0, 4 * MAX_LETTERS)
      .trim()
      .toLowerCase(),
  ]
    .slice(0, MAX_LETTERS)
    .join('');
  return text === '' ? undefined : text;
}
