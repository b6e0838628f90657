import type { Context } from '../app/context.ts';
import type { OutgoingMessage, Publisher } from '../app/delivery/publisher.ts';
import { tellUndeliverable } from '../app/delivery/tell-undeliverable.ts';
import { composeDigest } from '../app/digest/compose-digest.ts';
import { hasNews } from '../app/digest/digest-news.ts';
import type { DigestPlan } from '../app/digest/digest-plan.ts';
import type { DigestReport } from '../app/digest/digest-report.ts';
import { ownDigests } from '../app/digest/own-digests.ts';
import { updateEpisodes } from '../app/episodes/update-episodes.ts';
import { watchSources } from '../app/freshness/watch-sources.ts';
import { checkOwners } from '../app/owners/check-owners.ts';
import { handOver } from '../app/owners/hand-over.ts';
import type { OwnerDirectory } from '../app/owners/owner-directory.ts';
import { applyRetention } from '../app/retention/apply-retention.ts';
import { composeRollup } from '../app/rollup/compose-rollup.ts';
import { reconcileSeats } from '../app/seats/reconcile-seats.ts';
import { helpSnapshots } from '../app/snapshots/help-snapshots.ts';
import { snapshotScores } from '../app/snapshots/snapshot-scores.ts';
import { snapshotWindow } from '../app/snapshots/snapshot-window.ts';
import type { Config } from '../config.ts';
import type { DeliveryOptions } from '../jobs/delivery-options.ts';
import type { Jobs, TickJob } from '../jobs/job.ts';
import { createJobs } from '../jobs/jobs/index.ts';
import type { Reader } from '../jobs/jobs/owner-digests.ts';
import { sqlJob } from '../jobs/jobs/sql.ts';
import { type Scheduler, startScheduler } from '../jobs/scheduler.ts';
import { type Metrics, NO_METRICS } from '../lib/metrics.ts';
import { runnerName } from '../lib/runner-name.ts';
import type { Settings } from '../settings.ts';
import { undeliverableMessage } from '../slack/messages/deliveries.ts';
import { digestMessage } from '../slack/messages/digest.ts';
import { heartbeatMessage } from '../slack/messages/digest-heartbeat.ts';
import { digestThread } from '../slack/messages/digest-owners.ts';
import { handoverMessage, leaverMessage } from '../slack/messages/handover.ts';
import { rollupMessage } from '../slack/messages/rollup.ts';
import { digestPlans } from './digest-plans.ts';
import type { MetricsSide } from './metrics/create-metrics.ts';
import { sqlJobSources } from './sql-side.ts';

/** What a digest needs to know about people. */
export interface People {
  /** Slack user id of who stands in for owners that cannot be told; null: nobody. */
  readonly fallbackOwner: string | null;
  readonly readerOf: (slackUserId: string) => Promise<Reader>;
  /** Looks up owners; null: nobody can be looked up. */
  readonly directory: OwnerDirectory | null;
}

/** Nobody is known to have left. */
const WITHOUT_SLACK: People = { fallbackOwner: null, readerOf: async () => ({ kind: 'unknown' }), directory: null };

/** What a digest is made of, beside where and when it goes. */
export function digestParts(config: Config, people: People = WITHOUT_SLACK) {
  // Not everybody in a channel can be asked for their groups: with money restricted, the digest shows none.
  const money = config.moneyUsergroups.length === 0;
  return {
    composeDigest,
    snapshotScores,
    updateEpisodes,
    watchSources,
    renderDigest: (report: DigestReport): OutgoingMessage => rendered(report, { money }),
    renderDetails: async (report: DigestReport): Promise<readonly OutgoingMessage[]> => {
      if (!hasNews(report)) return [];
      const { fallbackOwner } = people;
      return digestThread(report, { money, fallbackOwner, away: await awayOwners(report, people) });
    },
  };
}

/** The channel's message names people; who is to act is notified in its thread. */
function rendered(report: DigestReport, viewer: { readonly money: boolean; readonly own?: boolean }): OutgoingMessage {
  const render = hasNews(report) ? digestMessage : heartbeatMessage;
  return render(report, { ...viewer, mentions: false });
}

