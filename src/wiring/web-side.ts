import type { Context } from '../app/context.ts';
import { createKeyVerifier } from '../app/keys/verify-api-key.ts';
import type { PublishingPlace } from '../app/publishing/publishing-place.ts';
import type { Reading } from '../app/reading.ts';
import { recordSignals } from '../app/record/record-signals.ts';
import { rehearseSignals } from '../app/record/rehearse-signals.ts';
import type { Readiness } from '../http/readiness.ts';
import type { HttpServerOptions } from '../http/server.ts';
import { createWeb } from '../http/web.ts';
import { microBatch } from '../ingest/micro-batch.ts';
import { ingestRoutes } from '../ingest/routes.ts';
import { createTextStreams } from '../lib/text-streams.ts';
import { type ContextParts, contextOf } from './context.ts';
import { createDashboards } from './dashboard-side.ts';
import type { MetricsSide } from './metrics/create-metrics.ts';
import { lagOf, measuredRecord } from './metrics/measured-record.ts';
import type { Pools } from './pools.ts';
import { createReaders } from './readers-side.ts';
import { NOT_SERVED, type Role } from './role.ts';
import type { SlackSide } from './slack-side.ts';

export interface WebParts {
  readonly role: Role;
  readonly pools: Pools;
  readonly readiness: Readiness;
  readonly metrics: MetricsSide;
  readonly slack: SlackSide | null;
  /** Where dashboards are published. */
  readonly place: PublishingPlace;
  /** Where reports are read. */
  readonly reading: Reading;
}

/** What the process answers over HTTP: everything, or, where it only runs jobs, how it is doing. */
export function createWebSide(
  parts: ContextParts,
  { metrics, place, pools, readiness, reading, role, slack }: WebParts,
): Pick<HttpServerOptions, 'direct' | 'slack' | 'web'> {
  const about = { log: parts.log, readiness, metrics: metrics.text, role };
  if (role === 'jobs') return { web: createWeb({ ...about, nothing: NOT_SERVED }), slack: null };
  const streams = createTextStreams({ most: 2, longestMs: 120_000 });
  const web = createWeb({ ...about, mounts: createReaders(parts, pools.readers, streams, reading) });
  const dashboards = createDashboards(
    parts,
    place,
    { pool: pools.readers, reading },
    streams,
    slack?.people.readerOf ?? null,
  );
  if (dashboards !== null) web.route('/p', dashboards);
  return {
    slack: slack?.requestListener ?? null,
    direct: ingestOf(parts, contextOf(parts, pools.ingest), metrics),
    web,
  };
}

function ingestOf({ config, log, settings }: ContextParts, ctx: Context, metrics: MetricsSide) {
  return ingestRoutes({
    record: microBatch(
      measuredRecord(metrics, (source, signals, delivery) =>
        recordSignals({ ctx, input: { source, signals, delivery } }),
      ),
    ),
    rehearse: (source, signals, delivery) => rehearseSignals({ ctx, input: { source, signals, delivery } }),
    keys: createKeyVerifier({ ctx, input: { kind: 'ingest' } }),
    secrets: config.webhookSecrets,
    seatPrices: config.stripeSeatPrices,
    currency: config.reportingCurrency,
    sources: settings.sources,
    publicUrl: config.publicUrl,
    onTaken: (source, summary, signals) => metrics.ingested(source, summary, lagOf(signals, Date.now())),
    now: ctx.now,
    log,
  });
}
