import {
  type DayLevel,
  DIGEST_SIGNALS,
  type DigestSignal,
  isLow,
  isNotable,
  rankOf,
  statesOf,
} from './digest-level.ts';
import { type EarlierScore, firedSignals, type Step } from './digest-signals.ts';

/** One account over the days that a digest covers. */
export interface DigestAccount {
  readonly accountId: string;
  readonly now: DayLevel;
  /** At the day of the digest before; null: not there, or no such day. */
  readonly reference: DayLevel | null;
  /** From each snapshot day to the next, oldest first. */
  readonly steps: readonly Step[];
}

export interface Picked {
  readonly accountId: string;
  /** The worst one. */
  readonly signal: DigestSignal;
  readonly tags: readonly DigestSignal[];
}

export interface DigestPick {
  readonly fresh: readonly Picked[];
  readonly recovered: readonly Picked[];
  readonly open: readonly Picked[];
  /** Accounts without a line; excluded ones are not counted. */
  readonly quiet: number;
}

/** Sorts accounts into new, recovered, still open and quiet: each is in one place at most. */
export function pickDigest(accounts: readonly DigestAccount[]): DigestPick {
  const fresh: Picked[] = [];
  const recovered: Picked[] = [];
  const open: Picked[] = [];
  let quiet = 0;
  for (const account of accounts) {
    const { accountId, now } = account;
    const fired = signalsOf(account);
    if (fired.length > 0) fresh.push(picked(accountId, fired));
    else if (isNotable(now)) open.push(picked(accountId, standingSignals(now)));
    else if (hasRecovered(account)) recovered.push(picked(accountId, ['recovered']));
    else if (now.bucket !== 'excluded') quiet += 1;
  }
  return { fresh, recovered, open, quiet };
}

function picked(accountId: string, signals: readonly DigestSignal[]): Picked {
  const [signal = 'band_down', ...tags] = signals;
  return { accountId, signal, tags };
}

// What began over a weekend and ended before Monday is no news, except a drop, which has happened.
function signalsOf({ now, reference, steps }: DigestAccount): DigestSignal[] {
  if (now.bucket === 'excluded') return [];
  const fired = new Set(steps.flatMap((step) => firedSignals(step)));
  const holding = statesOf(now);
  const lower = (rankOf(now.band) ?? 0) < ((reference && rankOf(reference.band)) ?? 0);
  return DIGEST_SIGNALS.filter((signal) => {
    if (!fired.has(signal)) return false;
    if (signal === 'band_down') return isLow(now) || lower;
    return signal.startsWith('drop_') || holding.includes(signal);
  });
}

function standingSignals(now: DayLevel): DigestSignal[] {
  const states = statesOf(now);
  return states.length > 0 ? states : ['band_down'];
}

// An account that left, whose score can no longer be told, or whose falling use has merely stopped, has not recovered.
function hasRecovered({ now, reference }: DigestAccount): boolean {
  if (reference === null || now.bucket === 'excluded' || rankOf(now.band) === null) return false;
  if (reference.bucket === 'at_risk' && now.bucket === 'dormant') return false;
  return isLow(reference) || reference.bucket === 'at_risk';
}

export interface Change {
  readonly tenths: number;
  readonly days: number;
}

/** The change that a line shows: over the span of its drop on the base score, otherwise over a week on the score. */
export function shownChange(
  signal: DigestSignal,
  now: DayLevel,
  earlier: {
    readonly dayAgo: EarlierScore | null;
    readonly weekAgo: EarlierScore | null;
    readonly monthAgo: EarlierScore | null;
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
  then: EarlierScore | null,
  field: 'baseTenths' | 'scoreTenths',
  days: number,
): Change | null {
  return tenths === null || then === null || then.definition !== definition
    ? null
    : { tenths: tenths - then[field], days };
}