/** Owners of the report's accounts who may not ask any more. */
async function awayOwners({ fresh, open, recovered }: DigestReport, people: People): Promise<ReadonlySet<string>> {
  const owners = [...fresh, ...open, ...recovered].flatMap(({ standing }) => standing.account.owner?.slackUserId ?? []);
  const away = new Set<string>();
  for (const id of new Set(owners)) if ((await people.readerOf(id)).kind === 'refused') away.add(id);
  return away;
}

/** The nightly work and, where Slack and channels are configured, what is posted and its delivery. */
export function teamJobs(
  { config, settings }: { readonly config: Config; readonly settings: Settings },
  publisher: Publisher | null,
  people: People = WITHOUT_SLACK,
  sql: TickJob | null = null,
  metrics: Metrics = NO_METRICS,
): Jobs {
  const { digestAt: at, digestDays: days, moneyUsergroups, timeZone } = config;
  const plans = digestPlans(config, settings);
  const parts = digestParts(config, people);
  return createJobs({
    timeZone,
    reconcileSeats,
    snapshotScores,
    snapshotWindow,
    updateEpisodes,
    watchSources,
    helpSnapshots,
    applyRetention,
    digests: plans.flatMap((plan) => digestOf(plan, parts)),
    rollups: plans.flatMap((plan) => rollupOf(plan, moneyUsergroups.length === 0)),
    ownerDigests:
      config.slack === null
        ? null
        : {
            at,
            days,
            ownDigests,
            readerOf: people.readerOf,
            renderOwn: ({ filter: _own, ...report }, { money }) => rendered(report, { money, own: true }),
          },
    owners: ownersOf(people, { at, days }),
    sql,
    delivery: publisher === null ? null : { publisher, notifyOwner: tellingOf(people), metrics },
  });
}

/** Who stands in hears of what cannot be delivered. */
function tellingOf({ fallbackOwner: to }: People): DeliveryOptions['notifyOwner'] {
  return ({ ctx, report }) => tellUndeliverable({ ctx, input: { report, to, render: undeliverableMessage } });
}

/** Finding owners in Slack and handing accounts over, where Slack can be asked. */
function ownersOf(
  { directory, fallbackOwner, readerOf }: People,
  when: { readonly at: string; readonly days: readonly number[] },
): Parameters<typeof createJobs>[0]['owners'] {
  if (directory === null) return null;
  return {
    ...when,
    checkOwners: ({ ctx }) => checkOwners({ ctx, input: { directory, fallbackOwner, renderLeaver: leaverMessage } }),
    handOver: ({ ctx }) => handOver({ ctx, input: { fallbackOwner, readerOf, render: handoverMessage } }),
  };
}

function digestOf({ at, channel, days, empty, filter, name, zone }: DigestPlan, parts: ReturnType<typeof digestParts>) {
  return channel === null ? [] : [{ ...parts, at, days, channel, name, filter, empty, timeZone: zone }];
}

/** The week's rollup of a digest with where and when it goes; none where no channel is configured. */
export function rollupOf({ at, filter, name, rollup, zone }: DigestPlan, money: boolean) {
  if (rollup?.channel == null) return [];
  const { channel, days } = rollup;
  const renderRollup = (report: Parameters<typeof rollupMessage>[0]) => rollupMessage(report, { money });
  return [{ at, channel, composeRollup, days, filter, name, renderRollup, timeZone: zone }];
}

/**
 * Starts the team's jobs.
 * @param reading for reads of the team's own databases, which take hours: on connections that no digest waits for
 */
export function startJobs(
  parts: { readonly config: Config; readonly settings: Settings },
  ctx: Context,
  slack: { readonly publisher: Publisher; readonly people: People } | null,
  reading: Context = ctx,
  metrics: MetricsSide | null = null,
): Scheduler {
  const sql = sqlJob(sqlJobSources(parts.config, parts.settings.sources.sql));
  const reads: TickJob = { name: sql.job.name, run: () => sql.job.run({ ctx: reading }) };
  const jobs = teamJobs(parts, slack?.publisher ?? null, slack?.people, reads, metrics ?? NO_METRICS);
  metrics?.watchJobs(jobs.daily);
  const scheduler = startScheduler({ ctx, runner: runnerName(), jobs, metrics: metrics ?? NO_METRICS });
  return {
    stop: async (deadlineMs) => {
      const ended = await Promise.all([scheduler.stop(deadlineMs), sql.stop(deadlineMs)]);
      return ended.every(Boolean);
    },
  };
}
