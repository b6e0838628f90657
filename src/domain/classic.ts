import type { Band } from './assessment.ts';
import { BALANCED } from './definition.ts';
import type { AccountFacts } from './facts.ts';
import { apportion } from './health/apportion.ts';
import { bandOf } from './health/band.ts';
import { floorDiv, roundHalfUp } from './rational.ts';
import { reportingMrr } from './reporting-mrr.ts';
import { revenueTier } from './revenue-tier.ts';

export type ClassicSignal = 'usage' | 'trend' | 'friction' | 'mrr';
export type ClassicPreset = 'classic' | 'classic_mrr50';

/** Usage, trend and friction against the biggest account; points and scores in tenths. */
export interface ClassicAssessment {
  readonly accountId: string;
  readonly scoreTenths: number | null;
  readonly band: Band | 'not scored' | null;
  /** In display order; they add up to `unclampedTenths` exactly. Null without a score. */
  readonly points: readonly (readonly [ClassicSignal, number])[] | null;
  readonly unclampedTenths: number | null;
  readonly topRiskSignal: ClassicSignal | null;
  /** Under 28 days of data: the trend counts as 0 and is never named as the risk. */
  readonly trendMissing: boolean;
}

const FULL_TREND_EVENTS = 1000;
const FEWEST_DATA_DAYS = 28;
const FULL = { usage: 40n, trend: 30n, friction: 30n, mrr: 100n } as const;

interface Term {
  readonly signal: ClassicSignal;
  /** Points over the common denominator. */
  readonly num: bigint;
  readonly full: bigint;
}

/**
 * The fixed formula 40 x events / most events + 30 x change (1,000 events = full) + 30 x (1 - errors / most errors),
 * relative to the given accounts: unlike `balanced`, one account's change moves the others.
 * `classic_mrr50` averages it with a tier by annual revenue in the reporting currency.
 */
export function classicScores(
  accounts: readonly AccountFacts[],
  preset: ClassicPreset,
  reportingCurrency = 'USD',
): ClassicAssessment[] {
  const scored = accounts.filter(({ excluded }) => excluded == null);
  const mostEvents = scored.reduce((most, { events_30d }) => Math.max(most, events_30d), 0);
  const mostErrors = scored.reduce((most, { errors_30d }) => Math.max(most, errors_30d ?? 0), 0);
  return accounts.map((facts) => {
    const trendMissing = isTrendMissing(facts);
    if (facts.excluded != null) return withoutScore(facts, null, trendMissing);
    const classic = classicTerms(facts, BigInt(mostEvents), BigInt(mostErrors));
    if (preset === 'classic') return scoredBy(facts, classic, null);
    const mrr = reportingMrr(facts, reportingCurrency);
    if (mrr === null) return withoutScore(facts, 'not scored', trendMissing);
    return scoredBy(facts, classic, BigInt(revenueTier(mrr, reportingCurrency)));
  });
}

function isTrendMissing(facts: AccountFacts): boolean {
  return facts.data_days < FEWEST_DATA_DAYS || facts.event_blocks_14d.length < 2;
}

function classicTerms(facts: AccountFacts, mostEvents: bigint, mostErrors: bigint): { terms: Term[]; den: bigint } {
  const events = mostEvents === 0n ? 1n : mostEvents;
  const errors = mostErrors === 0n ? 1n : mostErrors;
  const [last = 0, prior = 0] = facts.event_blocks_14d;
  const change = isTrendMissing(facts) ? 0 : last - prior;
  const clamped = BigInt(Math.min(Math.max(change, -FULL_TREND_EVENTS), FULL_TREND_EVENTS));
  const thousand = BigInt(FULL_TREND_EVENTS);
  const den = events * errors * thousand;
  const terms: Term[] = [
    { signal: 'usage', num: FULL.usage * BigInt(facts.events_30d) * errors * thousand, full: FULL.usage * den },
    { signal: 'trend', num: FULL.trend * clamped * events * errors, full: FULL.trend * den },
    {
      signal: 'friction',
      num: FULL.friction * (errors - BigInt(facts.errors_30d ?? 0)) * events * thousand,
      full: FULL.friction * den,
    },
  ];
  return { terms, den };
}

function scoredBy(
  facts: AccountFacts,
  classic: { terms: Term[]; den: bigint },
  tier: bigint | null,
): ClassicAssessment {
  const den = tier === null ? classic.den : 2n * classic.den;
  const raw = sumOf(classic.terms);
  const clamped = raw < 0n ? 0n : raw > 100n * classic.den ? 100n * classic.den : raw;
  const extra = tier === null ? 0n : tier * classic.den;
  const mrr: Term = { signal: 'mrr', num: extra, full: FULL.mrr * classic.den };
  const terms = tier === null ? classic.terms : [...classic.terms, mrr];
  const scoreTenths = Number(roundHalfUp(10n * (clamped + extra), den));
  const unclampedTenths = Number(roundHalfUp(10n * sumOf(terms), den));
  const shares = terms.map(({ num }) => {
    const whole = floorDiv(10n * num, den);
    return { whole: Number(whole), remainder: 10n * num - whole * den };
  });
  const points = apportion(shares, unclampedTenths);
  const trendMissing = isTrendMissing(facts);
  return {
    accountId: facts.account_id,
    scoreTenths,
    band: bandOf(scoreTenths, BALANCED),
    points: terms.map(({ signal }, index) => [signal, points[index] ?? 0] as const),
    unclampedTenths,
    topRiskSignal: topRisk(terms, trendMissing),
    trendMissing,
  };
}

function sumOf(terms: readonly Term[]): bigint {
  return terms.reduce((sum, { num }) => sum + num, 0n);
}

function topRisk(terms: readonly Term[], trendMissing: boolean): ClassicSignal | null {
  let worst: ClassicSignal | null = null;
  let most = 0n;
  for (const { signal, num, full } of terms) {
    if (signal === 'mrr' || (signal === 'trend' && trendMissing)) continue;
    if (full - num > most) [worst, most] = [signal, full - num];
  }
  return worst;
}

function withoutScore(facts: AccountFacts, band: 'not scored' | null, trendMissing: boolean): ClassicAssessment {
  return {
    accountId: facts.account_id,
    scoreTenths: null,
    band,
    points: null,
    unclampedTenths: null,
    topRiskSignal: null,
    trendMissing,
  };
}
