import type { Day } from '../../domain/day.ts';
import type { DmLines } from '../../domain/dm-lines.ts';
import { listDmReaders } from '../../store/preferences.ts';
import type { Context } from '../context.ts';
import { openDigest } from './compose-digest.ts';
import type { DigestFilter, DigestReport } from './digest-report.ts';

export interface OwnDigest {
  readonly slackUserId: string;
  /** IANA zone at whose hour it is to come; null: the team's. */
  readonly timeZone: string | null;
  /** About their own accounts, of those they chose, and what was handed on to them; null: there is none. */
  readonly report: DigestReport | null;
}

const LINES: Readonly<Record<DmLines, DigestFilter>> = {
  all: {},
  low_bands: { bands: ['CRITICAL', 'WARN'] },
  renewals: { renewsWithinDays: 90 },
};

/** The digest of each person who wants their accounts by direct message. */
export async function ownDigests({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly day: Day; readonly before?: Day | undefined };
}): Promise<OwnDigest[]> {
  const readers = await listDmReaders(ctx.db);
  if (readers.length === 0) return [];
  const reportOf = await openDigest({ ctx, input });
  const digests: OwnDigest[] = [];
  for (const { dmLines, slackUserId, timeZone } of readers) {
    const report = await reportOf({ owner: slackUserId, handedTo: slackUserId, ...LINES[dmLines] });
    digests.push({ slackUserId, timeZone, report: isAboutAny(report) ? report : null });
  }
  return digests;
}

function isAboutAny({ fresh, open, quiet, recovered, snoozed }: DigestReport): boolean {
  return fresh.length + open.length + recovered.length + snoozed + quiet > 0;
}
