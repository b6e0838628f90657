import { listPublishedLinks } from '../../store/published-links.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import type { PublishedReport } from './published-report.ts';
import { toPublished } from './to-published.ts';

const MOST = 200;

/** Published dashboards, newest first, without their secrets. `publishedBy` null: of everybody. */
export async function listPublished({
  ctx,
  input,
}: {
  readonly ctx: Context;
  /** `publishedBy`: a Slack user id. */
  readonly input: { readonly publishedBy: string | null };
}): Promise<PublishedReport> {
  const rows = await listPublishedLinks(ctx.db, { ...input, most: MOST });
  const authors = await authorsOf(
    ctx,
    rows.map((row) => row.published_by),
  );
  const at = ctx.now();
  return { timeZone: ctx.timeZone, links: rows.map((row) => toPublished(row, authors, at)) };
}
