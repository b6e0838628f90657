import { hostname } from 'node:os';
import { composeDigest } from '../app/compose-digest.ts';
import type { Context } from '../app/context.ts';
import { updateEpisodes } from '../app/episodes/update-episodes.ts';
import type { OutgoingMessage, Publisher } from '../app/publisher.ts';
import { reconcileSeats } from '../app/reconcile-seats.ts';
import type { DigestReport } from '../app/reports.ts';
import { snapshotScores } from '../app/snapshot-scores.ts';
import { snapshotWindow } from '../app/snapshot-window.ts';
import { watchSources } from '../app/watch-sources.ts';
import type { Config } from '../config.ts';
import type { Jobs } from '../jobs/job.ts';
import { createJobs } from '../jobs/jobs/index.ts';
import { type Scheduler, startScheduler } from '../jobs/scheduler.ts';
import { digestMessage } from '../slack/messages/digest.ts';

/** What a digest is made of, beside where and when it goes. */
export function digestParts(config: Config) {
  return { composeDigest, snapshotScores, updateEpisodes, watchSources, renderDigest: digestRenderer(config) };
}

/** The nightly snapshot and, where Slack and a channel are configured, the digest and its delivery. */
export function teamJobs(config: Config, publisher: Publisher | null): Jobs {
  const { digestAt: at, digestDays: days, pulseChannel: channel, timeZone } = config;
  const parts = digestParts(config);
  return createJobs({
    timeZone,
    reconcileSeats,
    snapshotScores,
    snapshotWindow,
    updateEpisodes,
    watchSources,
    digest: channel === null ? null : { ...parts, at, days, channel },
    delivery: publisher === null ? null : { publisher },
  });
}

/** Starts the team's jobs. */
export function startJobs(config: Config, ctx: Context, publisher: Publisher | null): Scheduler {
  return startScheduler({ ctx, runner: `${hostname()}:${process.pid}`, jobs: teamJobs(config, publisher) });
}

/** Not everybody in a channel can be asked for their groups: with money restricted, the digest shows none. */
function digestRenderer(config: Config): (report: DigestReport) => OutgoingMessage {
  const money = config.moneyUsergroups.length === 0;
  return (report) => digestMessage(report, { money, mentions: true });
}
