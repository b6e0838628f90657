import type { AccountFacts } from './facts.ts';

/**
 * MRR in minor units of the reporting currency. Null when it was stated as unknown (no dated rate, or a price that
 * cannot be computed), or when the account is in another currency and nothing is stated.
 */
export function reportingMrr(
  facts: Pick<AccountFacts, 'currency' | 'mrr_minor' | 'mrr_reporting_minor'>,
  reportingCurrency: string,
): number | null {
  if (facts.mrr_reporting_minor !== undefined) return facts.mrr_reporting_minor;
  return facts.currency === reportingCurrency ? facts.mrr_minor : null;
}
