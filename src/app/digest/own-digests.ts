import type { Day } from '../../domain/day.ts';
import { listDmReaders } from '../../store/preferences.ts';
import type { Context } from '../context.ts';
import type { DigestReport } from '../reports.ts';
import { openDigest } from './compose-digest.ts';

export interface OwnDigest {
  readonly slackUserId: string;
  /** About this person's own accounts alone; null: they own none. */
  readonly report: DigestReport | null;
}

/** The digest of each person who wants their accounts by direct message. */
export async function ownDigests({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly day: Day };
}): Promise<OwnDigest[]> {
  const readers = await listDmReaders(ctx.db);
  if (readers.length === 0) return [];
  const reportOf = await openDigest({ ctx, input });
  const digests: OwnDigest[] = [];
  for (const slackUserId of readers) {
    const report = await reportOf({ owner: slackUserId });
    digests.push({ slackUserId, report: isAboutAny(report) ? report : null });
  }
  return digests;
}

function isAboutAny({ fresh, open, quiet, recovered, snoozed }: DigestReport): boolean {
  return fresh.length + open.length + recovered.length + snoozed + quiet > 0;
}
