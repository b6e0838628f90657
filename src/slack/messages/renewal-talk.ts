import type { AccountStanding } from '../../app/accounts/account-report.ts';
import type { RenewalTalk } from '../../app/renewals/talk-report.ts';
import { hasSeatExposure } from '../../domain/renewal-calendar.ts';
import { mayLeave } from '../../domain/totals.ts';
import { seatsText, windowsText } from '../../words/account-words.ts';
import { capText } from '../../words/evidence.ts';
import { mrrAndArr, perMonthAndYear, plural } from '../../words/numbers.ts';
import { escapeMrkdwn, plain, untrusted } from '../mrkdwn.ts';
import { accountName, identityLine, join, scoreText, standLine } from './account-lines.ts';
import { actions, button, context, divider, fitLines, message, sections } from './layout.ts';
import type { SlackBlock, SlackMessage, Viewer } from './message.ts';
import { billLines } from './renewal-bills.ts';
import { emphasisLines, talkSlots } from './renewal-objections.ts';

/** Of the characters that a message's blocks may have in all. */
const OURS = 6000;
const THEIRS = 1800;
const LINE = 400;
const WARNINGS = 5;

export interface TalkViewer extends Viewer {
  /** Percent of seats in use that a right size aims at. */
  readonly targetPercent: number;
}

/** What a talk about the renewal needs: first for us, then, apart from it, what the customer may see. */
export function renewalTalkMessage(talk: RenewalTalk, viewer: TalkViewer): SlackMessage {
  const { health } = talk;
  const { account } = health.standing;
  const head = [
    `*Renewal talk* · ${identityLine(health.standing, health.stand.day, viewer)}`,
    ...warningLines(talk),
    '*For us only, not for the customer*',
  ];
  const { kept } = fitLines(ourLines(talk, viewer), OURS);
  const theirs = [
    `*For the customer: ${accountName(account)}* (who decides on the contract)`,
    ...fitLines(
      talk.customer.lines.map((line) => untrusted(line, { max: LINE })),
      THEIRS,
    ).kept,
  ];
  const stand = standLine(health.stand);
  const value = account.accountId;
  const blocks: SlackBlock[] = [
    ...sections([...head, ...kept]),
    divider(),
    ...sections(theirs),
    context(stand),
    actions([
      button({ action: 'draft_email', label: 'Draft email', value, primary: true }),
      button({ action: 'show_seats', label: 'Seats', value }),
      button({ action: 'show_health', label: 'Health', value }),
    ]),
  ];
  const [title = '', ...rest] = head;
  return message({ lines: [title, ...theirs, ...rest, ...kept], tail: [stand] }, blocks);
}

function ourLines(talk: RenewalTalk, viewer: TalkViewer): string[] {
  return [
    ...titled('Where it stands', whereLines(talk, viewer)),
    ...titled('Bill before and after', [...billLines(talk, viewer.targetPercent), ...askedLine(talk)]),
    ...talkSlots(talk, viewer).flatMap(({ lines, title }) => titled(title, lines)),
    ...titled('What each wants to hear first', emphasisLines()),
  ];
}

function titled(title: string, lines: readonly string[]): string[] {
  return [`*${title}*`, ...lines.map((line) => `• ${line}`)];
}

function whereLines({ days, health: { standing } }: RenewalTalk, viewer: Viewer): string[] {
  const cap = capText(standing);
  const windows = windowsText(standing);
  return [
    dateText(days),
    join([scoreText(standing), cap]),
    join([
      seatsText(standing) ?? 'utilization not measured',
      windows === null ? null : `people by month ${windows}`,
      standing.assessment.seats.flags.includes('renewal_red_flag') ? '⚑ red flag' : null,
    ]),
    ...(viewer.money ? exposureLines(standing) : []),
  ];
}

function dateText(days: number | null): string {
  if (days === null) return 'No renewal date is known: fill `renews_on` with `cs-pulse import accounts`, or at HubSpot';
  if (days < 0)
    return `The renewal date passed ${plural(-days, 'day')} ago: ask whether it was renewed, and set the next`;
  return days === 0 ? 'It renews today' : `${plural(days, 'day')} to the renewal`;
}

/** Two views of one MRR, each in a line of its own, that are never added. */
function exposureLines({ assessment }: AccountStanding): string[] {
  const { currency, mrr_minor: minor } = assessment.facts;
  const exposed = hasSeatExposure(assessment) ? assessment.seats.exposureMinor : null;
  return [
    exposed === null
      ? 'Seat exposure: not measured'
      : `Seat exposure: ${perMonthAndYear({ minor: exposed, currency })}`,
    mayLeave(assessment)
      ? `Churn exposure, not to be added to it: ${mrrAndArr({ minor, currency })}`
      : 'Churn exposure: none',
  ];
}

function askedLine({ asked, health }: RenewalTalk): string[] {
  if (asked !== null) return [];
  const name = plain(health.standing.account.accountId, { max: 40 });
  return [`When they name a number: \`${escapeMrkdwn(`/health renewal ${name.replaceAll('`', "'")} seats:15`)}\``];
}

function warningLines({ customer: { warnings } }: RenewalTalk): string[] {
  return warnings
    .slice(0, WARNINGS)
    .map((warning) => `⚠ Check the customer's part: ${untrusted(warning, { max: 200 })}`);
}
