import type { Context } from '../context.ts';

const KEPT_DAYS = 30;

/** Texts that were kept before this moment are gone. */
export function keptSince({ now }: Pick<Context, 'now'>): Date {
  return new Date(now().getTime() - KEPT_DAYS * 86_400_000);
}
