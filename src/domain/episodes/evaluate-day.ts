import { addDays } from '../day.ts';
import type { AccountDay } from './account-day.ts';
import { isCritical } from './critical.ts';
import { type Episode, type EpisodeChange, episodeLevel, isOpen } from './episode.ts';
import { ruleOf, SIGNAL_RULES, type SignalId } from './rules/index.ts';
import type { Ending, Fired, SignalRule } from './rules/rule.ts';
import { wakeReason } from './wake.ts';

/** An open episode that nobody took is mentioned again after so many days, once. */
const REMIND_DAYS = 7;
/** Ended episodes are looked at for this long: the longest cool-down. */
export const REMEMBERED_DAYS = 90;

type Rule = SignalRule & { readonly id: SignalId };

/**
 * What a snapshot day does to an account's episodes: some end, some are said again, some begin, snoozed ones wake,
 * forgotten ones are reminded of and at last handed on. Evaluating the same day again changes nothing.
 */
export function evaluateDay(day: AccountDay): EpisodeChange[] {
  if (day.now.bucket === 'excluded') {
    return day.episodes.filter(isOpen).map((open) => ended(day, open, { quietly: 'excluded' }, false));
  }
  const changes: EpisodeChange[] = [];
  let current = day;
  const apply = (change: EpisodeChange | null): void => {
    if (change === null) return;
    changes.push(change);
    current = { ...day, episodes: replaced(current.episodes, change.episode) };
  };
  for (const rule of SIGNAL_RULES) apply(nextStep(rule, current));
  const begun = changes.some(({ episode, kind, news }) => kind === 'opened' && news && isBad(episode));
  for (const { signal, openedOn } of current.episodes.filter(({ state }) => state === 'snoozed')) {
    const sleeping = current.episodes.find((other) => other.signal === signal && other.openedOn === openedOn);
    if (sleeping) apply(woken(current, sleeping, begun));
  }
  for (const episode of current.episodes) apply(reminded(current, episode) ?? escalated(current, episode));
  return changes;
}

/** The episodes after changes: each replaces the one with its key, or is added. */
export function applyChanges(episodes: readonly Episode[], changes: readonly EpisodeChange[]): readonly Episode[] {
  return changes.reduce((list, { episode }) => replaced(list, episode), episodes);
}

function replaced(episodes: readonly Episode[], episode: Episode): readonly Episode[] {
  const same = (other: Episode): boolean => other.signal === episode.signal && other.openedOn === episode.openedOn;
  return episodes.some(same) ? episodes.map((other) => (same(other) ? episode : other)) : [...episodes, episode];
}

function nextStep(rule: Rule, day: AccountDay): EpisodeChange | null {
  const own = day.episodes.filter(({ signal }) => signal === rule.id);
  const open = own.find(isOpen);
  if (open === undefined) return own.some((other) => touched(other, day)) ? null : begun(rule, day, own);
  const ending = rule.ends(day, open);
  if (ending !== null) return ended(day, open, ending, rule.origin(day) === 'customer' && open.news);
  if (open.state === 'snoozed' || rule.origin(day) !== 'customer') return null;
  const fired = rule.saysAgain?.(day, open) ?? null;
  return fired === null ? null : saidAgain(day, open, fired);
}

function isBad({ signal }: Episode): boolean {
  return ruleOf(signal)?.severity !== 'info';
}

// One that began or ended today stays as it is until tomorrow.
function touched({ openedOn, recoveredOn }: Episode, { day }: AccountDay): boolean {
  return openedOn === day || recoveredOn === day;
}

function begun(rule: Rule, day: AccountDay, own: readonly Episode[]): EpisodeChange | null {
  const fired = rule.fires(day);
  if (fired === null) return null;
  const origin = rule.origin(day);
  const cooling = own.some((last) => rule.coolsDown(day, last));
  const news = origin === 'customer' && !cooling;
  const level = episodeLevel(day.now, day.day, fired.fromTenths ?? null);
  const episode: Episode = {
    signal: rule.id,
    openedOn: day.day,
    state: 'open',
    origin,
    news,
    level,
    said: level,
    saidOn: day.day,
    milestone: fired.milestone ?? null,
    remindedOn: null,
    escalated: null,
    snooze: null,
    recoveredOn: null,
  };
  return { kind: 'opened', news, episode, why: cooling ? 'again within its cool-down' : null };
}

function saidAgain({ day, now }: AccountDay, open: Episode, fired: Fired): EpisodeChange {
  const said = episodeLevel(now, day, fired.fromTenths ?? open.said.fromTenths);
  const milestone = fired.milestone ?? open.milestone;
  const episode: Episode = { ...open, said, saidOn: day, milestone, remindedOn: null };
  return { kind: 'repeated', news: true, episode, why: null };
}

function ended({ day }: AccountDay, open: Episode, ending: Ending, told: boolean): EpisodeChange {
  const why = ending === 'recovered' ? null : ending.quietly;
  const episode: Episode = { ...open, state: 'recovered', snooze: null, recoveredOn: day };
  return { kind: 'recovered', news: told && why === null, episode, why };
}

function woken(day: AccountDay, sleeping: Episode, begun: boolean): EpisodeChange | null {
  const why = wakeReason(day, sleeping, begun);
  if (why === null) return null;
  const fired = ruleOf(sleeping.signal)?.saysAgain?.(day, sleeping) ?? null;
  const said = episodeLevel(day.now, day.day, sleeping.said.fromTenths);
  const milestone = fired?.milestone ?? sleeping.milestone;
  const episode: Episode = {
    ...sleeping,
    state: 'open',
    snooze: null,
    said,
    saidOn: day.day,
    milestone,
    remindedOn: null,
  };
  return { kind: 'woken', news: true, episode, why };
}

function reminded(day: AccountDay, episode: Episode): EpisodeChange | null {
  if (episode.remindedOn !== null || addDays(episode.saidOn, REMIND_DAYS) > day.day) return null;
  if (!isForgotten(day, episode)) return null;
  return { kind: 'reminded', news: true, episode: { ...episode, remindedOn: day.day }, why: null };
}

// Once for an episode, however often it is said and reminded of again.
function escalated(day: AccountDay, episode: Episode): EpisodeChange | null {
  const { escalation } = day;
  const { remindedOn } = episode;
  if (!escalation || remindedOn === null || episode.escalated !== null) return null;
  if (addDays(remindedOn, escalation.afterDays) > day.day || !isForgotten(day, episode)) return null;
  const handedOn = { ...episode, escalated: { on: day.day, to: escalation.to } };
  return { kind: 'escalated', news: true, episode: handedOn, why: null };
}

// Still there by the customer's doing, and nobody took it or put it to sleep.
function isForgotten({ episodes, now }: AccountDay, episode: Episode): boolean {
  if (episode.state !== 'open' || episode.origin !== 'customer') return false;
  return (ruleOf(episode.signal)?.lasts(now) ?? false) && !isMuted(episode, now, episodes);
}

// What a critical one mutes is no line of its own, so nobody is reminded of it either.
function isMuted({ signal }: Episode, now: AccountDay['now'], episodes: readonly Episode[]): boolean {
  if (isCritical(signal, now)) return false;
  return episodes.some((other) => isOpen(other) && other.state !== 'snoozed' && isCritical(other.signal, now));
}
