import { findPreferences } from '../../store/preferences.ts';
import type { Context } from '../context.ts';

/** What a person chose for themselves. */
export interface PreferencesReport {
  /** Their own accounts by direct message on the days of the digest. */
  readonly dmDigest: boolean;
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
  return { dmDigest: found?.dmDigest ?? false };
}
