import type { Mover, MoversReport } from '../../app/rollup/rollup-report.ts';
import { arrow, plural, shortDay } from '../../words/numbers.ts';
import { decodeSlackText } from '../mrkdwn.ts';
import { join, ownerName, scoredName, standLine } from './account-lines.ts';
import { changeLines } from './change.ts';
import { context, message, sections } from './layout.ts';
import type { SlackMessage } from './message.ts';
import { standingTable, type TableColumn } from './standing-table.ts';
import { NOTHING } from './table.ts';

const COLUMNS: readonly TableColumn<Mover>[] = [
  { header: 'Change', cell: ({ changeTenths }) => ({ value: changeTenths / 10, text: arrow(changeTenths) }) },
  { header: 'Was', cell: ({ wasBand }) => wasBand ?? NOTHING },
  { header: 'Mostly', cell: ({ why }) => plainOf(why === undefined ? undefined : changeLines(why)[0]) },
];

/** A line of safe mrkdwn for a cell, which is not parsed. */
function plainOf(line: string | undefined): string {
  return line === undefined ? NOTHING : decodeSlackText(line);
}

/** Whose score fell and rose most in a week, with what moved it most. */
export function moversMessage({ compared, down, since, stand, up }: MoversReport): SlackMessage {
  const foot = standLine(stand);
  if (since === null) {
    const text = 'There is no snapshot of about a week ago yet: movers need one.';
    return message([text, foot], [...sections([text]), context(foot)]);
  }
  const entry = (mover: Mover): string => {
    const [reason] = mover.why === undefined ? [] : changeLines(mover.why);
    return `${moverLine(mover)}${reason === undefined ? '' : `\n> ${reason}`}`;
  };
  const title = `*Movers since ${shortDay(since)}* · ${plural(compared, 'account')} compared`;
  const lines = [
    title,
    ...(down.length + up.length === 0 ? ['No score moved.'] : []),
    ...(down.length === 0 ? [] : ['*Fell most*', ...down.map(entry)]),
    ...(up.length === 0 ? [] : ['*Rose most*', ...up.map(entry)]),
  ];
  const classic = [...sections(lines), context(foot)];
  const table = standingTable(
    {
      caption: `Movers since ${shortDay(since)}`,
      rows: [...down, ...up],
      standing: (mover) => mover.standing,
      columns: COLUMNS,
      details: ['owner'],
      day: stand.day,
    },
    { money: false },
  );
  if (table === null) return message([...lines, foot], classic);
  return message([...lines, foot], [...sections([title]), table.block, context(foot)], classic);
}

/** `🔴 *megacorp* 18.5 CRITICAL · ▼ 22.1, was ok · @dana`. */
export function moverLine({ changeTenths, standing, wasBand }: Mover): string {
  const was = wasBand === null || wasBand === standing.band ? '' : `, was ${wasBand}`;
  return join([scoredName(standing), `${arrow(changeTenths)}${was}`, ownerName(standing.account)]);
}
