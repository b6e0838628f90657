import { ACTIVE_DEFAULTS } from '../../domain/active/definition.ts';
import { loadActiveDefinition } from '../../store/definitions.ts';
import { loadRun } from '../../store/snapshots.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';

/**
 * Logs one line when who and what counts as activity differs from the newest snapshot: its numbers and the next ones
 * cannot be compared. History keeps what each snapshot was made by.
 */
export async function noteRuleChange({ ctx }: { readonly ctx: Context }): Promise<void> {
  const run = await loadRun(ctx.db, null);
  if (run === null) return;
  const before = (await loadActiveDefinition(ctx.db, run.definition_hash)) ?? ACTIVE_DEFAULTS;
  if (canonicalJson(before) === canonicalJson(ctx.active)) return;
  ctx.log.warn(
    { snapshot: run.day, before: before.rule, now: ctx.active.rule },
    'the active-user settings differ from those of the newest snapshot: the next one is marked as a change of definition',
  );
}
