import { thresholdOf } from '../../domain/active/definition.ts';
import { seatDecomposition } from '../../domain/adoption/seat-decomposition.ts';
import type { Day } from '../../domain/day.ts';
import { groupBy } from '../../domain/group-by.ts';
import { loadActiveByRule } from '../../store/rule-activity.ts';
import { loadSeatGroups, type SeatGroupRow } from '../../store/seat-groups.ts';
import type { Context } from '../context.ts';
import type { AssignmentReport, SeatGroup, SeatGroupBy } from './seat-groups-report.ts';

/** People of accounts by role or department in the 30 local days before a day, by the rule in force. */
export async function groupRows(
  ctx: Context,
  by: SeatGroupBy,
  accountIds: readonly string[],
  day: Day,
): Promise<SeatGroupRow[]> {
  const threshold = thresholdOf(ctx.active.rule);
  const active = threshold && (await loadActiveByRule(ctx.db, { day, timeZone: ctx.timeZone, threshold }, accountIds));
  return loadSeatGroups(ctx.db, by, { accountIds, day, active });
}

/** The groups of all accounts together, the largest first, that of no known name last. */
export function groupsOf(rows: readonly SeatGroupRow[]): SeatGroup[] {
  const groups = new Map<string | null, SeatGroup>();
  for (const { active, name, people, stopped } of rows) {
    const known = groups.get(name) ?? { name, accounts: 0, people: 0, active: 0, stopped: 0 };
    groups.set(name, {
      name,
      accounts: known.accounts + 1,
      people: known.people + people,
      active: known.active + active,
      stopped: known.stopped + stopped,
    });
  }
  return [...groups.values()].sort(
    (a, b) =>
      Number(a.name === null) - Number(b.name === null) ||
      b.people - a.people ||
      ((a.name ?? '') < (b.name ?? '') ? -1 : 1),
  );
}

/** Rows by account, in the order of the accounts. */
export function byAccount(rows: readonly SeatGroupRow[]): ReadonlyMap<string, readonly SeatGroupRow[]> {
  return groupBy(rows, (row) => row.account_id);
}

/** Assignment and engagement of the accounts whose sources say who has a seat; null where none says it. */
export function assignmentOf(
  rows: readonly SeatGroupRow[],
  paidSeats: (accountId: string) => number,
): AssignmentReport | null {
  const sum = { paid: 0, assigned: 0, active: 0, stopped: 0 };
  let accounts = 0;
  for (const [accountId, own] of byAccount(rows)) {
    const paid = paidSeats(accountId);
    if (paid === 0 || !own.some(({ assigned }) => assigned > 0)) continue;
    accounts += 1;
    sum.paid += paid;
    for (const { active, assigned, stopped } of own) {
      sum.assigned += assigned;
      sum.active += active;
      sum.stopped += stopped;
    }
  }
  return accounts === 0 ? null : { ...seatDecomposition(sum), accounts };
}
