import type { AccountStanding } from '../../../src/app/accounts/account-report.ts';
import { factsOf, standingOf } from '../slack-reports.ts';
import { ACCOUNT } from './row.ts';

/** Words that stand for a customer: whoever reads one has been told something. */
const CUSTOMER =
  /CanaryCorp|canary-(?:id|two)|canary\.example|canary@|U0CANARY|28\.0|18\.5|CRITICAL|priya@|Slow export|1,234,567|123456700/i;
/** An amount in any notation of ours. */
const MONEY = /[$€£¥]\s?\d|\b(?:USD|EUR)\s?\d|\d\s?(?:USD|EUR)\b|123456700|1,234,567/;

/** What of a customer stands in a text; null: nothing. */
export function customerIn(text: string): string | null {
  return CUSTOMER.exec(text)?.[0] ?? null;
}

/** An amount in a text; null: none. */
export function moneyIn(text: string): string | null {
  return MONEY.exec(text)?.[0] ?? null;
}

/** Two customers nobody outside may hear of; the second has a like name, so that some answers ask which. */
export function canaryPortfolio(): AccountStanding[] {
  const facts = { ...factsOf('megacorp'), mrr_minor: 123456700, mrr_reporting_minor: 123456700 };
  const owner = { email: 'canary@example.com', name: 'CanaryCorp owner', slackUserId: 'U0CANARY' };
  const two = { ...factsOf('acme'), account_id: 'canary-two', mrr_minor: 123456700, mrr_reporting_minor: 123456700 };
  return [
    standingOf({ ...facts, account_id: ACCOUNT }, { name: 'CanaryCorp', domain: 'canary.example', owner }),
    standingOf(two, { name: 'CanaryCorp Two', domain: 'two.canary.example', owner }),
  ];
}
