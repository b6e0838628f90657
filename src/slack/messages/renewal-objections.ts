import type { RenewalTalk } from '../../app/renewals/talk-report.ts';
import { OBJECTIONS, type ObjectionKey, PERSONA_EMPHASIS } from '../../email/objections.ts';
import { windowsText } from '../../words/account-words.ts';
import { count, dayAndYear, perMonth, plural } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { join } from './account-lines.ts';
import { planLine } from './judgements.ts';
import type { Viewer } from './message.ts';
import { errorRate } from './qbr-brief.ts';
import { ticketText } from './why.ts';

const TEAMS = 6;
const MOVES = 3;
const TICKETS = 3;
const MISSING = 'not connected';

export interface TalkSlot {
  readonly title: string;
  /** Safe mrkdwn. */
  readonly lines: readonly string[];
}

/** Objections and what to answer, those first that the numbers speak for, each with this account's facts. */
export function talkSlots(talk: RenewalTalk, viewer: Viewer): readonly TalkSlot[] {
  const keys = Object.keys(OBJECTIONS) as ObjectionKey[];
  const isLikely = (key: ObjectionKey): boolean => talk.likely.includes(key);
  return [...keys.filter(isLikely), ...keys.filter((key) => !isLikely(key))].map((key) => {
    const { answer, heard, label } = OBJECTIONS[key];
    const facts = EVIDENCE[key](talk, viewer).filter((line) => line !== null);
    return {
      title: `${label}${isLikely(key) ? ' (likely)' : ''}: “${heard}”`,
      lines: [answer.join(' '), ...(facts.length === 0 ? [] : [`Facts: ${join(facts)}`])],
    };
  });
}

/** What each of those who decide wants to hear first. */
export function emphasisLines(): string[] {
  return [
    `Procurement. ${PERSONA_EMPHASIS.procurement}`,
    `Power users. ${PERSONA_EMPHASIS.key_contact}`,
    `Executives. ${PERSONA_EMPHASIS.exec}`,
  ];
}

type Evidence = (talk: RenewalTalk, viewer: Viewer) => readonly (string | null)[];

const EVIDENCE: Readonly<Record<ObjectionKey, Evidence>> = {
  budget_risk: (talk, viewer) => [spendText(talk, viewer), useText(talk)],
  renewal_comparison: (talk) => [scopeText(talk), ...moveTexts(talk)],
  why_not_per_seat: (talk) => [useText(talk), peopleText(talk)],
  bought_for_growth: (talk) => [planLine(talk.health) ?? 'no growth plan in force', addedText(talk), peopleText(talk)],
  slow: ({ health }) => [`errors per 1,000 events ${errorRate(health.standing) ?? MISSING}`, ...ticketTexts(health)],
  drop_seats: (talk) => [teamsText(talk), useText(talk)],
};

function spendText({ health }: RenewalTalk, { money }: Viewer): string | null {
  const { currency, mrr_minor: minor } = health.standing.assessment.facts;
  return money ? `${perMonth({ minor, currency })} MRR` : null;
}

function useText({ health }: RenewalTalk): string | null {
  const { facts, seats } = health.standing.assessment;
  if (seats.utilizationTenths === null || facts.never_seen) return null;
  return `${count(facts.active_users_30d)} of ${plural(facts.paid_seats, 'seat')} in use`;
}

function peopleText({ health }: RenewalTalk): string | null {
  const windows = windowsText(health.standing);
  return windows === null ? null : `people by month ${windows}`;
}

function addedText({ health }: RenewalTalk): string | null {
  const added = health.standing.assessment.facts.seats_added_60d ?? 0;
  return added === 0 ? null : `+${plural(added, 'seat')} in 60 d`;
}

/** Seats now, and in the oldest month that the ledger knows. */
function scopeText({ health, seats: { months } }: RenewalTalk): string {
  const { account, assessment } = health.standing;
  const plan = account.plan === null ? null : `plan ${untrusted(account.plan, { max: 30 })}`;
  const oldest = months.find(({ seats }) => seats !== null);
  const then = oldest?.seats == null ? null : `${count(oldest.seats)} on ${dayAndYear(oldest.until)}`;
  return join([plan, `${plural(assessment.facts.paid_seats, 'seat')} now`, then]);
}

function moveTexts({ seats: { ledger } }: RenewalTalk): string[] {
  return ledger
    .slice(0, MOVES)
    .map(({ delta, on }) => `${delta > 0 ? '+' : '−'}${count(Math.abs(delta))} on ${dayAndYear(on)}`);
}

function ticketTexts({ standing, tickets }: RenewalTalk['health']): string[] {
  if (standing.assessment.facts.tickets_30d == null) return [`tickets ${MISSING}`];
  if (tickets.length === 0) return ['no ticket'];
  return tickets.slice(0, TICKETS).map(ticketText);
}

/** Who would lose access, by team: people of a team are named to nobody. */
function teamsText({ teams }: RenewalTalk): string {
  if (teams === null) return `by team ${MISSING}`;
  const shown = teams.slice(0, TEAMS).map(({ active, name, people }) => {
    const team = name === null ? 'no department' : untrusted(name, { max: 24 });
    return `${team} ${count(active)} of ${count(people)} active`;
  });
  const rest = teams.length - shown.length;
  return `by team ${shown.join(', ')}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
}
