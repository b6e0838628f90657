import type { Assessment, BandLabel } from '../../domain/assessment.ts';
import type { ExposedStake } from '../../domain/waterfall.ts';
import type { AccountRef } from '../accounts/account-ref.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { Portfolio } from './portfolio.ts';

/** What is kept of every account while a report is made: the wide rest is read again for those that it lists. */
export interface Subject {
  readonly account: AccountRef;
  /** The band shown, after hysteresis. */
  readonly band: BandLabel | null;
  readonly stake: ExposedStake;
}

/** Every account of the portfolio in its order, read part by part; of each is kept what `kept` takes of it. */
export async function subjectsOf<T>(
  portfolio: Pick<Portfolio, 'inParts'>,
  kept: (standing: AccountStanding) => T,
): Promise<T[]> {
  const all: T[] = [];
  for await (const part of portfolio.inParts()) all.push(...part.map(kept));
  return all;
}

/** A subject, which holds nothing of the wide row. */
export function toSubject({ account, assessment, band }: AccountStanding): Subject {
  return { account, band, stake: stakeOf(assessment) };
}

function stakeOf({ facts, seats, health }: Assessment): ExposedStake {
  return {
    facts: {
      account_id: facts.account_id,
      currency: facts.currency,
      mrr_minor: facts.mrr_minor,
      mrr_reporting_minor: facts.mrr_reporting_minor,
      paid_seats: facts.paid_seats,
      active_users_30d: facts.active_users_30d,
      excluded: facts.excluded,
      days_to_renewal: facts.days_to_renewal,
      cancel_at_period_end: facts.cancel_at_period_end,
    },
    seats: {
      bucket: seats.bucket,
      unusedSeats: seats.unusedSeats,
      expansion: seats.expansion,
      quarterChange: seats.quarterChange,
    },
    health: { band: health.band, scoreTenths: health.scoreTenths },
  };
}
