import type { AccountHealthReport } from '../../app/accounts/account-report.ts';
import type { EpisodeReport } from '../../app/episodes/episode-reports.ts';
import type { LastTouch } from '../../app/outreach/outreach-report.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { flagsText, windowsText } from '../../words/account-words.ts';
import { capText, lostPoints } from '../../words/evidence.ts';
import { COMPONENT_LABELS } from '../../words/labels.ts';
import { arrow, count, oneDecimal, percent, plural } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { accountActions } from './account-actions.ts';
import { bucketText, identityLine, join, scoreText, standLine } from './account-lines.ts';
import { alertsLine } from './alerts.ts';
import { judgementLines } from './judgements.ts';
import { context, message, sections } from './layout.ts';
import type { SlackBlock, SlackMessage, Viewer } from './message.ts';
import { lastTouchLine } from './outreach.ts';
import { sparkline } from './sparkline.ts';

/** Lost points shown in lines of their own. */
const COSTLIEST = 3;

export interface CardOptions extends Viewer {
  /** A shared card has no buttons and says who shared it (already safe mrkdwn). */
  readonly sharedBy?: string | undefined;
  /** The open alerts, worst first; left out where they are not known. */
  readonly alerts?: readonly EpisodeReport[];
  /** The last touch; left out where it is not known. */
  readonly last?: LastTouch | null;
}

/** One account in five seconds: who, how healthy, which seats, what costs points, whom to talk to. */
export function accountCard(report: AccountHealthReport, options: CardOptions): SlackMessage {
  const { standing, stand } = report;
  const audience = { shared: options.sharedBy !== undefined };
  const alerts = alertsLine(options.alerts ?? [], audience);
  const parts = [
    [identityLine(standing, stand.day, options), ...healthLines(report)],
    seatsLines(report, options),
    lostLines(report),
    alerts === null ? [] : [`🔔 ${alerts}`],
    judgementLines(report, audience),
    [contactLine(report, options), ...touchLines(options)],
  ].filter((lines) => lines.length > 0);
  const footer = join([options.sharedBy ? `shared by ${options.sharedBy}` : null, standLine(stand)]);
  const blocks: SlackBlock[] = [...parts.flatMap(sections), context(footer)];
  if (options.sharedBy === undefined) blocks.push(accountActions(standing.account, stand.day));
  return message([...parts.flat(), footer], blocks);
}

function healthLines({ standing, history, change7dTenths }: AccountHealthReport): string[] {
  const { coverage, confidence, segment } = standing.assessment.health;
  const scored = standing.assessment.health.scoreTenths !== null;
  const line = join([
    `*${scoreText(standing)}*`,
    scored && change7dTenths !== null ? `${arrow(change7dTenths)} in 7 d` : null,
    scored ? sparkline(history) : null,
    coverage === null ? null : `coverage ${coverage} %`,
    confidence === null || !scored ? null : `confidence ${confidence}`,
    segment === undefined ? null : `segment ${untrusted(segment, { max: 40 })}`,
  ]);
  const cap = capText(standing);
  return cap === null ? [line] : [line, `⚠ ${cap}`];
}

function seatsLines({ standing }: AccountHealthReport, viewer: Viewer): string[] {
  const { facts, seats } = standing.assessment;
  const windows = windowsText(standing);
  const people = windows === null ? `people ${count(facts.active_users_30d)}` : `people ${windows}`;
  const use =
    seats.utilizationTenths === null
      ? `Seats ${count(facts.paid_seats)}`
      : `Seats ${facts.active_users_30d}/${facts.paid_seats} (${percent(seats.utilizationTenths)})`;
  const flags = flagsText(standing);
  return [`${use}, ${people} → ${bucketText(standing, viewer)}`, ...(flags === null ? [] : [`> ${flags}`])];
}

/** Up to three components in one line; of more, the costliest in a line each and the others together. */
function lostLines({ standing }: AccountHealthReport): string[] {
  const { components, missing, scoreTenths, baseTenths } = standing.assessment.health;
  if (scoreTenths === null || baseTenths === null) return [];
  const parts = lostPoints(components);
  const without =
    missing.length === 0 ? [] : [`> not measured: ${missing.map((key) => COMPONENT_LABELS[key]).join(', ')}`];
  if (parts.length === 0) return ['No points lost', ...without];
  const title = `Lost points (100 − ${formatTenths(baseTenths)}):`;
  if (parts.length <= COSTLIEST) return [`${title} ${join(parts)}`, ...without];
  return [
    title,
    ...parts.slice(0, COSTLIEST).map((part) => `> ${part}`),
    `> ${join(parts.slice(COSTLIEST))}`,
    ...without,
  ];
}

function touchLines({ last, sharedBy }: CardOptions): string[] {
  const line = lastTouchLine(last ?? null, { shared: sharedBy !== undefined });
  return line === null ? [] : [line];
}

function contactLine({ standing }: AccountHealthReport, { alerts }: CardOptions): string {
  const { facts, health } = standing.assessment;
  const reliability = health.components.find(({ key }) => key === 'reliability');
  const contact =
    facts.key_contact_days == null
      ? 'No key contact named'
      : `Key contact active ${facts.key_contact_days === 0 ? 'today' : `${count(facts.key_contact_days)} d ago`}`;
  return join([
    contact,
    reliability === undefined ? null : `errors ${oneDecimal(reliability.xNum, reliability.xDen)}/1k events`,
    facts.urgent_tickets_open ? `${plural(facts.urgent_tickets_open, 'urgent ticket')} open` : null,
    facts.cancel_at_period_end === true && health.cap !== 'cancellation_notice' ? 'cancellation notice' : null,
    alerts && alertsLine(alerts) === null ? 'no open alert' : null,
  ]);
}
