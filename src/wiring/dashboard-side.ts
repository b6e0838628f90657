import type { Pool } from 'pg';
import { type PublisherRights, rememberedRights } from '../app/publishing/publisher-rights.ts';
import type { PublishingPlace } from '../app/publishing/publishing-place.ts';
import type { Reading } from '../app/reading.ts';
import { dashboardRoutes } from '../dashboard/routes.ts';
import { PAGE_ASSETS, shownBy } from '../dashboard/shown.ts';
import { noteFailure } from '../http/failure.ts';
import type { TextStreams } from '../lib/text-streams.ts';
import { type ContextParts, contextOf } from './context.ts';
import { explainUnavailable } from './explain-unavailable.ts';

/** Everything under `/p`; null where nothing is published, so that there is nothing at those addresses. */
export function createDashboards(
  parts: ContextParts,
  place: PublishingPlace,
  { pool, reading }: { readonly pool: Pool; readonly reading: Reading },
  streams: TextStreams,
  readerOf: PublisherRights | null,
): ReturnType<typeof dashboardRoutes> | null {
  if ('off' in place) return null;
  const ctx = contextOf(parts, pool);
  const explained = explainUnavailable(parts.log);
  const { csv, json, page } = shownBy(ctx, reading);
  const { corsOrigins, proxies } = parts.settings.publishing;
  return dashboardRoutes({
    ctx,
    shown: { page: explained(page), json: explained(json), csv: explained(csv) },
    rights: readerOf && rememberedRights(readerOf, ctx.now),
    streams,
    onFailure: (error, path) => noteFailure(parts.log, error, { method: 'GET', path }),
    assets: PAGE_ASSETS,
    https: place.origin.startsWith('https:'),
    corsOrigins,
    proxies,
  });
}
