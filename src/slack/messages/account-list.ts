import type { AccountStanding } from '../../app/accounts/account-report.ts';
import type { HealthListReport } from '../../app/portfolio/portfolio-reports.ts';
import { renewalText, seatsText } from '../../words/account-words.ts';
import { lostPoints } from '../../words/evidence.ts';
import { BUCKET_LABELS, CAP_LABELS } from '../../words/labels.ts';
import { mrrAndArr, plural } from '../../words/numbers.ts';
import { join, scoredName, standLine } from './account-lines.ts';
import { actions, context, fitLines, menu, message, sections } from './layout.ts';
import type { SlackBlock, SlackMessage, Viewer } from './message.ts';
import { standingTable } from './standing-table.ts';
import { NOTHING, type ShownTable } from './table.ts';

export interface ListOptions extends Viewer {
  /** The asker asked for their own accounts and owns none. */
  readonly ownsNone?: boolean | undefined;
}

/** Accounts, worst first; those without a score stand under them, never between. */
export function accountList(report: HealthListReport, options: ListOptions): SlackMessage {
  const { scored, unscored, stand } = report;
  const title = report.scope === 'mine' ? '*Your accounts, worst first*' : '*Lowest scores of the portfolio*';
  const intro = options.ownsNone ? ['No account has you as its owner. The portfolio instead:', title] : [title];
  const lines = scored.map((standing) => standingLines(standing, report, options));
  if (scored.length === 0) lines.push('No account has a score yet.');
  const without =
    unscored.length === 0 ? [] : ['*Without a score*', ...unscored.map((standing) => unscoredLine(standing))];
  const { kept, left } = fitLines([...lines, ...without]);
  const more = left + report.more;
  const rest = more > 0 ? [restText(more)] : [];
  const open = openMenu([...scored, ...unscored]);
  const foot = context(standLine(stand));
  const classic: SlackBlock[] = [...sections([...intro, ...kept, ...rest]), ...(open ? [open] : []), foot];
  const text = { lines: [...intro, ...kept], tail: [...rest, standLine(stand)] };
  const table = healthTable(report, options);
  if (table === null) return message(text, classic);
  const beyond = table.left + report.more;
  const blocks: SlackBlock[] = [
    ...sections(intro),
    table.block,
    ...(beyond > 0 ? sections([restText(beyond)]) : []),
    ...(open ? [open] : []),
    foot,
  ];
  return message(text, blocks, classic);
}

/** The list to sort, those without a score last; null for a short one. */
export function healthTable(report: HealthListReport, viewer: Viewer): ShownTable | null {
  const { scored, unscored, stand, star } = report;
  const caption = report.scope === 'mine' ? 'Your accounts, worst first' : 'Lowest scores of the portfolio';
  const reason = { header: 'Costs most', cell: (one: AccountStanding) => reasonText(one) ?? NOTHING };
  return standingTable(
    {
      caption,
      rows: [...scored, ...unscored],
      standing: (one) => one,
      columns: [reason],
      details: ['mrr', 'used', 'renews'],
      isDetailed: ({ assessment }) => assessment.health.scoreTenths !== null,
      day: stand.day,
      star,
    },
    viewer,
  );
}

/** What is said of accounts for which there was no room. */
export function restText(more: number): string {
  return `…and ${plural(more, 'more account')}: \`/health bottom 20\` or \`/health NAME\``;
}

/** `🔴 *megacorp* ★ 18.5 CRITICAL`, then, indented, money, seats and what costs most. */
export function standingLines(standing: AccountStanding, { star, stand }: HealthListReport, viewer: Viewer): string {
  const { account, assessment } = standing;
  const { facts } = assessment;
  const reason = reasonText(standing);
  const detail = join([
    viewer.money ? mrrAndArr({ minor: facts.mrr_minor, currency: facts.currency }) : null,
    seatsText(standing),
    renewalText(account, stand.day),
  ]);
  const lines = [detail, reason].filter((line) => line !== null && line !== '').map((line) => `\n> ${line}`);
  return `${scoredName(standing, { star: account.accountId === star })}${lines.join('')}`;
}

/** The cap in force, else what costs most points; null where nothing does. */
function reasonText({ assessment: { health, seats } }: AccountStanding): string | null {
  if (health.scoreTenths === null) return BUCKET_LABELS[seats.bucket];
  return health.cap === null ? (lostPoints(health.components)[0] ?? null) : `⚠ ${CAP_LABELS[health.cap]}`;
}

/** An account without a score, and why. */
export function unscoredLine(standing: AccountStanding): string {
  return join([scoredName(standing), BUCKET_LABELS[standing.assessment.seats.bucket]]);
}

/** Opens one of the listed accounts; null when there is none. */
export function openMenu(standings: readonly AccountStanding[]): SlackBlock | null {
  const choices = standings.map(({ account }) => ({
    label: account.name || account.accountId,
    value: account.accountId,
  }));
  const select = menu('show_health', 'Open an account', choices);
  return select && actions([select]);
}
