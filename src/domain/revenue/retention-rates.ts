import { roundHalfUp } from '../rational.ts';

/** MRR of one account at the start and at the end of a period, in minor units of one currency at one rate. */
export interface StartAndEnd {
  readonly startMinor: number;
  readonly endMinor: number;
}

/** Of the accounts that paid at the start: what became of their MRR. Rates are tenths of a percent. */
export interface RetentionRates {
  readonly accounts: number;
  readonly keptAccounts: number;
  readonly startMinor: number;
  /** start + expansion − contraction − churned. */
  readonly endMinor: number;
  readonly expansionMinor: number;
  readonly contractionMinor: number;
  readonly churnedMinor: number;
  /** Σ end ÷ Σ start. */
  readonly nrrTenths: number | null;
  /** Σ min(start, end) ÷ Σ start: never above 100 %. */
  readonly grrTenths: number | null;
  /** Accounts that still pay ÷ accounts that paid. */
  readonly logoTenths: number | null;
  /** Σ max(end − start, 0) ÷ Σ start. */
  readonly expansionTenths: number | null;
}

/** Net and gross revenue retention and logo retention; accounts that paid nothing at the start are left out. */
export function retentionRates(all: readonly StartAndEnd[]): RetentionRates {
  const paid = all.filter(({ startMinor }) => startMinor > 0);
  const kept = paid.filter(({ endMinor }) => endMinor > 0);
  const sum = (of: (one: StartAndEnd) => number): number => paid.reduce((total, one) => total + of(one), 0);
  const startMinor = sum((one) => one.startMinor);
  const endMinor = sum((one) => Math.max(one.endMinor, 0));
  const expansionMinor = sum((one) => Math.max(one.endMinor - one.startMinor, 0));
  const churnedMinor = sum((one) => (one.endMinor > 0 ? 0 : one.startMinor));
  return {
    accounts: paid.length,
    keptAccounts: kept.length,
    startMinor,
    endMinor,
    expansionMinor,
    contractionMinor: startMinor + expansionMinor - churnedMinor - endMinor,
    churnedMinor,
    nrrTenths: percentTenths(endMinor, startMinor),
    grrTenths: percentTenths(endMinor - expansionMinor, startMinor),
    logoTenths: percentTenths(kept.length, paid.length),
    expansionTenths: percentTenths(expansionMinor, startMinor),
  };
}

/** `part / whole` in tenths of a percent, half-up; null when the whole is nothing. */
export function percentTenths(part: number, whole: number): number | null {
  return whole === 0 ? null : Number(roundHalfUp(BigInt(part) * 1000n, BigInt(whole)));
}
