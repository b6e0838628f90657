import type { AccountRef } from '../../app/accounts/account-ref.ts';
import type { BriefStanding } from '../../app/accounts/account-report.ts';
import type { DigestEntry, DigestReport } from '../../app/digest/digest-report.ts';
import { SIGNAL_LABELS } from '../../words/labels.ts';
import { perMonth, plural, shortDay } from '../../words/numbers.ts';
import { accountName, expansionOffer, join, ownerMention, ownerName, scoredName } from './account-lines.ts';
import { briefEntry, digestEntry, type EntryPlace, handledText } from './digest-entry.ts';
import { bySeverity, isForgotten, splitFresh } from './digest-order.ts';
import type { Viewer } from './message.ts';

export interface DigestOptions extends Viewer {
  /** Owners are notified: in the channel, not in previews. */
  readonly mentions: boolean;
  /** It is about the reader's own accounts. */
  readonly own?: boolean | undefined;
}

export interface DigestGroup {
  readonly heading: string;
  /** Each stands in a block of its own. */
  readonly entries: readonly string[];
  /** One line each, together in the heading's block, or after the entries. */
  readonly lines: readonly string[];
}

const NEW_SHOWN = 10;
const OPEN_SHOWN = 5;
const RECOVERED_SHOWN = 5;
const EXPANSION_SHOWN = 3;
const SLIPPED_SHOWN = 10;

/** NEW, RECOVERED, EXPANSION, STILL OPEN; those that are empty are left out, only NEW says so. */
export function digestGroups(
  report: DigestReport,
  options: DigestOptions,
  { brief = false }: { readonly brief?: boolean } = {},
): DigestGroup[] {
  const owner = options.mentions ? mentionOnce() : ownerName;
  const place = { money: options.money, star: report.star, day: report.day, owner };
  return [
    freshGroup(report, place, brief),
    recoveredGroup(report, place),
    expansionGroup(report, options),
    openGroup(report, place),
  ].filter((group) => group !== null);
}

/** The first time an owner is named they are notified, afterwards the name is enough. */
function mentionOnce(): (account: AccountRef) => string {
  const mentioned = new Set<string>();
  return (account) => {
    const email = account.owner?.email ?? '';
    if (mentioned.has(email)) return ownerName(account);
    mentioned.add(email);
    return ownerMention(account);
  };
}

function freshGroup({ fresh }: DigestReport, place: EntryPlace, brief: boolean): DigestGroup {
  const { alarms, slipped } = splitFresh(fresh);
  const shown = alarms.slice(0, NEW_SHOWN);
  const more = alarms.length - shown.length;
  const lines = [...(more > 0 ? [`+${more} more: \`/pulse details\``] : []), ...slippedLine(slipped)];
  if (alarms.length === 0) {
    const heading = slipped.length === 0 ? 'Nothing new since the last digest.' : 'No new alarm since the last digest.';
    return { heading, entries: [], lines };
  }
  const entries = shown.map((entry) => (brief ? briefEntry(entry, place) : digestEntry(entry, place)));
  return { heading: `*NEW (${alarms.length})*`, entries, lines };
}

function slippedLine(slipped: readonly DigestEntry[]): string[] {
  if (slipped.length === 0) return [];
  const names = slipped.slice(0, SLIPPED_SHOWN).map(({ standing }) => accountName(standing.account, 30));
  const more = slipped.length - names.length;
  return [
    `${slipped.length} slipped from champion to healthy: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  ];
}

function recoveredGroup({ recovered }: DigestReport, { owner }: EntryPlace): DigestGroup | null {
  if (recovered.length === 0) return null;
  const lines = recovered.slice(0, RECOVERED_SHOWN).map(({ standing, was }) => {
    const before = was?.band ? `was ${was.band} for ${plural(was.days, 'day')}` : null;
    return join([scoredName(standing), before, owner(standing.account)]);
  });
  const heading = `*RECOVERED (${recovered.length})*`;
  return { heading, entries: [], lines: [...lines, ...moreLine(recovered.length, RECOVERED_SHOWN, '/pulse details')] };
}

// Listed every day while it lasts: nobody is notified of it again.
function expansionGroup({ expansion, expansionMrr }: DigestReport, viewer: Viewer): DigestGroup | null {
  if (expansion.length === 0) return null;
  const lines = expansion
    .slice(0, EXPANSION_SHOWN)
    .map((standing) =>
      join([scoredName(standing), seatsUsed(standing), expansionOffer(standing, viewer), ownerName(standing.account)]),
    );
  const worth = viewer.money && expansion.length > 1 ? ` · ≈ ${perMonth(expansionMrr)} in all` : '';
  const heading = `*EXPANSION (${expansion.length})*${worth}`;
  return {
    heading,
    entries: [],
    lines: [...lines, ...moreLine(expansion.length, EXPANSION_SHOWN, '/pulse expansion')],
  };
}

function seatsUsed({ assessment: { facts } }: BriefStanding): string {
  return `${facts.active_users_30d}/${facts.paid_seats} seats`;
}

// Nobody is notified of the same again, except of what nobody took: that is said once.
function openGroup({ open, snoozed }: DigestReport, { day, owner }: EntryPlace): DigestGroup | null {
  const asleep = snoozed === 0 ? null : `${snoozed} snoozed (\`/pulse snoozed\`)`;
  if (open.length === 0) return asleep === null ? null : { heading: asleep, entries: [], lines: [] };
  const ordered = bySeverity(open);
  const reminders = ordered.filter(isForgotten);
  const lines = [...reminders, ...ordered.filter((entry) => !isForgotten(entry))].slice(0, OPEN_SHOWN).map((entry) => {
    const { standing, signal, since } = entry;
    const label = `${SIGNAL_LABELS[signal]} (since ${shortDay(since)})`;
    const whose = isForgotten(entry) ? owner(standing.account) : ownerName(standing.account);
    return join([scoredName(standing), label, handledText(entry, day), whose]);
  });
  const heading = join([`*STILL OPEN (${open.length})*`, asleep]);
  return { heading, entries: [], lines: [...lines, ...moreLine(open.length, OPEN_SHOWN, '/pulse details')] };
}

function moreLine(total: number, shown: number, command: string): string[] {
  return total > shown ? [`+${total - shown} more: \`${command}\``] : [];
}
