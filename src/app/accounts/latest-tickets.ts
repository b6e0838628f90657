import { localDayOf } from '../../lib/local-time.ts';
import { loadTickets } from '../../store/accounts.ts';
import type { Context } from '../context.ts';
import type { TicketRef } from './account-report.ts';

const TICKETS = 5;

/** The last five tickets of an account, newest first, by local days. */
export async function latestTickets(ctx: Context, accountNo: number): Promise<TicketRef[]> {
  const localDay = (instant: Date): string => localDayOf(instant, ctx.timeZone);
  const tickets = await loadTickets(ctx.db, accountNo, ctx.now(), TICKETS);
  return tickets.map(({ openedAt, closedAt, ...rest }) => ({
    ...rest,
    openedOn: localDay(openedAt),
    closedOn: closedAt && localDay(closedAt),
  }));
}
