import type { AuthorRef, JudgementsReport } from '../../src/app/judgements/judgement-report.ts';
import { addDays } from '../../src/domain/day.ts';
import { REPORT_DAY } from './slack-reports.ts';

/** Everything that can be decided about an account, said with one text by one author. */
export function judgementsWith(text: string, author: AuthorRef = { id: 'U0DANA', name: 'Dana' }): JudgementsReport {
  const made = { author, madeOn: REPORT_DAY, ended: null };
  return {
    day: REPORT_DAY,
    override: { kind: 'cap', tenths: 449, reason: text, expiresOn: addDays(REPORT_DAY, 63), ...made },
    growthPlan: { target: 40, by: addDays(REPORT_DAY, 92), note: text, ...made },
    sentiment: { sentiment: 'concerned', note: text, author, on: addDays(REPORT_DAY, -12) },
  };
}
