import { addDays } from '../../domain/day.ts';
import { loadContacts } from '../../store/accounts.ts';
import type { HistoryRow } from '../../store/snapshot-rows.ts';
import { loadHistory } from '../../store/snapshots.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { sourceState } from '../freshness/source-ages.ts';
import { judgementsOf } from '../judgements/account-judgements.ts';
import { accountOf } from '../judgements/judge.ts';
import type { AccountHealthReport } from './account-report.ts';
import { type FoundStanding, standingOf } from './account-standing.ts';
import { latestTickets } from './latest-tickets.ts';
import { scoreHistory } from './score-history.ts';

const HISTORY_DAYS = 90;
const WEEK = 7;

/**
 * Everything that is known of one account's health.
 * @throws AppError `not_found` for an unknown id.
 */
export async function accountHealth({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string };
}): Promise<AccountHealthReport> {
  const entry = await accountOf(ctx, input.accountId);
  const { accountNo } = entry;
  const [found, sources, days, contacts, tickets, judgements] = await Promise.all([
    standingOf(ctx, entry),
    sourceState(ctx),
    loadHistory(ctx.db, accountNo, HISTORY_DAYS),
    loadContacts(ctx.db, accountNo),
    latestTickets(ctx, accountNo),
    judgementsOf(ctx, accountNo, 1),
  ]);
  const { origin, standing } = found;
  const stored = days.filter(({ day }) => day < origin.day);
  return {
    stand: await dataStand(ctx, origin, sources),
    standing,
    history: scoreHistory(days, found),
    change7dTenths: changeSince(stored, found),
    contacts,
    tickets,
    judgements,
  };
}

// Another definition's score is another measure: it is skipped, not compared.
function changeSince(stored: readonly HistoryRow[], { origin, standing }: FoundStanding): number | null {
  const latest = addDays(origin.day, -WEEK);
  const then = stored.findLast(
    (row) => row.day <= latest && row.score_tenths !== null && row.definition_hash === origin.definitionHash,
  );
  const now = standing.assessment.health.scoreTenths;
  return now === null || then?.score_tenths == null ? null : now - then.score_tenths;
}
