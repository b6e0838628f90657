import type { Band, BandLabel, Bucket } from './assessment.ts';

/** What a digest signal can be, worst first. */
export const DIGEST_SIGNALS = [
  'cancellation_notice',
  'silent_14_days',
  'payment_past_due',
  'at_risk_enter',
  'renewal_red_flag',
  'drop_24h',
  'drop_7d',
  'drop_28d',
  'band_down',
  'dormant',
  'recovered',
] as const;
export type DigestSignal = (typeof DIGEST_SIGNALS)[number];

/** One account at one day, as far as comparing days needs it. */
export interface DayLevel {
  readonly scoreTenths: number | null;
  readonly baseTenths: number | null;
  readonly band: BandLabel | null;
  readonly bucket: Bucket;
  /** Unused seats' share of the MRR in minor units of the reporting currency; null without a rate. */
  readonly exposureMinor: number | null;
  /** Names the rules that scored it; levels of different rules are not compared. */
  readonly definition: string;
  /** A person's override made the score and so the band; a band that moves with it alone is no news. */
  readonly overridden: boolean;
  readonly cancelling: boolean;
  readonly silent: boolean;
  readonly pastDueDays: number;
  readonly renewalFlag: boolean;
  readonly daysToRenewal: number | null;
}

const BANDS: readonly BandLabel[] = ['CRITICAL', 'WARN', 'ok', 'healthy', 'champion'] satisfies readonly Band[];
const PAST_DUE_DAYS = 14;

/** Position of a band from the worst upwards; null for a label that is no band. */
export function rankOf(band: BandLabel | null): number | null {
  const rank = band === null ? -1 : BANDS.indexOf(band);
  return rank < 0 ? null : rank;
}

/** CRITICAL or WARN. */
export function isLow({ band }: DayLevel): boolean {
  return band === 'CRITICAL' || band === 'WARN';
}

/** States that hold at the level, worst first; each is a signal on the day it begins. */
export function statesOf(level: DayLevel): DigestSignal[] {
  if (level.bucket === 'excluded') return [];
  const holds: readonly (readonly [DigestSignal, boolean])[] = [
    ['cancellation_notice', level.cancelling],
    ['silent_14_days', level.silent],
    ['payment_past_due', level.pastDueDays >= PAST_DUE_DAYS],
    ['at_risk_enter', level.bucket === 'at_risk'],
    ['renewal_red_flag', level.renewalFlag],
    ['dormant', level.bucket === 'dormant'],
  ];
  return holds.filter(([, holding]) => holding).map(([signal]) => signal);
}

/** Worth a line for as long as it lasts: a low band, seats at risk, or a cap in force. Dormant seats alone are not. */
export function isNotable(level: DayLevel): boolean {
  if (level.bucket === 'excluded') return false;
  return isLow(level) || statesOf(level).some((state) => state !== 'dormant');
}
