import { AppError } from '../../lib/errors.ts';
import { inTransaction } from '../../store/db.ts';
import { savePreferences } from '../../store/preferences.ts';
import { audit } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import type { PreferencesReport } from './preferences.ts';

const SLACK_USER = /^[UW][A-Z0-9]{2,20}$/;

/**
 * Keeps what a person chose for themselves; saying the same again changes nothing.
 * @throws AppError `invalid` for something that is not the id of a Slack user.
 */
export async function setPreferences({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly slackUserId: string; readonly dmDigest: boolean };
}): Promise<PreferencesReport> {
  const { dmDigest, slackUserId } = input;
  if (!SLACK_USER.test(slackUserId)) {
    throw new AppError('invalid', 'slackUserId must be the id of a Slack user such as U0123456789.');
  }
  await inTransaction(ctx.db, async (tx) => {
    if (!(await savePreferences(tx, input, ctx.now()))) return;
    const detail = { dm_digest: dmDigest };
    await audit({ ctx: { ...ctx, db: tx }, input: { actor: slackUserId, action: 'set_preferences', detail } });
  });
  return { dmDigest };
}
