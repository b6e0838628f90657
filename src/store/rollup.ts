import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, oneRow, rows } from './db.ts';
import { runQuery } from './query-file.ts';
import { type WeekLevelRow, weekLevelSchema } from './snapshot-rows.ts';

/** What the accounts were on some days. */
export function loadWeekLevels(db: Db, days: readonly Day[]): Promise<WeekLevelRow[]> {
  return days.length === 0 ? Promise.resolve([]) : runQuery(db, 'week-levels', weekLevelSchema, { days });
}

const alertCountsSchema = z.strictObject({
  sent: z.int(),
  acknowledged: z.int(),
  snoozed: z.int(),
  recovered: z.int(),
});
export type AlertCountsRow = z.infer<typeof alertCountsSchema>;

/**
 * What became of alerts after `since` and up to `day`. Sent: began, was said again or woke, and was worth a line. Offers are no alerts.
 * @param accountIds the accounts that count; null: all
 */
export async function loadAlertCounts(
  db: Db,
  { accountIds, day, since }: { readonly since: Day; readonly day: Day; readonly accountIds: readonly string[] | null },
): Promise<AlertCountsRow> {
  const found = await oneRow(
    db,
    alertCountsSchema,
    `select (count(*) filter (where l.kind in ('opened', 'repeated', 'woken') and l.news))::int as sent,
       (count(*) filter (where l.kind = 'acknowledged'))::int as acknowledged,
       (count(*) filter (where l.kind = 'snoozed'))::int as snoozed,
       (count(*) filter (where l.kind = 'recovered' and l.news))::int as recovered
     from episode_log l join accounts a using (account_id)
     where l.signal <> 'expansion' and l.day > $1 and l.day <= $2 and ($3::text[] is null or a.external_id = any ($3))`,
    [since, day, accountIds],
  );
  return found ?? { sent: 0, acknowledged: 0, snoozed: 0, recovered: 0 };
}

const runRulesSchema = z.strictObject({ day: z.string(), rules: z.string(), definition_hash: z.string() });
export type RunRulesRow = z.infer<typeof runRulesSchema>;

/** Under which rules ('balanced@1' and their hash) each snapshot day of `[from, to]` was scored, oldest first. */
export function loadRunRules(db: Db, from: Day, to: Day): Promise<RunRulesRow[]> {
  const text = `select distinct on (day) day, definition_id || '@' || definition_version as rules, definition_hash
    from snapshot_runs where day between $1 and $2 order by day, revision desc`;
  return rows(db, runRulesSchema, text, [from, to]);
}
