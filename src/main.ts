import type { Context } from './app/context.ts';
import { noteRuleChange } from './app/definition/note-rule-change.ts';
import { refreshEligibility } from './app/definition/refresh-eligibility.ts';
import type { Publisher } from './app/delivery/publisher.ts';
import { createKeyVerifier } from './app/keys/verify-api-key.ts';
import { type PublishingPlace, publishingPlace } from './app/publishing/publishing-place.ts';
import { recordSignals } from './app/record/record-signals.ts';
import { rehearseSignals } from './app/record/rehearse-signals.ts';
import { createReadiness } from './http/readiness.ts';
import { startHttpServer } from './http/server.ts';
import { createWeb } from './http/web.ts';
import { microBatch } from './ingest/micro-batch.ts';
import { ingestRoutes } from './ingest/routes.ts';
import type { Scheduler } from './jobs/scheduler.ts';
import { createTextStreams } from './lib/text-streams.ts';
import { saveFxRates } from './store/fx-rates.ts';
import { type ContextParts, contextOf } from './wiring/context.ts';
import { createDashboards } from './wiring/dashboard-side.ts';
import { watchDatabase } from './wiring/database-watch.ts';
import { type StopOptions, stopGracefully } from './wiring/graceful-stop.ts';
import { startJobs } from './wiring/jobs-side.ts';
import { createMetrics } from './wiring/metrics/create-metrics.ts';
import { lagOf, measuredRecord } from './wiring/metrics/measured-record.ts';
import { openPools } from './wiring/pools.ts';
import { createReaders } from './wiring/readers-side.ts';
import { createSlackSide } from './wiring/slack-side.ts';

export interface AppOptions extends ContextParts {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  readonly mayMigrate: boolean;
  /** False: nothing runs by itself; whoever starts the app calls the use cases. */
  readonly withJobs: boolean;
  /** Where dashboards are published, where that is not what settings and PUBLIC_URL say. */
  readonly place?: PublishingPlace;
}

export interface RunningApp {
  readonly port: number;
  /** For what nobody waits for. */
  readonly ctx: Context;
  /** null without Slack. */
  readonly publisher: Publisher | null;
  /** Resolves when the database is there and its schema is this version's. */
  readonly ready: Promise<void>;
  /** No new work; running requests, answers and jobs get the time to finish, or are given back. */
  stop(deadlineMs: number, more?: Pick<StopOptions, 'drainMs'>): Promise<void>;
}

/**
 * Builds the product out of its parts and starts it. The HTTP server answers at once; what needs the database says
 * so until the database is there.
 * @throws the listen error when the port is taken.
 */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { config, log, settings } = options;
  const { place = publishingPlace(settings.publishing.enabled, config.publicUrl) } = options;
  const pools = openPools(options.databaseUrl, log);
  const ingest = contextOf(options, pools.ingest);
  const interactive = contextOf(options, pools.interactive);
  const readiness = createReadiness(
    async () => ({ ...(await database.checks()), ...(slack && { slack: slack.check() }) }),
    interactive.now,
  );
  const { end: _end, ...measuredPools } = pools;
  const metrics = createMetrics({ ctx: interactive, pools: measuredPools, readiness });
  const slack =
    config.slack &&
    (await createSlackSide({ config, settings, slack: config.slack, ctx: interactive, log, metrics, place }));
  const background = contextOf(options, pools.jobs);
  let scheduler: Scheduler | undefined;
  const streams = createTextStreams({ most: 2, longestMs: 120_000 });
  const mounts = createReaders(options, pools.readers, streams);
  const web = createWeb({ log, readiness, metrics: metrics.text, mounts });
  const dashboards = createDashboards(options, place, pools.readers, streams);
  if (dashboards !== null) web.route('/p', dashboards);
  const direct = ingestRoutes({
    record: microBatch(
      measuredRecord(metrics, (source, signals, delivery) =>
        recordSignals({ ctx: ingest, input: { source, signals, delivery } }),
      ),
    ),
    rehearse: (source, signals, delivery) => rehearseSignals({ ctx: ingest, input: { source, signals, delivery } }),
    keys: createKeyVerifier({ ctx: ingest, input: { kind: 'ingest' } }),
    secrets: config.webhookSecrets,
    seatPrices: config.stripeSeatPrices,
    currency: config.reportingCurrency,
    sources: settings.sources,
    publicUrl: config.publicUrl,
    onTaken: (source, summary, signals) => metrics.ingested(source, summary, lagOf(signals, Date.now())),
    now: ingest.now,
    log,
  });
  const { host, port } = options;
  const http = await startHttpServer({ host, port, slack: slack?.app.requestListener ?? null, direct, web, log });
  // Only now: a process whose port is taken must end, having touched nothing.
  const database = watchDatabase({
    url: options.databaseUrl,
    pool: pools.interactive,
    mayMigrate: options.mayMigrate,
    log,
    onReady: async () => {
      await saveFxRates(pools.jobs, config.reportingCurrency, settings.fx);
      await noteRuleChange({ ctx: background });
      await refreshEligibility({ ctx: background });
      if (options.withJobs) scheduler = startJobs(options, background, slack, contextOf(options, pools.reads), metrics);
    },
  });
  await slack?.app.start();
  return {
    port: http.port,
    ctx: background,
    publisher: slack?.publisher ?? null,
    ready: database.ready,
    stop: (deadlineMs, more = {}) =>
      stopGracefully(
        { readiness, http, database, scheduler, slack: slack?.app ?? null, pools },
        { deadlineMs, ...more },
      ),
  };
}
