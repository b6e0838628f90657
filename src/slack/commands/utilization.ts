import type { SeatGroupBy } from '../../app/seats/seat-groups-report.ts';
import type { SeatFilter } from '../../app/seats/seats-report.ts';
import { recordView } from '../audited.ts';
import type { Handling } from '../handling.ts';
import { accountSeatsMessage } from '../messages/account-seats.ts';
import { type HelpEntry, helpMessage } from '../messages/help.ts';
import { withNote } from '../messages/layout.ts';
import type { SlackMessage } from '../messages/message.ts';
import type { FilesState, QbrFile } from '../messages/qbr.ts';
import { accountSeatCommand } from '../messages/seat-commands.ts';
import { accountSeatGroupsMessage, seatGroupsMessage } from '../messages/seat-groups.ts';
import { MOST_ACCOUNTS, utilizationReport } from '../messages/utilization-report.ts';
import { accountSeatFiles, seatGroupsFile, seatReportFile } from '../seat-csv.ts';
import { sendFiles } from '../send-files.ts';
import { seatsAnswer } from './answers.ts';
import type { Command } from './command.ts';
import { lookUp } from './look-up.ts';
import { nearestWord } from './nearest-word.ts';
import { parseSeatFilter } from './seat-filter.ts';
import { parseSeatView } from './seat-view.ts';

const help: HelpEntry = {
  name: '/utilization',
  summary: 'seats paid for and used: at risk, dormant, at the ceiling',
  examples: [
    ['/utilization', 'the whole portfolio with totals'],
    ['/utilization mine', 'your accounts'],
    ['/utilization acme', 'one account: people by month and role, seat ledger'],
    ['/utilization plan:pro owner:@dana', 'one plan, one owner'],
    ['/utilization renews:<90d', 'renewals within 90 days'],
    ['/utilization dropped:>20 quarter', 'lost more than 20 points in a quarter'],
    ['/utilization by role mine', 'who is active by role or `by department`, over the same filters'],
    ['/utilization acme by role', 'one account’s people, and who stopped'],
    ['/utilization mine csv', 'the same as a file in your direct messages, also of `acme csv`'],
  ],
};

const FILES: Readonly<Record<FilesState, string>> = {
  sent: 'The CSV file is in your direct messages with this app.',
  no_scope: 'No file was sent: the app was not granted `files:write`. `cs-pulse report utilization --csv` prints it.',
  failed: 'Slack did not take the file just now. Ask again, or print it with `cs-pulse report utilization --csv`.',
};

export const utilization = {
  name: '/utilization',
  usage:
    '[NAME | mine | plan:pro | owner:@dana | renews:<90d | dropped:>20 quarter | by role | by department | csv | help]',
  description: 'Seat utilization: who is at risk, dormant or at the ceiling, and what it is worth',
  help,
  subcommands: ['mine', 'by', 'csv', 'help'],
  run: async (handling, text) => {
    if (text.toLowerCase() === 'help') return helpMessage(help);
    const { by, csv, rest } = parseSeatView(text);
    const filter = rest === '' ? {} : parseSeatFilter(rest, handling.asker.userId);
    if (filter !== null) return by === null ? seats(handling, filter, csv) : groups(handling, { by, filter, csv });
    const meant = nearestWord(rest.toLowerCase(), ['mine', 'help']);
    const isCard = by === null && !csv;
    return lookUp(handling, {
      text: isCard ? text : rest,
      choosing: isCard ? 'pick_seats' : (accountId) => accountSeatCommand(accountId, { by, csv }),
      show: (accountId) => {
        if (by !== null) return accountGroups(handling, { accountId, by, csv });
        return csv ? accountFiles(handling, accountId) : seatsAnswer(handling, accountId);
      },
      suggestion: meant === null ? null : { label: `/utilization ${meant}`, command: `/utilization ${meant}` },
    });
  },
} as const satisfies Command;

async function seats(handling: Handling, filter: SeatFilter, csv: boolean): Promise<SlackMessage> {
  const { ctx, deps, asker } = handling;
  const most = csv ? undefined : MOST_ACCOUNTS;
  const report = await deps.seatReport({ ctx, input: { filter, most } });
  const shown = utilizationReport(report, { money: asker.money, userId: asker.userId, rule: ctx.active.rule });
  return csv ? filed(handling, shown, [seatReportFile(report, asker)]) : shown;
}

async function groups(
  handling: Handling,
  { by, csv, filter }: { readonly by: SeatGroupBy; readonly filter: SeatFilter; readonly csv: boolean },
): Promise<SlackMessage> {
  const { ctx, deps, asker } = handling;
  const report = await deps.seatGroups({ ctx, input: { by, filter } });
  const shown = seatGroupsMessage(report, { userId: asker.userId });
  return csv ? filed(handling, shown, [seatGroupsFile(report)]) : shown;
}

async function accountFiles(handling: Handling, accountId: string): Promise<SlackMessage> {
  const { ctx, deps, asker } = handling;
  const report = await deps.accountSeats({ ctx, input: { accountId } });
  await recordView(handling, accountId, 'seats');
  return filed(handling, accountSeatsMessage(report, { money: asker.money }), accountSeatFiles(report, asker));
}

/** Names people who stopped, so it is kept that somebody looked. */
async function accountGroups(
  handling: Handling,
  { accountId, by, csv }: { readonly accountId: string; readonly by: SeatGroupBy; readonly csv: boolean },
): Promise<SlackMessage> {
  const { ctx, deps, asker } = handling;
  const report = await deps.accountSeatGroups({ ctx, input: { accountId, by } });
  await recordView(handling, accountId, `seats_by_${by}`);
  const shown = accountSeatGroupsMessage(report, { money: asker.money });
  return csv ? filed(handling, shown, [seatGroupsFile(report)]) : shown;
}

async function filed(
  { client, asker, log }: Handling,
  shown: SlackMessage,
  files: readonly QbrFile[],
): Promise<SlackMessage> {
  const { userId } = asker;
  const intro = `${files.map(({ title }) => title).join(' and ')}, as ${files.length === 1 ? 'a file' : 'files'}:`;
  const state = await sendFiles(client, { userId, intro, files }, log);
  return withNote(shown, FILES[state]);
}
