import type { EpisodeReport, EpisodesOutcome, OpenEpisodesReport } from '../../app/episodes/episode-reports.ts';
import type { AccountRef } from '../../app/reports.ts';
import { plain, untrusted } from '../mrkdwn.ts';
import { accountName, join, ownerName } from './account-lines.ts';
import { authorText } from './judgements.ts';
import { actions, button, fitLines, message, section } from './layout.ts';
import type { SlackBlock, SlackMessage } from './message.ts';
import { plural, shortDay } from './numbers.ts';
import { SIGNAL_LABELS } from './words.ts';

const SIGNALS_SHOWN = 3;
const REASON = 120;
/** Each snoozed account takes two of a message's 50 blocks. */
const SNOOZED_SHOWN = 20;

/** `open alerts: at-risk seats since 3 Feb, acknowledged by @dana`; null without one. */
export function alertsLine(
  open: readonly EpisodeReport[],
  audience: { readonly shared: boolean } = { shared: false },
): string | null {
  if (open.length === 0) return null;
  const groups = new Map<string, EpisodeReport[]>();
  for (const episode of open) {
    const state = stateText(episode, audience);
    groups.set(state, [...(groups.get(state) ?? []), episode]);
  }
  const texts = [...groups].map(([state, episodes]) => `${signalsText(episodes)}${state === '' ? '' : `, ${state}`}`);
  return `${open.length === 1 ? 'Open alert' : 'Open alerts'}: ${texts.join('; ')}`;
}

type Audience = Parameters<typeof authorText>[1];

/** Who took it, or until when it is quiet and why. */
function stateText({ state, acknowledged, snooze }: EpisodeReport, audience: Audience): string {
  if (state === 'snoozed' && snooze !== null) {
    const reason = snooze.reason === '' ? '' : `: ${untrusted(snooze.reason, { max: REASON })}`;
    return `snoozed ${untilText(snooze)} by ${authorText(snooze.by, audience)}${reason}`;
  }
  if (state === 'acknowledged' && acknowledged !== null)
    return `acknowledged by ${authorText(acknowledged.by, audience)}`;
  return '';
}

function untilText({ kind, until }: Pick<NonNullable<EpisodeReport['snooze']>, 'kind' | 'until'>): string {
  if (kind === 'change' || until === null) return 'until it gets worse';
  return kind === 'renewal' ? `until ${shortDay(until)}, before the renewal` : `until ${shortDay(until)}`;
}

function signalsText(open: readonly EpisodeReport[]): string {
  const shown = open.slice(0, SIGNALS_SHOWN);
  const more = open.length - shown.length;
  const texts = shown.map(({ signal, since }, index) => {
    const isLastOfDay = shown[index + 1]?.since !== since;
    return `${labelOf(signal)}${isLastOfDay ? ` since ${shortDay(since)}` : ''}`;
  });
  return `${texts.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

// A signal of an older version may be stored.
function labelOf(signal: string): string {
  return Object.entries(SIGNAL_LABELS).find(([known]) => known === signal)?.[1] ?? untrusted(signal, { max: 40 });
}

/** What [Acknowledge] did. */
export function acknowledgedText({ account, state, open }: EpisodesOutcome): string {
  const name = `*${accountName(account)}*`;
  if (state === 'nothing_open') return `${name}: no alert is open, there is nothing to take.`;
  const now = alertsLine(open) ?? '';
  return state === 'unchanged' ? `${name} was taken already. ${now}` : `✅ You took ${name}: no more reminders. ${now}`;
}

/** What the snooze did. */
export function snoozedOutcome({ account, state, open }: EpisodesOutcome): string {
  const name = `*${accountName(account)}*`;
  if (state === 'nothing_open') return `${name}: no alert is open any more, there is nothing to snooze.`;
  const now = alertsLine(open) ?? '';
  return state === 'unchanged'
    ? `${name} was snoozed like this already. ${now}`
    : `✅ Snoozed: ${name}. ${now}\n\`/pulse snoozed\` lists what is quiet and wakes it.`;
}

/** What [Wake] did. */
export function wokenText({ account, state, open }: EpisodesOutcome): string {
  const name = `*${accountName(account)}*`;
  if (state === 'nothing_open') return `${name}: no alert is open any more.`;
  const now = alertsLine(open) ?? '';
  return state === 'unchanged' ? `${name} is awake already. ${now}` : `✅ Awake again: ${name}. ${now}`;
}

/** Every snoozed account: who, until when, why, and [Wake]. */
export function snoozedMessage({ accounts }: OpenEpisodesReport): SlackMessage {
  if (accounts.length === 0) {
    const text = 'Nothing is snoozed. [Snooze…] on an account’s card keeps its alerts quiet for a while.';
    return message([text], [section(text)]);
  }
  const title = `*Snoozed (${accounts.length})*`;
  const entries = accounts
    .slice(0, SNOOZED_SHOWN)
    .map(({ account, open }) => ({ account, line: snoozedLine(account, open) }));
  const { kept } = fitLines(entries.map(({ line }) => line));
  const left = accounts.length - kept.length;
  const rest = left > 0 ? [`…and ${plural(left, 'more account')}: \`/health NAME\` shows each`] : [];
  const blocks = entries
    .slice(0, kept.length)
    .flatMap(({ account, line }, index): SlackBlock[] => [section(line), wakeButton(account, index)]);
  return message([title, ...kept, ...rest], [section(title), ...blocks, ...rest.map(section)]);
}

function snoozedLine(account: AccountRef, open: readonly EpisodeReport[]): string {
  return `${join([`*${accountName(account, 40)}*`, ownerName(account)])}\n> ${alertsLine(open) ?? ''}`;
}

function wakeButton(account: AccountRef, index: number): SlackBlock {
  const spoken = `Wake ${plain(account.name, { max: 15, fallback: account.accountId })}`;
  return actions([button({ action: 'wake', label: 'Wake', spoken, value: account.accountId, index })]);
}
