import type { RenewalBand, RenewalsReport } from '../../app/rollup/rollup-report.ts';
import { renewalText, seatsText } from '../../words/account-words.ts';
import { bandText } from '../../words/labels.ts';
import { mrrAndArr, perMonth, plural } from '../../words/numbers.ts';
import { join, ownerName, scoredName, standLine } from './account-lines.ts';
import { partial } from './digest-head.ts';
import { context, fitLines, message, sections } from './layout.ts';
import type { SlackMessage, Viewer } from './message.ts';
import { standingTable } from './standing-table.ts';

/** The renewals that come up, earliest first, and their sums by band. */
export function renewalsMessage(
  { bands, day, renewals, stand, withinDays }: RenewalsReport,
  viewer: Viewer,
): SlackMessage {
  const foot = standLine(stand);
  const title = `*Renewals in ${withinDays} days* · ${plural(renewals.length, 'account')}`;
  const lines = renewals.map((standing) =>
    join([
      scoredName(standing),
      renewalText(standing.account, day),
      viewer.money
        ? mrrAndArr({ minor: standing.assessment.facts.mrr_minor, currency: standing.assessment.facts.currency })
        : null,
      seatsText(standing),
      ownerName(standing.account),
    ]),
  );
  const head = [title, ...bands.map((band) => `> ${renewalBandLine(band, viewer)}`)];
  const { kept, left } = fitLines(lines);
  const restLine = (more: number): string[] =>
    more > 0 ? [`…and ${plural(more, 'more account')}: \`/utilization renews:&lt;${withinDays}d\``] : [];
  const text = { lines: [...head, ...kept], tail: [...restLine(left), foot] };
  const classic = [...sections([...head, ...kept, ...restLine(left)]), context(foot)];
  const caption = `Renewals in ${withinDays} days`;
  const table = standingTable(
    { caption, rows: renewals, standing: (one) => one, details: ['mrr', 'used', 'renews', 'owner'], day },
    viewer,
  );
  if (table === null) return message(text, classic);
  return message(text, [...sections(head), table.block, ...sections(restLine(table.left)), context(foot)], classic);
}

/** `🔴 CRITICAL 2 · $5,000/mo MRR`. */
export function renewalBandLine({ accounts, band, mrr }: RenewalBand, { money }: Viewer): string {
  return join([`${bandText(band)} ${accounts}`, money ? `${perMonth(mrr)} MRR${partial(mrr)}` : null]);
}
