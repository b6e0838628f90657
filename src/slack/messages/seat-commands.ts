import type { types } from '@slack/bolt';
import type { SeatGroupBy } from '../../app/seats/seat-groups-report.ts';
import type { SeatFilter } from '../../app/seats/seats-report.ts';
import { actions, button } from './layout.ts';

interface Asked {
  readonly filter: SeatFilter;
  /** Slack id of who asked. */
  readonly userId: string | undefined;
}

/** `/utilization mine renews:<90d by role`: the command that shows the same accounts in another view. */
export function seatCommand({ filter, userId }: Asked, ...view: readonly string[]): string {
  const { droppedPoints, ownerEmail, ownerSlackUserId, plan, renewsWithinDays } = filter;
  const owner = ownerSlackUserId === userId ? 'mine' : `owner:${ownerSlackUserId}`;
  const words = [
    ownerSlackUserId === undefined ? null : owner,
    ownerEmail === undefined ? null : `owner:${ownerEmail}`,
    plan === undefined ? null : `plan:${plan}`,
    renewsWithinDays === undefined ? null : `renews:<${renewsWithinDays}d`,
    droppedPoints === undefined ? null : `dropped:>${droppedPoints} quarter`,
  ];
  return ['/utilization', ...words.filter((word) => word !== null), ...view].join(' ');
}

/** [By role] [CSV] [How computed] under the report of accounts. */
export function reportButtons(asked: Asked): types.ActionsBlock {
  return actions([
    button({ action: 'run_command', label: 'By role', value: seatCommand(asked, 'by role'), index: 0 }),
    button({ action: 'run_command', label: 'CSV', value: seatCommand(asked, 'csv'), index: 1 }),
    button({ action: 'run_command', label: 'How computed', value: '/health define utilization', index: 2 }),
  ]);
}

const OTHER: Readonly<Record<SeatGroupBy, SeatGroupBy>> = { role: 'department', department: 'role' };

/** [By department] [CSV] under the report by role, and the other way round. */
export function groupButtons(asked: Asked, by: SeatGroupBy): types.ActionsBlock {
  const other = OTHER[by];
  return actions([
    button({ action: 'run_command', label: `By ${other}`, value: seatCommand(asked, `by ${other}`) }),
    button({ action: 'run_command', label: 'CSV', value: seatCommand(asked, `by ${by}`, 'csv'), index: 1 }),
  ]);
}
