import type { Day } from '../../domain/day.ts';
import { revenuePerUser } from '../../domain/revenue/average-revenue.ts';
import { knownMinor } from '../../domain/revenue/level.ts';
import { loadSnapshotPeople } from '../../store/revenue-history.ts';
import type { Context } from '../context.ts';
import type { RevenueAccount } from './revenue-history.ts';
import type { RevenuePerUser } from './revenue-reports.ts';

interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** MRR at the end ÷ the average of users at the start and the end, of the accounts that paid at each. */
export async function revenuePerUserOf(
  ctx: Context,
  accounts: readonly RevenueAccount[],
  period: Period,
): Promise<RevenuePerUser> {
  const people = await loadSnapshotPeople(ctx.db, period.to);
  const paying = (day: Day) => accounts.filter(({ atThen }) => (knownMinor(atThen(day)) ?? 0) > 0);
  const [first, last] = [paying(period.from), paying(period.to)];
  const mrr = sumOf(last, ({ atThen }) => knownMinor(atThen(period.to)));
  const seatsAt = (some: readonly RevenueAccount[], day: Day) => sumOf(some, ({ seats }) => seats(day));
  const peopleAt = (some: readonly RevenueAccount[], windowsAgo: number) =>
    sumOf(some, ({ accountNo }) => people.get(accountNo)?.at(-1 - windowsAgo) ?? null);
  const paidSeats = { start: seatsAt(first, period.from), end: seatsAt(last, period.to) };
  const activeUsers = people.size === 0 ? null : { start: peopleAt(first, 1), end: peopleAt(last, 0) };
  const money = (minor: number | null) => (minor === null ? null : { minor, currency: ctx.reportingCurrency });
  return {
    ...period,
    perPaidSeat: money(revenuePerUser(mrr, paidSeats.start, paidSeats.end)),
    perActiveUser: activeUsers && money(revenuePerUser(mrr, activeUsers.start, activeUsers.end)),
    paidSeats,
    activeUsers,
  };
}

function sumOf(accounts: readonly RevenueAccount[], of: (account: RevenueAccount) => number | null): number {
  return accounts.reduce((sum, account) => sum + (of(account) ?? 0), 0);
}
