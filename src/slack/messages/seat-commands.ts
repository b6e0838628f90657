import type { types } from '@slack/bolt';
import type { SeatGroupBy } from '../../app/seats/seat-groups-report.ts';
import type { SeatFilter } from '../../app/seats/seats-report.ts';
import { commandText } from '../commands/command-text.ts';
import type { SeatView } from '../commands/seat-view.ts';
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

/** `/utilization "acme" by role csv`: one account in the view that was asked for. */
export function accountSeatCommand(accountId: string, { by, csv }: Pick<SeatView, 'by' | 'csv'>): string {
  return [`/utilization "${accountId}"`, ...(by === null ? [] : [`by ${by}`]), ...(csv ? ['csv'] : [])].join(' ');
}

/** [By role] [CSV] [How computed] under the report of accounts. */
export function reportButtons(asked: Asked): types.ActionsBlock {
  return actions([
    ...command('By role', seatCommand(asked, 'by role'), 0),
    ...command('CSV', seatCommand(asked, 'csv'), 1),
    ...command('How computed', '/health define utilization', 2),
  ]);
}

const OTHER: Readonly<Record<SeatGroupBy, SeatGroupBy>> = { role: 'department', department: 'role' };

/** [By department] [CSV] under the report by role, and the other way round; none for filters that no command can say. */
export function groupButtons(asked: Asked, by: SeatGroupBy): types.ActionsBlock[] {
  const other = OTHER[by];
  const buttons = [
    ...command(`By ${other}`, seatCommand(asked, `by ${other}`), 0),
    ...command('CSV', seatCommand(asked, `by ${by}`, 'csv'), 1),
  ];
  return buttons.length === 0 ? [] : [actions(buttons)];
}

/** Nothing for a command that would be read as another one, or not to its end. */
function command(label: string, value: string, index: number): types.Button[] {
  return commandText(value) === value ? [button({ action: 'run_command', label, value, index })] : [];
}
