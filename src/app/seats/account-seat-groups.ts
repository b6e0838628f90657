import { roleSplit } from '../../domain/adoption/role-split.ts';
import { loadStopped } from '../../store/seat-groups.ts';
import { accountStanding } from '../accounts/account-standing.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { assignmentOf, groupRows, groupsOf } from './group-people.ts';
import type { AccountSeatGroupsReport, SeatGroupBy } from './seat-groups-report.ts';

const STOPPED = 15;

/**
 * One account's people by role or department, and who stopped in the last quarter. Names people: for our own eyes only.
 * @throws AppError `not_found` for an unknown id.
 */
export async function accountSeatGroups({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string; readonly by: SeatGroupBy };
}): Promise<AccountSeatGroupsReport> {
  const { accountId, by } = input;
  const { entry, origin, standing } = await accountStanding(ctx, accountId);
  const rows = await groupRows(ctx, by, [accountId], origin.day);
  const stopped = await loadStopped(ctx.db, entry.accountNo, origin.day, STOPPED);
  return {
    stand: await dataStand(ctx, origin),
    standing,
    by,
    groups: groupsOf(rows),
    split: by === 'role' ? roleSplit(rows) : null,
    assignment: assignmentOf(rows, () => standing.assessment.facts.paid_seats),
    stopped: stopped.map((one) => ({ userId: one.user_id, name: one.name, group: one[by], lastOn: one.last_on })),
  };
}
