import { addDays } from '../../domain/day.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { loadMigratedAt, loadNewestRuns, loadOutboxState, loadServer } from '../../store/doctor.ts';
import { listJobRuns } from '../../store/job-runs.ts';
import { loadProgress } from '../../store/snapshot-ranges.ts';
import type { Context } from '../context.ts';
import { DOCTOR_AREAS, type DoctorReport, type Finding, fine, type JobStand, note, problem } from './doctor-report.ts';
import { examineSources, type NoAccountRemedies } from './doctor-sources.ts';

/** When a job runs next, and the newest local day for which it should have run an hour ago; null: none yet. */
export interface JobTimes {
  readonly job: string;
  readonly scope: string;
  readonly nextAt: Date | null;
  readonly dueDay: string | null;
}

const OLDEST_SERVER = 140_000;
const WAITING_TOO_LONG_MS = 15 * 60_000;
const LOOK_BACK_DAYS = 7;
/** A process that runs jobs has run its first long before. */
const FIRST_RUN_MS = 3_600_000;

/**
 * Looks at everything that the answers rest on and says what is wrong, each problem with its remedy.
 * @param input.findings what was found outside of the data: configuration, migrations, Slack
 * @param input.remedies by source, where its signals name no account
 */
export async function doctor({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: {
    readonly findings: readonly Finding[];
    readonly jobs: readonly JobTimes[];
    readonly remedies?: NoAccountRemedies | undefined;
  };
}): Promise<DoctorReport> {
  const { findings: sourceFindings, ...examined } = await examineSources(ctx, input.remedies);
  const jobs: JobStand[] = [];
  const jobFindings: Finding[] = [];
  for (const times of input.jobs) {
    const [last = null] = await listJobRuns(ctx.db, times.job, times.scope, 1);
    const stand = last && { day: last.slot.localDate, state: last.state, note: last.note };
    jobs.push({ job: times.job, scope: times.scope, nextAt: times.nextAt, last: stand });
    jobFindings.push(jobFinding(times, stand));
  }
  const findings = [
    ...input.findings,
    await serverFinding(ctx),
    ...sourceFindings,
    ...(await snapshotFindings(ctx)),
    ...jobFindings,
    ...(await nobodyFinding(ctx, jobs)),
    await deliveryFinding(ctx),
  ];
  return reportOf(ctx, { findings, jobs, ...examined, databaseReached: true });
}

/** The same report when the data could not be asked: the database is away, or has another schema. */
export function doctorWithoutData(
  ctx: Pick<Context, 'now' | 'timeZone'>,
  findings: readonly Finding[],
  databaseReached: boolean,
): DoctorReport {
  return reportOf(ctx, { findings, jobs: [], sources: [], unattributed: [], waiting: [], databaseReached });
}

function reportOf(
  { now, timeZone }: Pick<Context, 'now' | 'timeZone'>,
  found: Pick<DoctorReport, 'findings' | 'jobs' | 'sources' | 'unattributed' | 'waiting' | 'databaseReached'>,
): DoctorReport {
  const findings = DOCTOR_AREAS.flatMap((area) => found.findings.filter((finding) => finding.area === area));
  const ok = found.databaseReached && findings.every(({ state }) => state !== 'problem');
  return { checkedAt: now(), timeZone, ok, ...found, findings };
}

async function serverFinding({ db }: Context): Promise<Finding> {
  const { number, size, version } = await loadServer(db);
  const text = `PostgreSQL ${version}, ${Math.ceil(size / 1_048_576)} MB`;
  return number >= OLDEST_SERVER ? fine('database', text) : problem('database', text, 'use PostgreSQL 14 or later');
}

async function snapshotFindings(ctx: Context): Promise<Finding[]> {
  const today = localDayOf(ctx.now(), ctx.timeZone);
  const runs = await loadNewestRuns(ctx.db, addDays(today, -LOOK_BACK_DAYS));
  const [newest] = runs;
  const stale = runs.filter(({ stale_sources: kinds }) => kinds.length > 0).map(({ day }) => day);
  const marked = note('snapshots', `made while usage looked broken: ${stale.join(', ')}; scores may be too low there`);
  const remedy = 'run "cs-pulse snapshot", and keep "cs-pulse start" running: it takes one every night';
  const current =
    newest?.day === today
      ? fine('snapshots', `the snapshot of ${today} is there`)
      : problem('snapshots', `the newest snapshot is of ${newest?.day ?? 'no day of the last week'}`, remedy);
  const underWay = (await loadProgress(ctx.db, null)).map(({ day, done, ranges }) =>
    note('snapshots', `the snapshot of ${day} is being made: ${done} of ${ranges} ranges`),
  );
  return [current, ...underWay, ...(stale.length > 0 ? [marked] : [])];
}

function jobFinding({ dueDay, job, scope }: JobTimes, last: JobStand['last']): Finding {
  const name = scope === '' ? job : `${job} ${scope}`;
  if (last === null) return note('jobs', `${name} has not run yet`);
  const text = `${name}: ${last.state} for ${last.day}${last.note === null ? '' : ` (${last.note})`}`;
  if (last.state === 'failed') return problem('jobs', text, 'mend what the note names; it is tried again');
  const missed = dueDay !== null && last.day < dueDay;
  return missed
    ? problem('jobs', `${text}, nothing for ${dueDay}`, 'keep "cs-pulse start" running')
    : fine('jobs', text);
}

/** Processes that serve the web alone do not say that nobody runs jobs. */
async function nobodyFinding(ctx: Context, jobs: readonly JobStand[]): Promise<Finding[]> {
  if (jobs.length === 0 || jobs.some(({ last }) => last !== null)) return [];
  const since = await loadMigratedAt(ctx.db);
  if (since === null || ctx.now().getTime() - since.getTime() < FIRST_RUN_MS) return [];
  const remedy = 'run "cs-pulse start", with --role jobs where others run with --role web';
  return [problem('jobs', 'no job has ever run: no process runs jobs', remedy)];
}

async function deliveryFinding(ctx: Context): Promise<Finding> {
  const { failed, last_error: error, oldest, waiting } = await loadOutboxState(ctx.db);
  if (failed > 0) {
    const reason = error === null ? '' : `: ${error}`;
    return problem(
      'deliveries',
      `${failed} messages of the last 7 days were not delivered${reason}`,
      'mend it, then "cs-pulse digest --post"',
    );
  }
  const age = oldest === null ? 0 : ctx.now().getTime() - oldest.getTime();
  if (age <= WAITING_TOO_LONG_MS) return fine('deliveries', `${waiting} messages wait`);
  const minutes = Math.floor(age / 60_000);
  return problem(
    'deliveries',
    `${waiting} messages wait, the oldest for ${minutes} min`,
    'keep "cs-pulse start" running with Slack tokens',
  );
}
