import type { AccountRef } from '../../app/accounts/account-ref.ts';
import type { DigestEntry, DigestReport } from '../../app/digest/digest-report.ts';
import { SIGNAL_LABELS } from '../../words/labels.ts';
import { plural } from '../../words/numbers.ts';
import { mention } from '../mrkdwn.ts';
import { join, ownerName, scoredName } from './account-lines.ts';
import { digestEntry, handledText } from './digest-entry.ts';
import { handledLines } from './digest-handled.ts';
import { bySeverity, isForgotten } from './digest-order.ts';
import { context, message, sections } from './layout.ts';
import type { SlackMessage, Viewer } from './message.ts';

/** Characters of one reply: as many as its text may have, so that the text tells all of it. */
const PAGE = 2600;
const MOST_PAGES = 10;
const HANDLED = '*Taken, snoozed or woken since the last digest*';

export interface OwnerRouting extends Viewer {
  /** Slack user id of who is told where nobody else can be; null: nobody. */
  readonly fallbackOwner: string | null;
  /** Slack ids of owners who can be told nothing any more, such as deactivated ones. */
  readonly away: ReadonlySet<string>;
}

/** What one owner has to know of a digest. */
export interface OwnerGroup {
  /** Null: the accounts have no owner. */
  readonly owner: AccountRef['owner'];
  readonly fresh: readonly DigestEntry[];
  readonly reminders: readonly DigestEntry[];
  readonly recovered: readonly DigestEntry[];
  /** Open ones that were said before. */
  readonly open: number;
}

/** The lines of a digest by owner, in the order of their worst line; each line is in one group. */
export function ownerGroups({ fresh, open, recovered }: DigestReport): OwnerGroup[] {
  const reminders = open.filter(isForgotten);
  const key = ({ standing: { account } }: DigestEntry): string => account.owner?.email.toLowerCase() ?? '';
  const worth = [...bySeverity(fresh), ...bySeverity(reminders), ...recovered];
  return [...new Set(worth.map(key))].map((email) => {
    const own = (list: readonly DigestEntry[]): DigestEntry[] => list.filter((entry) => key(entry) === email);
    return {
      owner: worth.find((entry) => key(entry) === email)?.standing.account.owner ?? null,
      fresh: bySeverity(own(fresh)),
      reminders: own(reminders),
      recovered: own(recovered),
      open: own(open).length - own(reminders).length,
    };
  });
}

/**
 * The replies in a digest's thread: what is new, forgotten or recovered, by owner, and what was done about the rest.
 * Everybody who has something to do is mentioned once; where the owner cannot be told, whoever stands in.
 */
export function digestThread(report: DigestReport, routing: OwnerRouting): SlackMessage[] {
  const notified = new Set<string>();
  const pages: string[][] = [];
  let left = 0;
  const add = (line: string, heading: string): void => {
    const page = pages.at(-1);
    const used = page?.reduce((sum, text) => sum + text.length + 1, 0) ?? PAGE;
    if (page && used + line.length <= PAGE) page.push(line);
    else if (pages.length === MOST_PAGES) left += 1;
    else pages.push(line === heading ? [line] : [`${heading} (continued)`, line]);
  };
  for (const group of ownerGroups(report)) {
    const heading = headingOf(group, routing, notified);
    const again = headingOf(group, { ...routing, fallbackOwner: null }, null);
    add(heading, heading);
    for (const line of linesOf(group, report, routing)) add(line, again);
  }
  const handled = handledLines(report);
  if (handled.length > 0) add(HANDLED, HANDLED);
  for (const line of handled) add(line, HANDLED);
  if (left > 0) pages.at(-1)?.push(`…and ${plural(left, 'more account')}: \`/pulse details\``);
  return pages.map((lines, index) => {
    const number = pages.length === 1 ? [] : [`${index + 1} of ${pages.length}`];
    return message([...lines, ...number], [...sections(lines), ...number.map(context)]);
  });
}

/** `<@U0DANA> · 2 new · 1 recovered`. `notified`: who was mentioned before; null: nobody is to be. */
function headingOf(group: OwnerGroup, routing: OwnerRouting, notified: Set<string> | null): string {
  const asks = group.fresh.length + group.reminders.length > 0;
  const handedOn = group.reminders.flatMap(({ escalated }) => (escalated?.isNews ? [escalated.to.id] : []));
  const waiting = group.reminders.length - handedOn.length;
  const counts = join([
    group.fresh.length === 0 ? null : `${group.fresh.length} new`,
    waiting === 0 ? null : `${waiting} waiting for a week`,
    handedOn.length === 0 ? null : `${handedOn.length} escalated${mentionsOf(handedOn, notified)}`,
    group.recovered.length === 0 ? null : `${group.recovered.length} recovered`,
    group.open === 0 ? null : `${group.open} still open`,
  ]);
  return `*${join([whoText(group.owner, routing, asks ? notified : null), counts])}*`;
}

// Whoever was mentioned in the thread before is not notified again.
function mentionsOf(ids: readonly string[], notified: Set<string> | null): string {
  if (notified === null) return '';
  const fresh = [...new Set(ids)].filter((id) => mention(id) !== null && !notified.has(id));
  for (const id of fresh) notified.add(id);
  return fresh.map((id) => ` → ${mention(id)}`).join('');
}

function whoText(owner: AccountRef['owner'], routing: OwnerRouting, notified: Set<string> | null): string {
  const notify = (id: string | null): string | null => {
    if (id === null || notified === null || notified.has(id)) return null;
    notified.add(id);
    return mention(id);
  };
  const name = ownerName({ ...NOBODY, owner });
  const id = mention(owner?.slackUserId ?? null) === null ? null : (owner?.slackUserId ?? null);
  const away = id !== null && routing.away.has(id);
  if (id !== null && !away) return notify(id) ?? name;
  const why = owner === null ? null : away ? '(left, or may not see this)' : '(not known in Slack)';
  const standIn = notify(routing.fallbackOwner);
  return [name, why, standIn === null ? null : `→ ${standIn}`].filter((part) => part !== null).join(' ');
}

const NOBODY: AccountRef = { accountId: '', name: '', domain: null, plan: null, owner: null, renewsOn: null };

function linesOf(group: OwnerGroup, report: DigestReport, { money }: Viewer): string[] {
  const place = { money, star: report.star, day: report.day, owner: () => '' };
  const waiting = group.reminders.map((entry) => {
    const { signal, standing } = entry;
    return join([scoredName(standing), SIGNAL_LABELS[signal], handledText(entry, report.day)]);
  });
  const recovered = group.recovered.map(({ standing, was }) => {
    const before = was?.band ? `was ${was.band} for ${plural(was.days, 'day')}` : null;
    return join([scoredName(standing), 'recovered', before]);
  });
  return [...group.fresh.map((entry) => digestEntry(entry, place)), ...waiting, ...recovered];
}
