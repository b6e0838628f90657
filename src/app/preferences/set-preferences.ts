import { DM_LINES } from '../../domain/dm-lines.ts';
import { AppError } from '../../lib/errors.ts';
import { isTimeZone } from '../../lib/local-time.ts';
import { inTransaction } from '../../store/db.ts';
import { type PreferencesChange, savePreferences } from '../../store/preferences.ts';
import { audit } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import { type PreferencesReport, preferences } from './preferences.ts';

const SLACK_USER = /^[UW][A-Z0-9]{2,20}$/;
const LONGEST_ZONE = 64;

/**
 * Keeps what a person chose for themselves; what is left out stays. Saying the same again changes nothing.
 * @throws AppError `invalid` for something that is not the id of a Slack user, or no choice there is.
 */
export async function setPreferences({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly slackUserId: string } & PreferencesChange;
}): Promise<PreferencesReport> {
  const { slackUserId, ...change } = input;
  check(slackUserId, change);
  return inTransaction(ctx.db, async (tx) => {
    const inside: Context = { ...ctx, db: tx };
    if (await savePreferences(tx, slackUserId, change, ctx.now())) {
      const detail = {
        ...(change.dmDigest === undefined ? {} : { dm_digest: change.dmDigest }),
        ...(change.dmLines === undefined ? {} : { dm_lines: change.dmLines }),
        ...(change.timeZone === undefined ? {} : { time_zone: change.timeZone }),
      };
      await audit({ ctx: inside, input: { actor: slackUserId, action: 'set_preferences', detail } });
    }
    return preferences({ ctx: inside, input: { slackUserId } });
  });
}

function check(slackUserId: string, { dmLines, timeZone }: PreferencesChange): void {
  if (!SLACK_USER.test(slackUserId)) {
    throw new AppError('invalid', 'slackUserId must be the id of a Slack user such as U0123456789.');
  }
  if (dmLines !== undefined && !DM_LINES.includes(dmLines)) {
    throw new AppError('invalid', `dmLines must be one of ${DM_LINES.join(', ')}.`);
  }
  if (timeZone != null && (timeZone.length > LONGEST_ZONE || !isTimeZone(timeZone))) {
    throw new AppError('invalid', 'timeZone must be an IANA zone such as Europe/Berlin, or null for that of the team.');
  }
}
