import type { DigestReport } from '../../app/reports.ts';
import { expansionOffer, join, ownerName, scoredName, seatsText, standLine } from './account-lines.ts';
import { context, fitLines, message, sections } from './layout.ts';
import type { SlackMessage, Viewer } from './message.ts';
import { perMonthAndYear, plural } from './numbers.ts';

/** Accounts at the ceiling and what the proposed seats are worth. */
export function expansionMessage({ expansion, expansionMrr, stand }: DigestReport, viewer: Viewer): SlackMessage {
  const total = viewer.money ? ` · ${perMonthAndYear(expansionMrr)}` : '';
  const title = `*Expansion* · ${plural(expansion.length, 'account')} at the ceiling${total}`;
  const { kept, left } = fitLines(
    expansion.map((standing) => {
      const offer = expansionOffer(standing, viewer);
      return join([scoredName(standing), seatsText(standing), offer, ownerName(standing.account)]);
    }),
  );
  const lines = [title, ...kept, ...(left > 0 ? [`…and ${plural(left, 'more account')}: \`/utilization\``] : [])];
  return message([...lines, standLine(stand)], [...sections(lines), context(standLine(stand))]);
}
