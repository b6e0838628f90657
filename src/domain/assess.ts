import type { Assessment, Band, HealthAssessment, SeatAssessment } from './assessment.ts';
import type { HealthDefinition, UtilizationDefinition } from './definition.ts';
import type { AccountFacts } from './facts.ts';
import { hasCancellationNotice, isPaymentPastDue } from './health/caps.ts';
import { scoreHealth } from './health/score.ts';
import type { ScoreOverride } from './override.ts';
import { assessSeats } from './seats.ts';

export interface AssessOptions {
  readonly health: HealthDefinition;
  readonly utilization: UtilizationDefinition;
  /** Per mille, from `fleetFactor` over the same day's accounts; 1000 (no correction) when absent. */
  readonly fleetFactor?: number | undefined;
  /** The band shown the day before, for hysteresis; null or absent on the first day. */
  readonly previousBand?: Band | null | undefined;
  /** What a person decided about the score; counts only where there is one. */
  readonly override?: ScoreOverride | null | undefined;
  /** ISO 4217 code in which `mrr_reporting_minor` is given; USD when absent. */
  readonly reportingCurrency?: string | undefined;
}

/** Everything that is decided about one account from its facts: seats, then health, then whether to offer seats. */
export function assess(facts: AccountFacts, options: AssessOptions): Assessment {
  const seats = assessSeats(facts, options.utilization, options.reportingCurrency ?? 'USD');
  const health = scoreHealth({
    facts,
    seats,
    definition: options.health,
    fleetFactor: options.fleetFactor ?? 1000,
    previousBand: options.previousBand ?? null,
    override: options.override ?? null,
  });
  return { facts, seats: withoutBlockedExpansion(seats, expansionBlocker(facts, health, options.health)), health };
}

function withoutBlockedExpansion(seats: SeatAssessment, blocker: string | null): SeatAssessment {
  return seats.expansion === null || blocker === null
    ? seats
    : { ...seats, expansion: null, expansionBlockedBy: blocker };
}

// The two conditions count even where no score exists for their cap to bind.
function expansionBlocker(facts: AccountFacts, health: HealthAssessment, definition: HealthDefinition): string | null {
  if (hasCancellationNotice(facts)) return 'cancellation_notice';
  if (isPaymentPastDue(facts, definition.past_due_days)) return 'payment_past_due';
  return health.band === 'CRITICAL' || health.band === 'WARN' ? health.band : null;
}
