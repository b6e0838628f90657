import { suggestedPlays } from '../../domain/suggested-play.ts';
import { accountNosByIds } from '../../store/accounts.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import { latestTickets } from '../accounts/latest-tickets.ts';
import type { Context } from '../context.ts';
import { lastContactOf } from '../outreach/last-contact.ts';
import { healthList } from '../portfolio/health-list.ts';
import { contactActivity } from './contact-activity.ts';
import type { BottomEntry, BottomReport } from './reports.ts';

/**
 * The portfolio's lowest scores in detail: score upwards, then MRR in the reporting currency downwards, then id;
 * accounts without a score stand apart.
 */
export async function bottomAccounts({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly limit: number };
}): Promise<BottomReport> {
  const list = await healthList({ ctx, input });
  const numbers = await accountNosByIds(
    ctx.db,
    list.scored.map(({ account }) => account.accountId),
  );
  const entries: BottomEntry[] = [];
  for (const standing of list.scored) {
    const accountNo = numbers.get(standing.account.accountId);
    if (accountNo !== undefined) entries.push(await entryOf(ctx, { standing, accountNo, day: list.stand.day }));
  }
  return { ...list, entries };
}

async function entryOf(
  ctx: Context,
  {
    standing,
    accountNo,
    day,
  }: { readonly standing: AccountStanding; readonly accountNo: number; readonly day: string },
): Promise<BottomEntry> {
  return {
    standing,
    tickets: await latestTickets(ctx, accountNo),
    contacts: await contactActivity(ctx, accountNo, day),
    lastContact: await lastContactOf(ctx, accountNo),
    plays: suggestedPlays(standing.assessment),
  };
}
