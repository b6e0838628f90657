import { loadAuthorNames } from '../../store/judgements.ts';
import type { Context } from '../context.ts';
import type { AuthorRef } from './judgement-report.ts';

export type Authors = (id: string) => AuthorRef;

/** Looks up who some people are, once for all of them. */
export async function authorsOf(ctx: Context, ids: readonly string[]): Promise<Authors> {
  const names = await loadAuthorNames(ctx.db, [...new Set(ids)]);
  return (id) => ({ id, name: names.get(id) ?? null });
}
