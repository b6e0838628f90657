import type { DigestReport } from '../../app/digest/digest-report.ts';
import { perMonth, plural, signedMoney, weekdayName } from '../../words/numbers.ts';
import { join } from './account-lines.ts';
import type { DigestOptions } from './digest-groups.ts';
import { dataLine, digestTitle } from './digest-head.ts';
import { context, message, section } from './layout.ts';
import type { SlackMessage } from './message.ts';

/** The morning message when nothing is new: one line that says so, what it is worth, and how fresh the data is. */
export function heartbeatMessage(report: DigestReport, options: DigestOptions): SlackMessage {
  const { open, quiet, snoozed } = report;
  const line = join([
    `*${digestTitle(report, options)}*`,
    'nothing new',
    options.money ? moneyText(report) : null,
    open.length === 0 && snoozed === 0
      ? null
      : `still open ${open.length}${snoozed === 0 ? '' : `, ${snoozed} snoozed`}`,
    `quiet: ${plural(quiet, 'account')}`,
  ]);
  return message([line, dataLine(report)], [section(line), context(dataLine(report))]);
}

function moneyText({ seatsAtRisk, seatsAtRiskChange: change }: DigestReport): string {
  const { currency } = seatsAtRisk;
  const since = change && ` (${signedMoney({ minor: change.minor, currency })} vs ${weekdayName(change.since)})`;
  return `seats at risk ${perMonth(seatsAtRisk)}${since ?? ''}`;
}
