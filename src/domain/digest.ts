import type { BandLabel } from './assessment.ts';
import type { Day } from './day.ts';
import { daysBetween } from './day.ts';
import type { EarlierScore } from './episodes/account-day.ts';
import { isCritical } from './episodes/critical.ts';
import type { EpisodeState } from './episodes/episode.ts';
import { type DayLevel, rankOf } from './episodes/level.ts';
import { ruleOf, SIGNAL_RULES, type SignalId } from './episodes/rules/index.ts';

export interface EscalatedTo {
  /** Slack user id. */
  readonly to: string;
  readonly isNews: boolean;
}

/** An episode as it was on the day of a digest. */
export interface DigestEpisode {
  readonly signal: SignalId;
  readonly openedOn: Day;
  readonly state: EpisodeState;
  readonly recoveredOn: Day | null;
  /** The band when it was last said. */
  readonly saidBand: BandLabel | null;
  /** It began, was said again or woke since the digest before, and that is worth a line. */
  readonly told: boolean;
  /** It began after the digest before. */
  readonly begun: boolean;
  /** It ended since the digest before, and that is worth a line. */
  readonly over: boolean;
  readonly reminded: boolean;
  /** Whom it was handed on to because nobody took it, and whether that was since the digest before. */
  readonly escalated: EscalatedTo | null;
}

/** One account on the day of a digest. */
export interface DigestAccount {
  readonly accountId: string;
  readonly now: DayLevel;
  /** Open ones, and those that ended since the digest before. */
  readonly episodes: readonly DigestEpisode[];
}

export interface Picked {
  readonly accountId: string;
  /** The worst one; the others as tags. */
  readonly signal: SignalId | 'recovered';
  readonly tags: readonly SignalId[];
  readonly since: Day;
  readonly state: EpisodeState;
  readonly reminder: boolean;
  /** Handed on and still taken by nobody. */
  readonly escalated: EscalatedTo | null;
  /** For recovered ones: what it was, and for how long. */
  readonly was: { readonly band: BandLabel | null; readonly days: number } | null;
}

export interface DigestPick {
  readonly fresh: readonly Picked[];
  readonly recovered: readonly Picked[];
  readonly open: readonly Picked[];
  /** Accounts whose open episodes all sleep. */
  readonly snoozed: number;
  /** Accounts without a line; excluded ones are not counted. */
  readonly quiet: number;
}

/** Sorts accounts into new, recovered, still open, snoozed and quiet: each is in one place at most. */
export function pickDigest(accounts: readonly DigestAccount[]): DigestPick {
  const fresh: Picked[] = [];
  const recovered: Picked[] = [];
  const open: Picked[] = [];
  let snoozed = 0;
  let quiet = 0;
  for (const account of accounts) {
    if (account.now.bucket === 'excluded') continue;
    const news = freshOf(account);
    const lasting = account.episodes.filter((episode) => isLasting(episode, account.now));
    const awake = lasting.filter(({ state }) => state !== 'snoozed');
    const over = lasting.length === 0 ? recoveryOf(account) : null;
    if (news.length > 0) fresh.push(lineOf(account, news));
    else if (awake.length > 0) open.push(lineOf(account, awake));
    else if (lasting.length > 0) snoozed += 1;
    else if (over !== null) recovered.push(over);
    else quiet += 1;
  }
  return { fresh, recovered, open, snoozed, quiet };
}

// What began and ended before it was said is no news, except a drop, which has happened. What a critical episode that
// was said before explains is not a line of its own.
function freshOf({ episodes, now }: DigestAccount): DigestEpisode[] {
  const news = episodes.filter(
    ({ signal, state, told }) => told && signal !== 'expansion' && (isAwake(state) || isDrop(signal, state)),
  );
  const known = episodes.some((episode) => !episode.told && isAwake(episode.state) && isCritical(episode.signal, now));
  return known && !news.some(({ signal }) => isCritical(signal, now)) ? [] : news;
}

