import type { DmLines } from '../../domain/dm-lines.ts';
import { findPreferences } from '../../store/preferences.ts';
import type { Context } from '../context.ts';

/** What a person chose for themselves. */
export interface PreferencesReport {
  /** Their own accounts by direct message on the days of the digest. */
  readonly dmDigest: boolean;
  /** Which of their accounts it is about. */
  readonly dmLines: DmLines;
  /** IANA zone at whose hour it comes; null: the team's. */
  readonly timeZone: string | null;
  readonly teamTimeZone: string;
}

/** A person's own choices; the defaults while they made none. */
export async function preferences({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly slackUserId: string };
}): Promise<PreferencesReport> {
  const found = await findPreferences(ctx.db, input.slackUserId);
  const { dmDigest = false, dmLines = 'all', timeZone = null } = found ?? {};
  return { dmDigest, dmLines, timeZone, teamTimeZone: ctx.timeZone };
}
