import { addDays } from '../domain/day.ts';
import { localDayOf } from '../lib/local-time.ts';
import { loadContacts, loadTickets } from '../store/accounts.ts';
import type { HistoryRow } from '../store/snapshot-rows.ts';
import { loadHistory } from '../store/snapshots.ts';
import { accountStanding, type FoundStanding } from './account-standing.ts';
import type { Context } from './context.ts';
import { dataStand } from './data-stand.ts';
import { judgementsOf } from './judgements/account-judgements.ts';
import type { AccountHealthReport, ScorePoint, TicketRef } from './reports.ts';

const HISTORY_DAYS = 90;
const TICKETS = 5;
const WEEK = 7;

/**
 * Everything that is known of one account's health.
 * @throws AppError `not_found` for an unknown id.
 */
export async function accountHealth({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string };
}): Promise<AccountHealthReport> {
  const found = await accountStanding(ctx, input.accountId);
  const { entry, origin, standing } = found;
  const stand = await dataStand(ctx, origin);
  const { accountNo } = entry;
  const from = addDays(origin.day, 1 - HISTORY_DAYS);
  const stored = (await loadHistory(ctx.db, accountNo, from, origin.day)).filter(({ day }) => day < origin.day);
  const { scoreTenths } = standing.assessment.health;
  return {
    stand,
    standing,
    history: [...stored.map(toPoint), { day: origin.day, scoreTenths, band: standing.band }],
    change7dTenths: changeSince(stored, found),
    contacts: await loadContacts(ctx.db, accountNo),
    tickets: await latestTickets(ctx, accountNo),
    judgements: await judgementsOf(ctx, accountNo, 1),
  };
}

function toPoint({ day, score_tenths, band }: HistoryRow): ScorePoint {
  return { day, scoreTenths: score_tenths, band };
}

// Another definition's score is another measure: it is skipped, not compared.
function changeSince(stored: readonly HistoryRow[], { origin, standing }: FoundStanding): number | null {
  const latest = addDays(origin.day, -WEEK);
  const then = stored.findLast(
    (row) => row.day <= latest && row.score_tenths !== null && row.definition_hash === origin.definitionHash,
  );
  const now = standing.assessment.health.scoreTenths;
  return now === null || then?.score_tenths == null ? null : now - then.score_tenths;
}

async function latestTickets(ctx: Context, accountNo: number): Promise<TicketRef[]> {
  const localDay = (instant: Date): string => localDayOf(instant, ctx.timeZone);
  const tickets = await loadTickets(ctx.db, accountNo, ctx.now(), TICKETS);
  return tickets.map(({ openedAt, closedAt, ...rest }) => ({
    ...rest,
    openedOn: localDay(openedAt),
    closedOn: closedAt && localDay(closedAt),
  }));
}
