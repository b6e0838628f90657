import { z } from 'zod';
import { AppError } from '../lib/errors.ts';

/**
 * The query of an address as checked values.
 * @throws AppError `invalid` naming the first parameter that is unknown, given twice or wrong.
 */
export function readQuery<Shape extends z.ZodRawShape>(
  search: URLSearchParams,
  shape: Shape,
): z.output<z.ZodObject<Shape>> {
  const given = new Map<string, string>();
  for (const [name, value] of search) {
    if (!Object.hasOwn(shape, name)) {
      throw new AppError('invalid', `${shown(name)}: there is no such parameter. ${offered(Object.keys(shape))}`);
    }
    if (given.has(name)) throw new AppError('invalid', `${name}: is given twice; separate several values by commas.`);
    given.set(name, value);
  }
  const parsed = z.object(shape).safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('invalid', `${issue?.path[0]?.toString()}: ${issue?.message}`);
}

function offered(known: readonly string[]): string {
  return known.length === 0 ? 'This address takes none.' : `Known are ${known.join(', ')}.`;
}

function shown(name: string): string {
  return name.slice(0, 40).replace(/[^\w.-]/g, '?');
}
