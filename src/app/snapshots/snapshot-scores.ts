import { AppError } from '../../lib/errors.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { pause } from '../../lib/pause.ts';
import { inTransaction } from '../../store/db.ts';
import { accountNosOf } from '../accounts/account-nos.ts';
import type { Context } from '../context.ts';
import { refreshEligibility } from '../definition/refresh-eligibility.ts';
import { holdDay } from './hold-day.ts';
import { planDay } from './plan-day.ts';
import type { SnapshotInput, SnapshotOutcome } from './snapshot-outcome.ts';
import { workOffPlan } from './work-off-plan.ts';
import { writeDay } from './write-day.ts';

/** So many are scored in one transaction within two seconds: there is nothing to share or to lose. */
const AT_ONCE = 5000;
/** Of more, so many are in memory at once, and so many are scored again when a process dies. */
const RANGE_ACCOUNTS = 1000;
const BUSY_POLL_MS = 150;
const BUSY_MS = 60_000;

/**
 * Scores the accounts of a day and appends what is new: a first run writes every account, a later one only those
 * whose inputs changed, as the next revision. A day of many accounts is made in ranges: whoever calls this while it is
 * made by the same rules helps with it. Of fewer accounts, or by other rules, it is made by one process at a time; the
 * others wait and find it done.
 * @throws AppError `invalid` for a day in the future, `not_found` for an unknown account id, `conflict` when another
 * process holds the day for over a minute.
 */
export async function snapshotScores({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: SnapshotInput;
}): Promise<SnapshotOutcome> {
  const { accountIds, rangeAccounts, rebuild = false } = input;
  const sizes = { atOnce: rangeAccounts ?? AT_ONCE, range: rangeAccounts ?? RANGE_ACCOUNTS };
  const today = localDayOf(ctx.now(), ctx.timeZone);
  const day = input.day ?? today;
  if (day > today) {
    throw new AppError('invalid', `The day ${day} has not begun in ${ctx.timeZone}. Name ${today} or an earlier day.`);
  }
  const accountNos = accountIds && (await accountNosOf(ctx, accountIds));
  if (accountNos === undefined && day === today) await refreshEligibility({ ctx });
  for (let waited = 0; waited < BUSY_MS; waited += BUSY_POLL_MS) {
    const begun = await inTransaction(ctx.db, async (tx) => {
      const held = { ...ctx, db: tx };
      await holdDay(held, day);
      const planned = accountNos === undefined ? await planDay(held, { day, rebuild, sizes }) : 'small';
      return planned === 'small' ? writeDay(held, { ...input, day, accountNos }) : planned;
    });
    if (begun === 'busy') {
      await pause(BUSY_POLL_MS);
      continue;
    }
    const outcome = 'plan' in begun ? await workOffPlan(ctx, begun.plan, { ...input, facts: begun.facts }) : begun;
    // Null: the plan was thrown away meanwhile, so the day is begun again.
    if (outcome !== null) return outcome;
  }
  throw new AppError('conflict', `Another process has been making the snapshot of ${day} for over a minute.`);
}
