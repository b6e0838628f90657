import { formatTenths } from '../../domain/decimal.ts';
import { endOverrideRow, loadOverrides } from '../../store/score-overrides.ts';
import { audit } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import { judge } from './judge.ts';
import { overrideCounts } from './refs.ts';
import { rescoreToday } from './rescore-today.ts';
import type { JudgementOutcome } from './set-override.ts';

/**
 * Ends the override in force before its last day: from today on the rules decide again. `unchanged` without one.
 * @throws AppError `not_found` for an unknown account.
 */
export async function endOverride({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string; readonly actor: string };
}): Promise<JudgementOutcome> {
  const { accountId, actor } = input;
  return judge(ctx, accountId, async (judged) => {
    const { ctx: inner, entry, moment } = judged;
    const [newest] = await loadOverrides(inner.db, entry.accountNo, 1);
    if (!newest || !overrideCounts(newest, moment.day)) return { state: 'unchanged', shown: true };
    await endOverrideRow(inner.db, { accountNo: entry.accountNo, id: newest.id }, { ...moment, by: actor });
    const detail = { kind: newest.kind, points: formatTenths(newest.tenths), expires_on: newest.expires_on };
    await audit({ ctx: inner, input: { actor, action: 'override_ended', accountId, detail } });
    return { state: 'changed', shown: await rescoreToday(judged) };
  });
}
