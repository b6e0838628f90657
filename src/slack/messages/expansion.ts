import type { BriefStanding } from '../../app/accounts/account-report.ts';
import type { DigestReport } from '../../app/digest/digest-report.ts';
import { seatsText } from '../../words/account-words.ts';
import { perMonthAndYear, plural } from '../../words/numbers.ts';
import { expansionOffer, join, ownerName, scoredName, standLine } from './account-lines.ts';
import { context, fitLines, message, sections } from './layout.ts';
import type { SlackMessage, Viewer } from './message.ts';
import { standingTable } from './standing-table.ts';
import { type Cell, NOTHING } from './table.ts';

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
  const foot = standLine(stand);
  const restLine = (more: number): string[] =>
    more > 0 ? [`…and ${plural(more, 'more account')}: \`/utilization\``] : [];
  const text = { lines: [title, ...kept], tail: [...restLine(left), foot] };
  const classic = [...sections([title, ...kept, ...restLine(left)]), context(foot)];
  const offer = { header: 'Proposed', cell: (one: BriefStanding) => offerText(one, viewer) };
  const table = standingTable(
    {
      caption: 'Accounts at the ceiling',
      rows: expansion,
      standing: (one) => one,
      columns: [offer],
      details: ['used', 'owner'],
      day: stand.day,
    },
    viewer,
  );
  if (table === null) return message(text, classic);
  return message(text, [...sections([title]), table.block, ...sections(restLine(table.left)), context(foot)], classic);
}

/** `+5 seats ≈ $375/mo`, sorted by the seats. */
function offerText(standing: BriefStanding, viewer: Viewer): Cell {
  const text = expansionOffer(standing, viewer) ?? NOTHING;
  const { expansion } = standing.assessment.seats;
  return expansion === null ? text : { value: expansion.seats, text };
}
