import { Gauge, type Registry } from 'prom-client';
import type { Context } from '../../app/context.ts';
import { type SourceOverview, sourceOverview } from '../../app/freshness/source-overview.ts';
import type { DailyJob } from '../../jobs/job.ts';
import { type JobStanding, jobStandings } from '../../jobs/job-standing.ts';
import { messageOf } from '../../lib/errors.ts';
import { loadProblems, type StoredProblem } from '../../store/data-problems.ts';
import { loadOutboxStanding, type OutboxStanding } from '../../store/outbox-standing.ts';

interface Stored {
  readonly sources: readonly SourceOverview[];
  readonly problems: readonly StoredProblem[];
  readonly outbox: OutboxStanding;
  readonly jobs: readonly JobStanding[];
}

/** Shows what the database knows when it is called, the same in every process. One that is away leaves its numbers out. */
export function storedMetrics(
  registry: Registry,
  ctx: Pick<Context, 'db' | 'log' | 'now'>,
  jobs: () => readonly DailyJob[],
): () => Promise<void> {
  const gauge = gaugesOn(registry);
  const up = gauge('database_up', 'Whether the database answered when it was last asked.');
  const show = [...sourceGauges(gauge), ...workGauges(gauge)];
  return async () => {
    const stored = await load(ctx, jobs());
    up.set(stored === null ? 0 : 1);
    for (const one of show) one(stored);
  };
}

type MakeGauge = (name: string, help: string, label?: string) => Gauge;
type Show = (stored: Stored | null) => void;

function gaugesOn(registry: Registry): MakeGauge {
  return (name, help, label) =>
    new Gauge({
      name: `cs_pulse_${name}`,
      help,
      labelNames: label === undefined ? [] : [label],
      registers: [registry],
    });
}

/** Shows one number of each row; a null is left out. */
function eachRow<Row>(
  gauge: Gauge,
  rowsOf: (stored: Stored) => readonly Row[],
  sample: (row: Row) => { readonly labels: Record<string, string>; readonly value: number | null },
): Show {
  return (stored) => {
    gauge.reset();
    for (const row of stored === null ? [] : rowsOf(stored)) {
      const { labels, value } = sample(row);
      if (value !== null) gauge.set(labels, value);
    }
  };
}

function sourceGauges(gauge: MakeGauge): Show[] {
  const age = gauge(
    'source_last_event_age_seconds',
    'Since the newest signal of the source happened, of those that reached an account.',
    'source',
  );
  const waiting = gauge('source_unattributed_waiting', 'Signals that wait for their account.', 'source');
  const broken = gauge(
    'source_broken',
    'Whether the source looks broken, judged by its own hours and weekdays ("*": all activity together).',
    'source',
  );
  const sources = (stored: Stored) => stored.sources;
  return [
    eachRow(age, sources, ({ ageSeconds: value, source }) => ({ labels: { source }, value })),
    eachRow(waiting, sources, ({ source, waiting: value }) => ({ labels: { source }, value })),
    eachRow(broken, brokenOf, (row) => ({ labels: { source: row.source }, value: row.broken ? 1 : 0 })),
  ];
}

function brokenOf({ problems, sources }: Stored): readonly { readonly source: string; readonly broken: boolean }[] {
  const open = new Set(problems.filter(({ clearedAt }) => clearedAt === null).map(({ source }) => source));
  const names = new Set([...sources.map(({ source }) => source), ...open]);
  return [...names].map((source) => ({ source, broken: open.has(source) }));
}

function workGauges(gauge: MakeGauge): Show[] {
  const messages = gauge('outbox_messages', 'Messages that wait, and those of a week that Slack refused.', 'state');
  const oldest = gauge(
    'outbox_oldest_seconds',
    'For how long the message waits that waits longest, by state.',
    'state',
  );
  const overdue = gauge('job_overdue_seconds', 'Since a run was due that has not come about in any process.', 'job');
  const lastDone = gauge('job_last_done_timestamp_seconds', 'When a run was last done, in any process.', 'job');
  const states = ({ outbox }: Stored) => [
    { state: 'queued', value: outbox.queued },
    { state: 'failed', value: outbox.failed },
  ];
  const jobs = (stored: Stored) => stored.jobs;
  return [
    eachRow(messages, states, ({ state, value }) => ({ labels: { state }, value })),
    eachRow(
      oldest,
      ({ outbox }) => [outbox],
      ({ oldestSeconds: value }) => ({ labels: { state: 'queued' }, value }),
    ),
    eachRow(overdue, jobs, ({ job, overdueSeconds: value }) => ({ labels: { job }, value })),
    eachRow(lastDone, jobs, ({ job, lastDoneAt }) => ({
      labels: { job },
      value: lastDoneAt === null ? null : lastDoneAt.getTime() / 1000,
    })),
  ];
}

async function load(ctx: Pick<Context, 'db' | 'log' | 'now'>, jobs: readonly DailyJob[]): Promise<Stored | null> {
  try {
    return {
      sources: await sourceOverview({ ctx }),
      problems: await loadProblems(ctx.db, ctx.now()),
      outbox: await loadOutboxStanding(ctx.db),
      jobs: await jobStandings(ctx, jobs),
    };
  } catch (error) {
    ctx.log.warn({ reason: messageOf(error) }, 'metrics: the database could not be asked');
    return null;
  }
}
