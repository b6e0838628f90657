import { compareIds } from './compare-ids.ts';
import { seatShareMinor } from './exposure.ts';
import type { AccountFacts } from './facts.ts';
import { roundHalfUp } from './rational.ts';
import { reportingExposure } from './reporting-exposure.ts';
import { reportingMrr } from './reporting-mrr.ts';
import type { Stake } from './stake.ts';

/** An account in the at-risk bucket at one day. Money in minor units per month. */
export interface AtRiskLevel {
  /** Unused seats' share of the MRR in the reporting currency; null without a rate, which counts as nothing. */
  readonly exposureMinor: number | null;
  readonly paidSeats: number;
  readonly activePeople: number;
  readonly currency: string;
  readonly mrrMinor: number;
  readonly mrrReportingMinor: number | null;
}

export interface WaterfallMove {
  readonly accountId: string;
  /** Signed: what enters adds, what leaves takes away. */
  readonly minor: number;
}

/** What changed the exposure of accounts that were at risk on both days, in minor units of the reporting currency. */
export interface ExposureParts {
  readonly usageMinor: number;
  readonly seatsMinor: number;
  readonly priceMinor: number;
  readonly fxMinor: number;
}

export interface Waterfall extends ExposureParts {
  /** The totals' difference: entered + left + usage + seats + price + fx, exactly. */
  readonly minor: number;
  /** Largest first. */
  readonly entered: readonly WaterfallMove[];
  readonly left: readonly WaterfallMove[];
}

/** The part of an assessment that exposure and what changed it are made of. */
export type ExposedStake = Stake & { readonly facts: Pick<AccountFacts, 'active_users_30d'> };

/** The at-risk level of an assessment; null when the account is not at risk. */
export function atRiskLevel(assessment: ExposedStake, reportingCurrency: string): AtRiskLevel | null {
  const { facts, seats } = assessment;
  if (seats.bucket !== 'at_risk') return null;
  return {
    exposureMinor: reportingExposure(assessment, reportingCurrency),
    paidSeats: facts.paid_seats,
    activePeople: facts.active_users_30d,
    currency: facts.currency,
    mrrMinor: facts.mrr_minor,
    mrrReportingMinor: reportingMrr(facts, reportingCurrency),
  };
}

/**
 * Seats at risk from one day to another, by account id. It closes exactly because what changed is parted by
 * substituting one value after the other: active people, paid seats at the old price, price per seat, exchange rate.
 */
export function exposureWaterfall(
  before: ReadonlyMap<string, AtRiskLevel>,
  now: ReadonlyMap<string, AtRiskLevel>,
): Waterfall {
  const entered: WaterfallMove[] = [];
  const left: WaterfallMove[] = [];
  const changed: ExposureParts[] = [];
  for (const accountId of new Set([...before.keys(), ...now.keys()])) {
    const [then, today] = [before.get(accountId), now.get(accountId)];
    if (then && today) changed.push(exposureParts(then, today));
    else if (today) entered.push({ accountId, minor: today.exposureMinor ?? 0 });
    else left.push({ accountId, minor: 0 - (then?.exposureMinor ?? 0) });
  }
  const parts = {
    usageMinor: sum(changed, ({ usageMinor }) => usageMinor),
    seatsMinor: sum(changed, ({ seatsMinor }) => seatsMinor),
    priceMinor: sum(changed, ({ priceMinor }) => priceMinor),
    fxMinor: sum(changed, ({ fxMinor }) => fxMinor),
  };
  const minor = sum([...entered, ...left], (move) => move.minor) + totalOf(parts);
  return { minor, entered: entered.sort(bySize), left: left.sort(bySize), ...parts };
}

/**
 * The difference of one account's exposures in parts that add up to it. A changed currency is a new price; a rate that
 * becomes known or is lost is a matter of exchange alone.
 */
export function exposureParts(then: AtRiskLevel, now: AtRiskLevel): ExposureParts {
  const before = then.exposureMinor ?? 0;
  const after = now.exposureMinor ?? 0;
  const rate = then.mrrReportingMinor;
  if (rate === null || now.mrrReportingMinor === null) {
    return { usageMinor: 0, seatsMinor: 0, priceMinor: 0, fxMinor: after - before };
  }
  if (then.paidSeats === 0 || now.paidSeats === 0) {
    return { usageMinor: 0, seatsMinor: after - before, priceMinor: 0, fxMinor: 0 };
  }
  const used = seatShareMinor(unused(then.paidSeats, now.activePeople), then.paidSeats, rate);
  const seated = seatShareMinor(unused(now.paidSeats, now.activePeople), then.paidSeats, rate);
  const priced = hasMovedRate(then, now) ? repriced(then, now, rate) : after;
  return {
    usageMinor: used - before,
    seatsMinor: seated - used,
    priceMinor: priced - seated,
    fxMinor: after - priced,
  };
}

// Both amounts are rounded, so a rate has moved only when no single rate can have made both.
function hasMovedRate(then: AtRiskLevel, now: AtRiskLevel): boolean {
  if (then.currency !== now.currency || then.mrrMinor === 0 || now.mrrMinor === 0) return false;
  const difference =
    BigInt(now.mrrReportingMinor ?? 0) * BigInt(then.mrrMinor) -
    BigInt(then.mrrReportingMinor ?? 0) * BigInt(now.mrrMinor);
  const rounding = BigInt(then.mrrMinor) + BigInt(now.mrrMinor);
  return 2n * difference > rounding || -2n * difference > rounding;
}

/** Today's exposure at the exchange rate of then. */
function repriced(then: AtRiskLevel, now: AtRiskLevel, rate: number): number {
  const native = BigInt(unused(now.paidSeats, now.activePeople)) * BigInt(now.mrrMinor);
  return Number(roundHalfUp(native * BigInt(rate), BigInt(now.paidSeats) * BigInt(then.mrrMinor)));
}

function unused(paid: number, active: number): number {
  return Math.max(paid - active, 0);
}

function totalOf({ usageMinor, seatsMinor, priceMinor, fxMinor }: ExposureParts): number {
  return usageMinor + seatsMinor + priceMinor + fxMinor;
}

function bySize(a: WaterfallMove, b: WaterfallMove): number {
  return Math.abs(b.minor) - Math.abs(a.minor) || compareIds(a.accountId, b.accountId);
}

function sum<T>(list: readonly T[], amountOf: (item: T) => number): number {
  return list.reduce((total, item) => total + amountOf(item), 0);
}
