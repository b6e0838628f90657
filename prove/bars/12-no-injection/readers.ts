import { findAccount } from '../../../src/app/accounts/find-account.ts';
import { suggestAccounts } from '../../../src/app/accounts/suggest-accounts.ts';
import { readAudit } from '../../../src/app/audit/read-audit.ts';
import type { Context } from '../../../src/app/context.ts';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import { forgetUser } from '../../../src/app/erasure/forget-user.ts';
import { seatReport } from '../../../src/app/seats/seat-report.ts';
import type { SeatFilter } from '../../../src/app/seats/seats-report.ts';
import { AppError } from '../../../src/lib/errors.ts';
import { commandText } from '../../../src/slack/commands/command-text.ts';
import { parseSeatFilter } from '../../../src/slack/commands/seat-filter.ts';

/** Reads by a word that names nothing, and says how many rows came back. */
export interface Reader {
  readonly name: string;
  /** Of a hundred words, how many this one is given. */
  readonly share: number;
  readonly read: (ctx: Context, word: string) => Promise<number>;
}

export const READERS: readonly Reader[] = [
  {
    name: 'an account by its name',
    share: 43,
    read: async (ctx, text) => {
      const found = await findAccount({ ctx, input: { text } });
      return found.kind === 'none' ? 0 : 1;
    },
  },
  {
    name: 'suggestions while somebody types',
    share: 30,
    read: async (ctx, text) => (await suggestAccounts({ ctx, input: { text, limit: 10 } })).length,
  },
  { name: 'a line of filters', share: 6, read: (ctx, word) => filtered(ctx, word) },
  { name: 'a plan', share: 5, read: (ctx, plan) => seats(ctx, { plan }) },
  { name: 'an owner by address', share: 5, read: (ctx, ownerEmail) => seats(ctx, { ownerEmail }) },
  { name: 'an owner by id', share: 4, read: (ctx, ownerSlackUserId) => seats(ctx, { ownerSlackUserId }) },
  { name: 'a digest of a plan', share: 1, read: (ctx, plan) => digest(ctx, { plan }) },
  { name: 'a digest of an owner', share: 1, read: (ctx, owner) => digest(ctx, { owner }) },
  {
    name: 'the audit of an actor',
    share: 4,
    read: async (ctx, actor) => (await readAudit({ ctx, input: { actor, limit: 10 } })).lines.length,
  },
  {
    name: 'a person to be forgotten',
    share: 1,
    read: async (ctx, userId) => {
      const { known } = await forgetUser({ ctx, input: { userId, accountId: null, erase: false, actor: 'prove' } });
      return known.length;
    },
  },
];

/** Rows that the reader gave for a word as it comes from a command; what it refuses to look for gives none. */
export async function rowsFor({ read }: Reader, ctx: Context, word: string): Promise<number> {
  try {
    return await read(ctx, commandText(word));
  } catch (error) {
    if (error instanceof AppError) return 0;
    throw error;
  }
}

async function filtered(ctx: Context, word: string): Promise<number> {
  const filter = parseSeatFilter(`plan:"${word}" owner:x@${word}`, 'U0DANA');
  return filter === null ? 0 : seats(ctx, filter);
}

async function seats(ctx: Context, filter: SeatFilter): Promise<number> {
  return (await seatReport({ ctx, input: { filter } })).total;
}

async function digest(ctx: Context, filter: { readonly plan?: string; readonly owner?: string }): Promise<number> {
  const { fresh, open } = await composeDigest({ ctx, input: { filter } });
  return fresh.length + open.length;
}
