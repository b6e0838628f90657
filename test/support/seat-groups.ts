import type { AccountStanding } from '../../src/app/accounts/account-report.ts';
import type { AccountSeatGroupsReport, SeatGroupBy, SeatGroupsReport } from '../../src/app/seats/seat-groups-report.ts';
import type { SeatFilter } from '../../src/app/seats/seats-report.ts';
import { roleSplit } from '../../src/domain/adoption/role-split.ts';
import { seatDecomposition } from '../../src/domain/adoption/seat-decomposition.ts';
import { STAND } from './slack-reports.ts';

const ADMIN = { name: 'admin', accounts: 1, people: 4, active: 3, stopped: 1 };
const IC = { name: 'ic', accounts: 1, people: 46, active: 11, stopped: 20 };
const ASSIGNMENT = { ...seatDecomposition({ paid: 50, assigned: 50, active: 14, stopped: 21 }), accounts: 1 };
const SPLIT = roleSplit([ADMIN, IC]);

/** What `/utilization by role` knows of accounts, megacorp's people in each of them. */
export function seatGroupsOf(
  all: readonly AccountStanding[],
  { by = 'role', filter = {}, name }: { by?: SeatGroupBy; filter?: SeatFilter; name?: string } = {},
): SeatGroupsReport {
  const own = name === undefined ? [] : [{ ...IC, name }];
  return {
    stand: STAND,
    filter,
    by,
    total: all.length,
    accounts: all.length,
    groups: [IC, ADMIN, ...own, { ...ADMIN, name: null }],
    flagged: all.slice(0, 20).map(({ account }) => ({ account, split: SPLIT })),
    assignment: ASSIGNMENT,
  };
}

/** The same of one account, with somebody who stopped. */
export function accountSeatGroupsOf(
  standing: AccountStanding,
  { by = 'role', name = 'Sam' }: { by?: SeatGroupBy; name?: string } = {},
): AccountSeatGroupsReport {
  return {
    stand: STAND,
    standing,
    by,
    groups: [IC, ADMIN, { ...IC, name }],
    split: by === 'role' ? SPLIT : null,
    assignment: ASSIGNMENT,
    stopped: [{ userId: 'user-7', name, group: name, lastOn: '2026-01-12' }],
  };
}
