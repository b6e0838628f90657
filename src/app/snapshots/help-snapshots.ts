import { inTransaction } from '../../store/db.ts';
import { loadOpenPlans } from '../../store/snapshot-plans.ts';
import type { Context } from '../context.ts';
import { rulesOf } from '../definition/day-rules.ts';
import { holdDay } from './hold-day.ts';
import { dropAbandoned, frameHash } from './plan-day.ts';
import { workOffPlan } from './work-off-plan.ts';

/**
 * Makes ranges of snapshots that were begun, in any process, each by the rules it was begun by; those whose processes
 * are gone are finished. One that cannot be gone on with from here, because this process has another version, currency
 * or zone, is thrown away when nobody else works at it. How many were seen through to their end.
 */
export async function helpSnapshots({
  ctx,
  input: { stop },
}: {
  readonly ctx: Context;
  readonly input: { readonly stop?: AbortSignal | undefined };
}): Promise<number> {
  let ended = 0;
  for (const plan of await loadOpenPlans(ctx.db)) {
    const rules = await rulesOf(ctx.db, plan.definition_hash);
    const own = rules && { ...ctx, ...rules };
    if (own !== null && frameHash(own, plan) === plan.frame_hash) {
      if ((await workOffPlan(own, plan, { stop })) !== null) ended += 1;
    } else {
      await inTransaction(ctx.db, async (tx) => {
        const held = { ...ctx, db: tx };
        await holdDay(held, plan.day);
        await dropAbandoned(held, plan.day);
      });
    }
  }
  return ended;
}
