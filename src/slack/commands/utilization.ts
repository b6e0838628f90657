import type { SeatFilter } from '../../app/seats/seats-report.ts';
import type { Handling } from '../handling.ts';
import { type HelpEntry, helpMessage } from '../messages/help.ts';
import type { SlackMessage } from '../messages/message.ts';
import { MOST_ACCOUNTS, utilizationReport } from '../messages/utilization-report.ts';
import { seatsAnswer } from './answers.ts';
import type { Command } from './command.ts';
import { lookUp } from './look-up.ts';
import { nearestWord } from './nearest-word.ts';
import { parseSeatFilter } from './seat-filter.ts';

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
  ],
};

export const utilization = {
  name: '/utilization',
  usage: '[NAME | mine | plan:pro | owner:@dana | renews:<90d | dropped:>20 quarter | help]',
  description: 'Seat utilization: who is at risk, dormant or at the ceiling, and what it is worth',
  help,
  subcommands: ['mine', 'help'],
  run: async (handling, text) => {
    if (text === '') return seats(handling, {});
    if (text.toLowerCase() === 'help') return helpMessage(help);
    const filter = parseSeatFilter(text, handling.asker.userId);
    if (filter !== null) return seats(handling, filter);
    const meant = nearestWord(text.toLowerCase(), ['mine', 'help']);
    return lookUp(handling, {
      text,
      action: 'pick_seats',
      show: (accountId) => seatsAnswer(handling, accountId),
      suggestion: meant === null ? null : { label: `/utilization ${meant}`, command: `/utilization ${meant}` },
    });
  },
} as const satisfies Command;

async function seats({ ctx, deps, asker }: Handling, filter: SeatFilter): Promise<SlackMessage> {
  const report = await deps.seatReport({ ctx, input: { filter, most: MOST_ACCOUNTS } });
  return utilizationReport(report, { money: asker.money, userId: asker.userId, rule: ctx.active.rule });
}
