import type { AccountRef } from '../../app/accounts/account-ref.ts';
import type { EpisodeReport, EpisodesOutcome, OpenEpisodesReport } from '../../app/episodes/episode-reports.ts';
import { groupBy } from '../../domain/group-by.ts';
import { SIGNAL_LABELS } from '../../words/labels.ts';
import { plural, shortDay } from '../../words/numbers.ts';
import { plain, untrusted } from '../mrkdwn.ts';
import { accountName, join, ownerName } from './account-lines.ts';
import { authorText } from './judgements.ts';
import { actions, button, fitLines, message, section } from './layout.ts';
import type { SlackBlock, SlackMessage } from './message.ts';

const SIGNALS_SHOWN = 3;
const REASON = 120;
/** Each snoozed account takes two of a message's 50 blocks. */
const SNOOZED_SHOWN = 20;

/**
 * `Open alert: entered at-risk seats (since 3 Feb), acknowledged by Dana`; null without one. An offer to sell more is
 * no alarm, and is said where the seats are.
 */
export function alertsLine(
  episodes: readonly EpisodeReport[],
  audience: { readonly shared: boolean } = { shared: false },
): string | null {
  const open = episodes.filter(({ signal }) => signal !== 'expansion');
  if (open.length === 0) return null;
  const groups = groupBy(open, (episode) => stateText(episode, audience));
  const texts = [...groups].map(([state, ofState]) =>
    [signalsText(ofState), state, remindedText(ofState)].filter((part) => part !== '').join(', '),
  );
  return `${open.length === 1 ? 'Open alert' : 'Open alerts'}: ${texts.join('; ')}`;
}

type Audience = Parameters<typeof authorText>[1];

/** Who took it, or until when it is quiet and why, and what became of it before. */
function stateText(episode: EpisodeReport, audience: Audience): string {
  return [handledBy(episode, audience), ...pastOf(episode, audience)].filter((part) => part !== '').join(', ');
}

function handledBy({ state, acknowledged, snooze }: EpisodeReport, audience: Audience): string {
  if (state === 'snoozed' && snooze !== null) {
    const reason = snooze.reason === '' ? '' : `: ${untrusted(snooze.reason, { max: REASON })}`;
    return `snoozed ${untilText(snooze)} by ${authorText(snooze.by, audience)}${reason}`;
  }
  if (state === 'acknowledged' && acknowledged !== null)
    return `acknowledged by ${authorText(acknowledged.by, audience)}`;
  return '';
}

/** `woke on 3 Mar (its date)`, `escalated to Kim on 17 Mar`. */
function pastOf({ escalated, woken }: EpisodeReport, audience: Audience): string[] {
  const why = woken?.why ? ` (${untrusted(woken.why, { max: 40 })})` : '';
  return [
    ...(woken === null ? [] : [`woke on ${shortDay(woken.on)}${why}`]),
    ...(escalated === null ? [] : [`escalated to ${authorText(escalated.to, audience)} on ${shortDay(escalated.on)}`]),
  ];
}

/** The last reminder of alerts that wait for somebody; who took them needs none. */
function remindedText(ofState: readonly EpisodeReport[]): string {
  const days = ofState.flatMap(({ remindedOn, state }) =>
    state === 'open' && remindedOn !== null ? [remindedOn] : [],
  );
  const last = days.sort().at(-1);
  return last === undefined ? '' : `reminded on ${shortDay(last)}`;
}

function untilText({ kind, until, at }: NonNullable<EpisodeReport['snooze']>): string {
  if (kind === 'change' || until === null) return 'until it gets worse';
  const year = until.slice(0, 4);
  const day = `${shortDay(until)}${year === String(at.getUTCFullYear()) ? '' : ` ${year}`}`;
  return kind === 'renewal' ? `until ${day}, before the renewal` : `until ${day}`;
}

function signalsText(open: readonly EpisodeReport[]): string {
  const shown = open.slice(0, SIGNALS_SHOWN);
  const more = open.length - shown.length;
  const texts = shown.map(({ signal, since }, index) => {
    const isLastOfDay = shown[index + 1]?.since !== since;
    return `${labelOf(signal)}${isLastOfDay ? ` (since ${shortDay(since)})` : ''}`;
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
  const now = alertsLine(open);
  if (state === 'nothing_open' || now === null) return `${name}: no alert is open, there is nothing to take.`;
  return state === 'unchanged' ? `${name} was taken already. ${now}` : `✅ You took ${name}: no more reminders. ${now}`;
}

/** What the snooze did. */
export function snoozedOutcome({ account, state, open }: EpisodesOutcome): string {
  const name = `*${accountName(account)}*`;
  const now = alertsLine(open);
  if (state === 'nothing_open' || now === null)
    return `${name}: no alert is open any more, there is nothing to snooze.`;
  return state === 'unchanged'
    ? `${name} was snoozed like this already. ${now}`
    : `✅ Snoozed: ${name}. ${now}\n\`/pulse snoozed\` lists what is quiet and wakes it.`;
}

/** What [Wake] did. */
export function wokenText({ account, state, open }: EpisodesOutcome): string {
  const name = `*${accountName(account)}*`;
  const now = alertsLine(open);
  if (state === 'nothing_open' || now === null) return `${name}: no alert is open any more.`;
  return state === 'unchanged' ? `${name} is awake already. ${now}` : `✅ Awake again: ${name}. ${now}`;
}

/** Every snoozed account: who, until when, why, and [Wake]. */
export function snoozedMessage(report: OpenEpisodesReport): SlackMessage {
  const accounts = report.accounts.filter(({ open }) => alertsLine(open) !== null);
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