function isAwake(state: EpisodeState): boolean {
  return state === 'open' || state === 'acknowledged';
}

function isDrop(signal: SignalId, state: EpisodeState): boolean {
  return state === 'recovered' && signal.startsWith('drop_');
}

function isLasting({ signal, state }: DigestEpisode, now: DayLevel): boolean {
  return state !== 'recovered' && (ruleOf(signal)?.lasts(now) ?? false);
}

// The line is about the worst of these, the others are its tags.
function lineOf({ accountId }: DigestAccount, about: readonly DigestEpisode[]): Picked {
  const [worst] = worstFirst(about);
  const tags = worstFirst(about).map(({ signal }) => signal);
  return {
    accountId,
    signal: worst?.signal ?? 'band_down',
    tags: [...new Set(tags)].filter((signal) => signal !== worst?.signal),
    since: worst?.openedOn ?? '',
    state: about.every(({ state }) => state === 'acknowledged') ? 'acknowledged' : 'open',
    reminder: about.some(({ reminded }) => reminded),
    escalated: escalatedOf(about),
    was: null,
  };
}

// What was taken or sleeps since is no longer with whoever stood in.
function escalatedOf(about: readonly DigestEpisode[]): EscalatedTo | null {
  const waiting = about.flatMap(({ escalated, state }) => (escalated !== null && state === 'open' ? [escalated] : []));
  return waiting.find(({ isNews }) => isNews) ?? waiting[0] ?? null;
}

function worstFirst(episodes: readonly DigestEpisode[]): DigestEpisode[] {
  const rank = ({ signal }: DigestEpisode): number => SIGNAL_RULES.findIndex(({ id }) => id === signal);
  return [...episodes].sort((a, b) => rank(a) - rank(b));
}

// An account whose score can no longer be told has not recovered.
function recoveryOf({ accountId, episodes, now }: DigestAccount): Picked | null {
  const over = episodes.filter((episode) => episode.over && !episode.begun);
  const [first] = over.map(({ openedOn }) => openedOn).sort();
  const [last] = over.map(({ recoveredOn }) => recoveredOn ?? '').sort((a, b) => (a < b ? 1 : -1));
  if (first === undefined || last === undefined || rankOf(now.band) === null) return null;
  const bands = over.map(({ saidBand }) => saidBand).sort((a, b) => (rankOf(a) ?? 9) - (rankOf(b) ?? 9));
  return {
    accountId,
    signal: 'recovered',
    tags: [],
    since: first,
    state: 'recovered',
    reminder: false,
    escalated: null,
    was: { band: bands[0] ?? null, days: Math.max(daysBetween(first, last), 1) },
  };
}

export interface Change {
  readonly tenths: number;
  readonly days: number;
}

/** A score and a base score of an earlier day, in tenths. */
export interface EarlierScores extends EarlierScore {
  readonly scoreTenths: number;
}

/** The change that a line shows: over the span of its drop on the base score, otherwise over a week on the score. */
export function shownChange(
  signal: Picked['signal'],
  now: DayLevel,
  earlier: {
    readonly dayAgo: EarlierScores | null;
    readonly weekAgo: EarlierScores | null;
    readonly monthAgo: EarlierScores | null;
  },
): Change | null {
  if (signal === 'drop_24h') return changeOf(now.baseTenths, now, earlier.dayAgo, 'baseTenths', 1);
  if (signal === 'drop_28d') return changeOf(now.baseTenths, now, earlier.monthAgo, 'baseTenths', 28);
  if (signal === 'drop_7d') return changeOf(now.baseTenths, now, earlier.weekAgo, 'baseTenths', 7);
  return changeOf(now.scoreTenths, now, earlier.weekAgo, 'scoreTenths', 7);
}

function changeOf(
  tenths: number | null,
  { definition }: DayLevel,
  then: EarlierScores | null,
  field: 'baseTenths' | 'scoreTenths',
  days: number,
): Change | null {
  return tenths === null || then === null || then.definition !== definition
    ? null
    : { tenths: tenths - then[field], days };
}
