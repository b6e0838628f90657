import type { AccountSeatsReport } from '../../app/seats/seats-report.ts';
import { daysBetween } from '../../domain/day.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { formatMoney } from '../../domain/money.ts';
import { flagsText, windowsText } from '../../words/account-words.ts';
import { count, dayAndYear, percent, plural, shortDay } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { bucketText, identityLine, join, standLine } from './account-lines.ts';
import { authorText } from './judgements.ts';
import { actions, button, context, message, sections } from './layout.ts';
import type { SlackBlock, SlackMessage, Viewer } from './message.ts';

const ROLES = 10;
const PLANS = 5;
const NOTE = 120;
const SHORT_ID = 15;
/** Only the asker sees it: a mention notifies nobody. */
const ASKER = { shared: false };

/** One account's seats: paid and used, people by month and role, what changed in the quarter, the ledger. */
export function accountSeatsMessage(report: AccountSeatsReport, viewer: Viewer): SlackMessage {
  const { standing, stand } = report;
  const flags = flagsText(standing);
  const lines = [
    identityLine(standing, stand.day, viewer),
    useLine(report),
    bucketText(standing, viewer),
    costLine(report, viewer),
    quarterLine(report),
    flags === null ? null : `Flags: ${flags}`,
    rolesLine(report),
    ...planLines(report),
    ...monthsLines(report),
    ...ledgerLines(report),
  ].filter((line) => line !== null);
  const value = standing.account.accountId;
  const blocks: SlackBlock[] = [
    ...sections(lines),
    context(standLine(stand)),
    actions([
      button({ action: 'show_health', label: 'Health', value }),
      button({ action: 'draft_email', label: 'Draft email', value }),
    ]),
  ];
  return message([...lines, standLine(stand)], blocks);
}

function useLine({ standing }: AccountSeatsReport): string {
  const { facts, seats } = standing.assessment;
  const windows = windowsText(standing);
  return join([
    `*${count(facts.paid_seats)} paid*`,
    `${count(facts.active_users_30d)} active in 30 d`,
    seats.utilizationTenths === null ? 'utilization not measured' : `*${percent(seats.utilizationTenths)}* used`,
    seats.unusedSeats === null ? null : `${count(seats.unusedSeats)} without an active person`,
    windows === null ? null : `people by month ${windows}`,
    seats.trendDirection === null ? null : `trend ${seats.trendDirection}`,
  ]);
}

/** What the proposed seats cost now: an estimate that must not read as a quote. */
function costLine({ expansionCost }: AccountSeatsReport, viewer: Viewer): string | null {
  if (expansionCost === null || !viewer.money) return null;
  const { amount, seats, until } = expansionCost;
  const estimate = "estimate before discounts and tax; your billing system's preview decides";
  return `+${count(seats)} seats now ≈ ${formatMoney(amount)} until ${shortDay(until)} (${estimate})`;
}

/** Enough of an id to tell it from others and to find it: its beginning and its end. */
function shortId(id: string): string {
  const letters = [...id];
  const short = letters.length <= SHORT_ID ? id : `${letters.slice(0, 8).join('')}…${letters.slice(-6).join('')}`;
  return untrusted(short, { max: SHORT_ID });
}

function quarterLine({ standing }: AccountSeatsReport): string | null {
  const quarter = standing.assessment.seats.quarterChange;
  if (quarter === null) return null;
  const signed = (tenths: number) => `${tenths > 0 ? '+' : ''}${formatTenths(tenths).replace('-', '−')}`;
  return `Quarter: ${signed(quarter.pointsTenths)} points (people ${signed(quarter.peopleTenths)}, seats ${signed(quarter.seatsTenths)})`;
}

function rolesLine({ roles }: AccountSeatsReport): string | null {
  if (roles.length === 0) return null;
  const shown = roles
    .slice(0, ROLES)
    .map(({ role, people, active }) => `${untrusted(role, { max: 24 })} ${count(active)} of ${count(people)} active`);
  return `By role: ${shown.join(' · ')}${roles.length > ROLES ? ` · ${count(roles.length - ROLES)} more` : ''}`;
}

/** What growth was planned: target, day, who said so and why; the one that counts today first. */
function planLines({ growthPlans, stand }: AccountSeatsReport): string[] {
  if (growthPlans.length === 0) return [];
  const sorted = [...growthPlans].sort((a, b) => Number(b.isInForce) - Number(a.isInForce));
  const shown = sorted.slice(0, PLANS).map((plan) => {
    const { author, by, ended, isInForce, note, target } = plan;
    const over = ended === null ? 'over' : `ended ${shortDay(ended.on)} by ${authorText(ended.by, ASKER)}`;
    const state = isInForce ? `in force, ${plural(daysBetween(stand.day, by), 'day')} left` : over;
    const text = `${plural(target, 'person', 'people')} by ${dayAndYear(by)} (${state}), ${authorText(author, ASKER)}`;
    return `> ${text}${note === null ? '' : `: ${untrusted(note, { max: NOTE })}`}`;
  });
  const more = growthPlans.length - shown.length;
  return ['Growth plans:', ...shown, ...(more > 0 ? [`> and ${count(more)} earlier`] : [])];
}

/** The months before those that the first line says, where the ledger or the rollup knows more. */
function monthsLines({ months }: AccountSeatsReport): string[] {
  const moved = new Set(months.map(({ seats }) => seats)).size > 1;
  if (!moved && months.length <= 4) return [];
  const parts = months.map(({ until, people, seats }) => {
    return `${shortDay(until)} ${count(people)}/${seats === null ? '?' : count(seats)}`;
  });
  return [`People/seats by month (30 d to): ${parts.join(' · ')}`];
}

function ledgerLines({ ledger }: AccountSeatsReport): string[] {
  if (ledger.length === 0) return [];
  const rows = ledger.slice(0, 10).map(({ on, delta, kind, source, sourceEventId, balance }) => {
    const change = delta > 0 ? `+${count(delta)}` : String(delta).replace('-', '−');
    return `> ${dayAndYear(on)} ${change} ${untrusted(kind, { max: 16 })} (${untrusted(source, { max: 16 })} ${shortId(sourceEventId)}) = ${count(balance)}`;
  });
  return ['Seat ledger:', ...rows];
}
