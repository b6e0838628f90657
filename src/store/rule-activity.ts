import { z } from 'zod';
import type { Threshold } from '../domain/active/definition.ts';
import { addDays, type Day } from '../domain/day.ts';
import { startOfLocalDay } from '../lib/local-time.ts';
import { type Db, rows } from './db.ts';
import type { HealthInputsRow } from './facts-row.ts';
import { runQuery, runQueryOfOne } from './query-file.ts';

const count = z.int();

/** A row of sql/queries/rule-activity.sql. */
export const ruleActivitySchema = z.strictObject({
  account_no: z.int(),
  /** Oldest first. */
  people_windows: z.array(count),
  people_28d: count,
  /** Bit n: somebody was active in the (n + 1)th week counted back. */
  active_weeks_mask: count,
  /** Newest first. */
  user_day_blocks: z.array(count),
  /** Within the last 120 days. */
  key_contact_last_on: z.string().nullable(),
});

/** A row of sql/queries/rule-people.sql. */
export const rulePersonSchema = z.strictObject({ user_no: z.int() });

/** A row of sql/queries/active-by-rule.sql. */
export const activeByRuleSchema = z.strictObject({ account_no: z.int(), user_no: z.int() });

export interface RuleWindow {
  /** Counts cover the time before this local midnight. */
  readonly day: Day;
  readonly timeZone: string;
  readonly threshold: Threshold;
}

/** The part of an account's facts that a rule about named events decides. */
export type RuleActivity = Omit<z.infer<typeof ruleActivitySchema>, 'account_no'>;

const LOOK_BACK = 120;
const MONTH = 30;
const NOBODY: RuleActivity = {
  people_windows: [0, 0, 0, 0],
  people_28d: 0,
  active_weeks_mask: 0,
  user_day_blocks: [0, 0, 0, 0, 0, 0, 0],
  key_contact_last_on: null,
};

/** What the rule makes of each account, by account number, out of raw events of the last 120 local days. */
export async function loadRuleActivity(
  db: Db,
  window: RuleWindow,
  accountNos: readonly number[] | undefined,
): Promise<(accountNo: number) => RuleActivity> {
  const values = { ...(await parameters(db, window, LOOK_BACK)), day: window.day };
  const [accountNo, ...others] = accountNos ?? [];
  const found =
    accountNo !== undefined && others.length === 0
      ? await runQueryOfOne(db, 'rule-activity', ruleActivitySchema, { ...values, account_no: accountNo })
      : await runQuery(db, 'rule-activity', ruleActivitySchema, { ...values, account_ids: accountNos ?? null });
  const byAccount = new Map(found.map(({ account_no, ...activity }) => [account_no, activity]));
  return (no) => byAccount.get(no) ?? NOBODY;
}

/** The row of counts with the rule's people in place of everybody who did anything. Event volume stays as it is. */
export function withRule(row: HealthInputsRow, activity: RuleActivity): HealthInputsRow {
  return { ...row, ...activity };
}

/** Numbers of the people of one account whom the rule makes active in the 30 local days before the day. */
export async function loadRulePeople(db: Db, window: RuleWindow, accountNo: number): Promise<number[]> {
  const { oldest, ...values } = await parameters(db, window, MONTH);
  const found = await runQuery(db, 'rule-people', rulePersonSchema, {
    ...values,
    start_30d: oldest,
    account_no: accountNo,
  });
  return found.map((row) => row.user_no);
}

/** The people of several accounts, by the vendor's ids, whom the rule makes active in the 30 local days before the day. */
export async function loadActiveByRule(
  db: Db,
  window: RuleWindow,
  accountIds: readonly string[],
): Promise<z.infer<typeof activeByRuleSchema>[]> {
  const { oldest, ...values } = await parameters(db, window, MONTH);
  return runQuery(db, 'active-by-rule', activeByRuleSchema, {
    ...values,
    start_30d: oldest,
    account_ids: accountIds,
  });
}

async function parameters(db: Db, { day, timeZone, threshold }: RuleWindow, lookBack: number) {
  const midnights = Array.from({ length: lookBack + 1 }, (_, i) =>
    startOfLocalDay(addDays(day, i - lookBack), timeZone).toISOString(),
  );
  return {
    midnights,
    oldest: midnights[0],
    day_start: midnights[lookBack],
    names: await nameIds(db, threshold.events),
    min_count: threshold.minCount,
    min_days: threshold.minDays,
    min_events: threshold.minEvents,
  };
}

/** A name that no event ever had has no number: nobody did it. */
async function nameIds(db: Db, names: readonly string[]): Promise<number[]> {
  const text = 'select name_id from event_names where name = any ($1::text[]) order by name_id';
  const found = await rows(db, z.strictObject({ name_id: z.int() }), text, [names]);
  return found.map((row) => row.name_id);
}
