import type { AccountFacts } from './facts.ts';

/** MRR in minor units of the reporting currency; null when the account is in another one and no rate is known. */
export function reportingMrr(facts: AccountFacts, reportingCurrency: string): number | null {
  if (facts.mrr_reporting_minor != null) return facts.mrr_reporting_minor;
  return facts.currency === reportingCurrency ? facts.mrr_minor : null;
}
