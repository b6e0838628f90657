import { thresholdOf } from '../domain/active/definition.ts';
import type { Day } from '../domain/day.ts';
import { localDayOf } from '../lib/local-time.ts';
import { loadLedger, loadRoles } from '../store/account-seats.ts';
import { loadRulePeople } from '../store/rule-activity.ts';
import { accountStanding } from './account-standing.ts';
import type { Context } from './context.ts';
import { dataStand } from './data-stand.ts';
import type { AccountSeatsReport } from './reports.ts';

const LEDGER_ROWS = 10;
const NO_ROLE = 'unknown';

/**
 * Seats of one account: people by role and the newest movements before the day that the numbers are of.
 * @throws AppError `not_found` for an unknown id.
 */
export async function accountSeats({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string };
}): Promise<AccountSeatsReport> {
  const { entry, standing, origin } = await accountStanding(ctx, input.accountId);
  const stand = await dataStand(ctx, origin);
  const roles = await loadRoles(
    ctx.db,
    entry.accountNo,
    origin.day,
    await rulePeople(ctx, entry.accountNo, origin.day),
  );
  const ledger = await loadLedger(ctx.db, entry.accountNo, stand.asOf, LEDGER_ROWS);
  return {
    stand,
    standing,
    roles: roles.map(({ role, people, active }) => ({ role: role ?? NO_ROLE, people, active })),
    ledger: ledger.map(({ effective_at, ...rest }) => ({ on: localDayOf(effective_at, ctx.timeZone), ...rest })),
  };
}

// By the rule in force; null: everybody who did anything, as the rollup knows it.
async function rulePeople(ctx: Context, accountNo: number, day: Day): Promise<readonly number[] | null> {
  const threshold = thresholdOf(ctx.active.rule);
  return threshold && loadRulePeople(ctx.db, { day, timeZone: ctx.timeZone, threshold }, accountNo);
}
