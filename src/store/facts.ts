import { type ActiveRule, ANY_EVENT, thresholdOf } from '../domain/active/definition.ts';
import { addDays, type Day } from '../domain/day.ts';
import type { AccountFacts } from '../domain/facts.ts';
import { startOfLocalDay } from '../lib/local-time.ts';
import { inTurns } from '../lib/next-turn.ts';
import type { Db } from './db.ts';
import { type HealthInputsRow, healthInputsSchema, toFacts } from './facts-row.ts';
import { loadRates } from './fx.ts';
import { runQuery, runQueryOfOne } from './query-file.ts';
import { loadRuleActivity, withRule } from './rule-activity.ts';

/** Accounts whose facts are made before others have a turn. */
const AT_ONCE = 100;

export interface FactsOptions {
  /** Facts cover the time before this local midnight. */
  readonly day: Day;
  readonly timeZone: string;
  readonly reportingCurrency: string;
  /** What makes a person active; absent: any event. */
  readonly rule?: ActiveRule | undefined;
  /** Absent: every account that was a customer before the day. */
  readonly accountNos?: readonly number[] | undefined;
  /** Takes back from a row what was not known on the day; absent: everything that is stored counts. */
  readonly asKnownThen?: ((row: HealthInputsRow) => HealthInputsRow) | undefined;
}

export interface KnownFacts {
  readonly accountNo: number;
  readonly facts: AccountFacts;
}

/** What is known of accounts at the local midnight of a day, by account number. */
export async function loadFacts(db: Db, options: FactsOptions): Promise<KnownFacts[]> {
  const { day, timeZone, reportingCurrency } = options;
  const midnight = (daysBefore: number): Date => startOfLocalDay(addDays(day, -daysBefore), timeZone);
  const rates = await loadRates(db, day, reportingCurrency);
  const windows = {
    day,
    day_start: midnight(0),
    start_30d: midnight(30),
    start_60d: midnight(60),
    start_90d: midnight(90),
    start_180d: midnight(180),
  };
  const [accountNo, ...others] = options.accountNos ?? [];
  const found =
    accountNo !== undefined && others.length === 0
      ? await runQueryOfOne(db, 'health-inputs', healthInputsSchema, { ...windows, account_no: accountNo })
      : await runQuery(db, 'health-inputs', healthInputsSchema, {
          ...windows,
          account_ids: options.accountNos ?? null,
        });
  const frame = { day, timeZone, reportingCurrency, rates };
  const asKnown = options.asKnownThen ?? ((row: HealthInputsRow) => row);
  const threshold = thresholdOf(options.rule ?? ANY_EVENT);
  const activity = threshold && (await loadRuleActivity(db, { day, timeZone, threshold }, options.accountNos));
  const known: KnownFacts[] = [];
  for await (const few of inTurns([found], AT_ONCE)) {
    for (const row of few) {
      const ruled = activity ? withRule(row, activity(row.account_no)) : row;
      known.push({ accountNo: row.account_no, facts: toFacts(asKnown(ruled), frame) });
    }
  }
  return known;
}
