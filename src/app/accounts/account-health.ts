import { addDays } from '../../domain/day.ts';
import { loadContacts } from '../../store/accounts.ts';
import type { HistoryRow } from '../../store/snapshot-rows.ts';
import { loadHistory } from '../../store/snapshots.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { judgementsOf } from '../judgements/account-judgements.ts';
import type { AccountHealthReport, ScorePoint } from './account-report.ts';
import { accountStanding, type FoundStanding } from './account-standing.ts';
import { latestTickets } from './latest-tickets.ts';

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
  const found = await accountStanding(ctx, input.accountId);
  const { entry, origin, standing } = found;
  const { accountNo } = entry;
  const from = addDays(origin.day, 1 - HISTORY_DAYS);
  const [stand, days, contacts, tickets, judgements] = await Promise.all([
    dataStand(ctx, origin),
    loadHistory(ctx.db, accountNo, from, origin.day),
    loadContacts(ctx.db, accountNo),
    latestTickets(ctx, accountNo),
    judgementsOf(ctx, accountNo, 1),
  ]);
  const stored = days.filter(({ day }) => day < origin.day);
  return {
    stand,
    standing,
    history: historyOf(stored, found),
    change7dTenths: changeSince(stored, found),
    contacts,
    tickets,
    judgements,
  };
}

function historyOf(stored: readonly HistoryRow[], { origin, standing }: FoundStanding): ScorePoint[] {
  const { day, definition, definitionHash: hash } = origin;
  const { scoreTenths } = standing.assessment.health;
  const rows = [
    ...stored.map((row) => ({
      ...pointOf(row),
      name: nameOf(row.definition_id, row.definition_version),
      hash: row.definition_hash,
    })),
    { day, scoreTenths, band: standing.band, name: nameOf(definition.id, definition.version), hash },
  ];
  return rows.map(({ name, hash: own, ...point }, index) => {
    const before = rows[index - 1];
    return before === undefined || before.hash === own
      ? point
      : { ...point, rulesChange: { from: before.name, to: name } };
  });
}

function pointOf({ day, score_tenths, band }: HistoryRow): ScorePoint {
  return { day, scoreTenths: score_tenths, band };
}

function nameOf(id: string, version: number): string {
  return `${id}@${version}`;
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
