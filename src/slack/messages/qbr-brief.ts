import type { AccountStanding } from '../../app/accounts/account-report.ts';
import type { ChangeReport } from '../../app/changes/change-report.ts';
import type { QbrBrief } from '../../app/qbr/reports.ts';
import { mayLeave } from '../../domain/totals.ts';
import { flagsText, renewalText, windowsText } from '../../words/account-words.ts';
import { capText, lostPoints } from '../../words/evidence.ts';
import { COMPONENT_LABELS } from '../../words/labels.ts';
import { arrow, count, mrrAndArr, oneDecimal, perMonthAndYear } from '../../words/numbers.ts';
import { playLines } from '../../words/plays.ts';
import { accountName, bucketText, join, ownerName, scoreText } from './account-lines.ts';
import { alertsLine } from './alerts.ts';
import { changeLines, changeTitle } from './change.ts';
import { judgementLines } from './judgements.ts';
import type { Viewer } from './message.ts';
import { contactsText, lastContactText } from './qbr-people.ts';
import { ticketText } from './why.ts';

const REASONS = 4;
const SHARED = { shared: true } as const;
const MISSING = 'not connected';

export interface BriefSection {
  readonly title: string;
  /** Safe mrkdwn without emphasis: they go into a Markdown file as well. */
  readonly lines: readonly string[];
}

/** Our own page before a business review, by section. Nothing of it is for the customer. */
export function briefSections(brief: QbrBrief, viewer: Viewer): readonly BriefSection[] {
  const { health, changes, contacts, lastContact, plays } = brief;
  const { standing, stand } = health;
  return [
    { title: 'Where it stands', lines: standingLines(brief) },
    { title: 'Score history with reasons', lines: historyLines(changes) },
    { title: 'Exposure', lines: exposureLines(standing, viewer) },
    { title: 'Risks', lines: riskLines(brief) },
    { title: 'Judgements', lines: orNone(judgementLines(health, SHARED), 'none in force') },
    {
      title: 'People and support',
      lines: [
        `Contacts: ${contactsText(contacts, stand.day)}`,
        `Last touch: ${lastContactText(lastContact)}`,
        ...supportLines(brief),
      ],
    },
    { title: 'Asks and next steps', lines: orNone(playLines(plays), 'none: the account is not ranked') },
  ];
}

/** `megacorp · Pro · renews 2 May (62 d) · @dana` for the heading. */
export function briefIdentity({ health: { standing, stand } }: QbrBrief): string {
  const { account } = standing;
  return join([accountName(account), renewalText(account, stand.day), ownerName(account)]);
}

function standingLines({ health: { standing, change7dTenths } }: QbrBrief): string[] {
  const { coverage, confidence } = standing.assessment.health;
  const cap = capText(standing);
  const score = join([
    scoreText(standing),
    change7dTenths === null ? null : `${arrow(change7dTenths)} in 7 d`,
    coverage === null ? null : `coverage ${coverage} %`,
    confidence === null ? null : `confidence ${confidence}`,
  ]);
  const lost = lostPoints(standing.assessment.health.components).slice(0, REASONS);
  return [score, ...(cap === null ? [] : [cap]), ...lost.map((part) => `Lost: ${part}`)];
}

function historyLines(changes: readonly ChangeReport[]): string[] {
  const told = changes.filter(({ from }) => from !== null);
  if (told.length === 0) return ['no earlier snapshot to compare with'];
  return told.flatMap((change) => [
    changeTitle(change),
    ...changeLines(change)
      .slice(0, REASONS)
      .map((line) => `because ${line}`),
  ]);
}

/** Two amounts that are never added: the unused seats' share, and the whole MRR where it may leave. */
function exposureLines(standing: AccountStanding, viewer: Viewer): string[] {
  const { facts, seats } = standing.assessment;
  const use = `Seats: ${count(facts.active_users_30d)} active of ${count(facts.paid_seats)} paid, ${bucketText(standing, { money: false })}`;
  const windows = windowsText(standing);
  const people = windows === null ? [] : [`People active by month: ${windows}`];
  if (!viewer.money) return [use, ...people, 'Amounts: not shown to you'];
  const { currency, mrr_minor: minor } = facts;
  const contract = `Contract: ${mrrAndArr({ minor, currency })}`;
  const exposed =
    seats.exposureMinor === null
      ? `Seat exposure: ${MISSING}`
      : `Seat exposure (share of MRR, of ARR): ${perMonthAndYear({ minor: seats.exposureMinor, currency })}`;
  const churn = mayLeave(standing.assessment)
    ? `Churn exposure, not to be added to it: ${mrrAndArr({ minor, currency })}`
    : 'Churn exposure: none';
  return [contract, use, ...people, exposed, churn];
}

function riskLines({ health: { standing }, alerts }: QbrBrief): string[] {
  const { health } = standing.assessment;
  const flags = flagsText(standing);
  const open = alertsLine(alerts, SHARED);
  const missing = health.missing.map((key) => COMPONENT_LABELS[key]).join(', ');
  const lines = [
    flags === null ? null : `Flags: ${flags}`,
    open ?? 'Open alerts: none',
    missing === '' ? null : `Not measured: ${missing}`,
  ];
  return lines.filter((line) => line !== null);
}

function supportLines({ health: { tickets, standing } }: QbrBrief): string[] {
  const { facts } = standing.assessment;
  const nps =
    facts.nps_count == null || facts.nps_sum == null || facts.nps_count === 0
      ? MISSING
      : `${oneDecimal(facts.nps_sum, facts.nps_count)} (n=${count(facts.nps_count)})`;
  const last = tickets.map((ticket) => `Ticket: ${ticketText(ticket)}`);
  const none = facts.tickets_30d == null ? `Tickets: ${MISSING}` : 'Tickets: none';
  return [`Errors per 1,000 events: ${errorRate(standing) ?? MISSING}`, `NPS: ${nps}`, ...orNone(last, none)];
}

/** Errors per 1,000 events of 30 days with one decimal; null where no source of errors is connected. */
export function errorRate({ assessment: { facts } }: AccountStanding): string | null {
  if (facts.errors_30d == null || facts.events_30d === 0) return null;
  return oneDecimal(1000 * facts.errors_30d, facts.events_30d);
}

function orNone(lines: readonly string[], none: string): readonly string[] {
  return lines.length === 0 ? [none] : lines;
}
