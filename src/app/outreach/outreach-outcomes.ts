import { addDays } from '../../domain/day.ts';
import { outreachOutcome, saveRates } from '../../domain/outreach-outcome.ts';
import { templateLabel } from '../../email/templates/index.ts';
import { loadOutcomes, type OutcomeRow } from '../../store/outreach.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import { todayOf } from '../judgements/judge.ts';
import type { OutreachOutcomesReport } from './outreach-report.ts';

const DAYS = 365;
const MOST = 2000;

/**
 * What became of the accounts that were written to in the last 365 local days, and per wording how many recovered
 * within 30 days (see `outreachOutcome`). The newest 2,000 mails are counted.
 */
export async function outreachOutcomes({ ctx }: { readonly ctx: Context }): Promise<OutreachOutcomesReport> {
  const today = todayOf(ctx);
  const since = addDays(today, 1 - DAYS);
  const found = await loadOutcomes(ctx.db, { timeZone: ctx.timeZone, since, most: MOST + 1 });
  const rows = found.slice(0, MOST);
  const author = await authorsOf(
    ctx,
    rows.map((row) => row.sent_by),
  );
  const mails = rows.map((row) => ({ row, templateId: row.template_id, outcome: outreachOutcome(mailOf(row), today) }));
  return {
    today,
    since,
    capped: found.length > MOST,
    rates: saveRates(mails).map((rate) => ({ ...rate, wording: templateLabel(rate.templateId) })),
    sent: mails.map(({ row, outcome }) => ({
      accountId: row.account_id,
      accountName: row.account_name,
      wording: templateLabel(row.template_id),
      sentOn: row.sent_on,
      by: author(row.sent_by),
      band: row.band,
      outcome,
    })),
  };
}

function mailOf(row: OutcomeRow) {
  return {
    templateId: row.template_id,
    sentOn: row.sent_on,
    openAlerts: row.open_alerts,
    alertsEndedOn: row.ended_on,
    band: row.band,
    later: row.bands,
  };
}
