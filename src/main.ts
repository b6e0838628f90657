import type { Context } from './app/context.ts';
import { noteRuleChange } from './app/definition/note-rule-change.ts';
import { refreshEligibility } from './app/definition/refresh-eligibility.ts';
import type { Publisher } from './app/delivery/publisher.ts';
import { type PublishingPlace, publishingPlace } from './app/publishing/publishing-place.ts';
import type { SlackConfig } from './config.ts';
import { createReadiness } from './http/readiness.ts';
import { startHttpServer } from './http/server.ts';
import type { Scheduler } from './jobs/scheduler.ts';
import { saveFxRates } from './store/fx-rates.ts';
import { type ContextParts, contextOf } from './wiring/context.ts';
import { watchDatabase } from './wiring/database-watch.ts';
import { type StopOptions, stopGracefully } from './wiring/graceful-stop.ts';
import { startJobs, teamJobs } from './wiring/jobs-side.ts';
import { createMetrics, type MetricsSide } from './wiring/metrics/create-metrics.ts';
import { openPools } from './wiring/pools.ts';
import { createPostingSide } from './wiring/posting-side.ts';
import { createReplicaSide, type ReplicaSide } from './wiring/replica/replica-side.ts';
import type { Role } from './wiring/role.ts';
import { createSlackSide, type SlackSide } from './wiring/slack-side.ts';
import { createWebSide } from './wiring/web-side.ts';

export interface AppOptions extends ContextParts {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  readonly mayMigrate: boolean;
  /** `web`: nothing runs by itself, unless other processes do it. */
  readonly role: Role;
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
  const { config, log, role, settings } = options;
  const { place = publishingPlace(settings.publishing.enabled, config.publicUrl) } = options;
  // Jobs read nothing from a replica: what they write next rests on it.
  const pools = openPools(options.databaseUrl, role === 'jobs' ? null : config.databaseReadUrl, log);
  const interactive = contextOf(options, pools.interactive);
  const replica = createReplicaSide(pools, log, interactive.now);
  const readiness = createReadiness(
    async () => ({
      ...(await database.checks()),
      ...(replica.watch && { replica: await replica.watch.check() }),
      ...(slack && { slack: slack.check() }),
    }),
    interactive.now,
  );
  const metrics = createMetrics({ ctx: interactive, pools: pools.named, readiness, role, replica: replica.watch });
  const slack = config.slack && (await slackOf(options, config.slack, { ctx: interactive, metrics, place, replica }));
  const background = contextOf(options, pools.jobs);
  let scheduler: Scheduler | undefined;
  const served = createWebSide(options, {
    role,
    pools,
    readiness,
    metrics,
    slack,
    place,
    reading: replica.readingMuch,
  });
  const { host, port } = options;
  const http = await startHttpServer({ host, port, ...served, log });
  // Only now: a process whose port is taken must end, having touched nothing.
  const database = watchDatabase({
    url: options.databaseUrl,
    pool: pools.interactive,
    mayMigrate: options.mayMigrate,
    log,
    onReady: async () => {
      // So that the log says early whether it is used.
      void replica.watch?.verdict();
      await saveFxRates(pools.jobs, config.reportingCurrency, settings.fx);
      await noteRuleChange({ ctx: background });
      await refreshEligibility({ ctx: background });
      if (role === 'web') metrics.watchJobs(teamJobs(options, slack?.publisher ?? null, slack?.people).daily);
      else scheduler = startJobs(options, background, slack, contextOf(options, pools.reads), metrics);
    },
  });
  await slack?.start();
  return {
    port: http.port,
    ctx: background,
    publisher: slack?.publisher ?? null,
    ready: database.ready,
    stop: (deadlineMs, more = {}) =>
      stopGracefully({ readiness, http, database, scheduler, slack, pools }, { deadlineMs, ...more }),
  };
}

/** Slack as the role needs it: whoever only runs jobs posts, and takes nothing. */
function slackOf(
  { config, log, role, settings }: AppOptions,
  slack: SlackConfig,
  answering: {
    readonly ctx: Context;
    readonly metrics: MetricsSide;
    readonly place: PublishingPlace;
    readonly replica: ReplicaSide;
  },
): SlackSide | Promise<SlackSide> {
  return role === 'jobs'
    ? createPostingSide({ config, settings, slack, log, metrics: answering.metrics })
    : createSlackSide({ config, settings, slack, log, ...answering });
}
