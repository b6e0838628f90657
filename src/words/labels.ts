import type { DigestSignal } from '../app/digest/digest-report.ts';
import type { BandLabel, Bucket, CapKey, ComponentKey } from '../domain/assessment.ts';

/** Colour never stands alone: the mark is always followed by the word. */
const BAND_MARKS: Readonly<Record<BandLabel, string>> = {
  CRITICAL: '🔴',
  WARN: '🟠',
  ok: '🟡',
  healthy: '🟢',
  champion: '🏆',
  onboarding: '🌱',
  'not scored': '⚪',
};

export function bandText(band: BandLabel | null, score?: string): string {
  const [mark, word] = band === null ? ['⚪', 'excluded'] : [BAND_MARKS[band], band];
  return score === undefined ? `${mark} ${word}` : `${mark} ${score} ${word}`;
}

export const COMPONENT_LABELS: Readonly<Record<ComponentKey, string>> = {
  utilization: 'seat utilization',
  regularity: 'regularity',
  trend: 'trend',
  reliability: 'reliability',
  support: 'support',
  key_contact: 'key contact',
  nps: 'NPS',
};

export const CAP_LABELS: Readonly<Record<CapKey, string>> = {
  cancellation_notice: 'cancellation notice',
  silent_14_days: 'silent for 14 days',
  low_and_dropping: 'seat use low and dropping',
  renewal_red_flag: 'renewal near with low seat use',
  payment_past_due: 'payment past due',
  dormant_seats: 'dormant seats',
};

export const BUCKET_LABELS: Readonly<Record<Bucket, string>> = {
  excluded: 'not ranked (excluded)',
  no_seats: 'no paid seats known: check the billing mapping',
  no_signal: 'no event ever received: check the mapping before calling',
  small: 'too few seats to rank',
  onboarding: 'onboarding: too new to judge',
  at_risk: 'AT RISK: low and dropping',
  ramping: 'ramping: low, but filling or planned',
  dormant: 'DORMANT: low and flat',
  expansion: 'at the ceiling',
  watch: 'watch: dropping from a good level',
  steady: 'steady',
};

export const SIGNAL_LABELS: Readonly<Record<DigestSignal, string>> = {
  cancellation_notice: 'cancellation notice',
  silent_14_days: 'silent for 14 days',
  payment_past_due: 'payment past due',
  at_risk_enter: 'entered at-risk seats',
  renewal_red_flag: 'renewal near with low seat use',
  drop_24h: 'score dropped within a day',
  drop_7d: 'score dropped within 7 days',
  drop_28d: 'score dropped within 28 days',
  quarter_drop: 'utilization fell in a quarter',
  band_down: 'fell to a worse band',
  dormant: 'seats are dormant',
  expansion: 'at the ceiling of its seats',
  recovered: 'recovered',
};

/** A seat flag in words; null for those that another line already says. `quarter` is the change of utilization. */
export function flagText(flag: string, quarter: string | null): string | null {
  if (flag.startsWith('over_seats:')) return `${flag.slice('over_seats:'.length)} people over the paid seats`;
  switch (flag) {
    case 'renewal_red_flag':
      return 'renewal near with low seat use';
    case 'quarter_drop':
      return `utilization ${quarter ?? 'fell'} in a quarter`;
    case 'quarter_drop_seats_added':
      return `utilization ${quarter ?? 'fell'} in a quarter because seats were added`;
    case 'low_touch':
      return 'low-touch';
    case 'usage_based_plan':
      return 'usage-based plan';
    case 'seat_quantity_missing_or_zero':
      return 'seat quantity missing or zero';
    case 'trial':
    case 'internal':
    case 'cancelled':
    case 'free':
      return flag;
    default:
      return null;
  }
}
