import { addDays, type Day } from '../../domain/day.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { loadRun, loadSnapshotDays } from '../../store/snapshots.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { rulesOf } from '../definition/day-rules.ts';
import type { SnapshotOutcome } from './snapshot-outcome.ts';
import { snapshotScores } from './snapshot-scores.ts';

/** Signals that are up to this late still change the days they belong to. */
const WINDOW_DAYS = 3;
const FIRST_DAY = '0001-01-01';

/**
 * The nightly snapshot: scores the three days before `day` again, oldest first, then `day` itself. What arrived late
 * makes the next revision of its day; a day without any stays as it is, and one that was missed is made up for. A day is
 * scored by the rules that it was scored by: a new definition begins with the day on which it is put in force.
 */
export async function snapshotWindow({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly day?: Day | undefined };
}): Promise<SnapshotOutcome[]> {
  const day = input.day ?? localDayOf(ctx.now(), ctx.timeZone);
  const [first] = await loadSnapshotDays(ctx.db, FIRST_DAY, day);
  const outcomes: SnapshotOutcome[] = [];
  for (let back = WINDOW_DAYS; back > 0; back -= 1) {
    const past = addDays(day, -back);
    // Before the first snapshot there is nothing to correct.
    if (first === undefined || past < first) continue;
    const then = await contextOfDay(ctx, past);
    if (then !== null) outcomes.push(await snapshotScores({ ctx: then, input: { day: past } }));
  }
  outcomes.push(await snapshotScores({ ctx, input: { day } }));
  return outcomes;
}

/** Null: people's activity is counted by another rule now, so the day cannot be scored again as it was. */
async function contextOfDay(ctx: Context, day: Day): Promise<Context | null> {
  const run = await loadRun(ctx.db, day);
  const rules = run && (await rulesOf(ctx.db, run.definition_hash));
  if (rules === null || canonicalJson(rules.active) !== canonicalJson(ctx.active)) return null;
  return { ...ctx, ...rules };
}
