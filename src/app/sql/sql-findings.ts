import { localDayOf, localTimeOf } from '../../lib/local-time.ts';
import { loadSqlQueries, type SqlQueryRow } from '../../store/sql-queries.ts';
import { loadSqlSources, RETRY_MINUTES, type SqlSourceRow } from '../../store/sql-sources.ts';
import type { Context } from '../context.ts';
import { type Finding, fine, type JobStand, note, problem } from '../doctor/doctor-report.ts';
import type { SqlSource } from './sql-source.ts';

const WEEK_MS = 604_800_000;
const MINUTE_MS = 60_000;
/** Reads that are this much too late are not made any more. */
const LATE = 3;
const KEEP_RUNNING = 'keep "cs-pulse start" running, or run "cs-pulse source run NAME"';

export interface SqlStand {
  readonly findings: readonly Finding[];
  readonly jobs: readonly JobStand[];
}

/** How the reads of the team's own databases stand: what failed and why, what was refused, and when each is next. */
export async function sqlStand(
  ctx: Pick<Context, 'db' | 'now' | 'timeZone'>,
  sources: readonly SqlSource[],
): Promise<SqlStand> {
  if (sources.length === 0) return { findings: [], jobs: [] };
  const now = ctx.now();
  const stands = await loadSqlSources(ctx.db);
  const queries = await loadSqlQueries(ctx.db, new Date(now.getTime() - WEEK_MS));
  const rows = sources.map((source) => ({
    source,
    stand: stands.find(({ source: name }) => name === source.name),
    queries: queries.filter((row) => row.source === source.name),
  }));
  return {
    findings: rows.flatMap(({ queries: own, source, stand }) => [
      ...sourceFindings(ctx, source, stand),
      ...source.queries.flatMap(({ kind }) =>
        queryFindings(
          source,
          kind,
          own.find((row) => row.kind === kind),
        ),
      ),
    ]),
    jobs: rows.map(({ queries: own, source, stand }) => jobOf(ctx, source, stand, own)),
  };
}

function sourceFindings(ctx: Pick<Context, 'now' | 'timeZone'>, source: SqlSource, stand?: SqlSourceRow): Finding[] {
  const { everyMinutes, name } = source;
  if (!stand) return [note('sources', `${name} has not been read yet`, KEEP_RUNNING)];
  const at = stand.finished_at ?? stand.started_at;
  const time =
    at === null ? 'its last read' : `the read of ${localDayOf(at, ctx.timeZone)} ${localTimeOf(at, ctx.timeZone)}`;
  if (stand.error !== null) return [failure(`${name}: ${time} failed`, stand.error)];
  if (stand.runner !== null) return [fine('sources', `${name} is being read by ${stand.runner}`)];
  const late = at !== null && ctx.now().getTime() - at.getTime() > LATE * everyMinutes * MINUTE_MS;
  const text = `${name}: the last was ${time}, every ${everyMinutes} min`;
  return [late ? problem('sources', `${text}, and is overdue`, KEEP_RUNNING) : fine('sources', text)];
}

/** An error carries its remedy behind the last semicolon. */
function failure(what: string, error: string): Finding {
  const cut = error.lastIndexOf('; ');
  return cut < 0
    ? problem('sources', `${what}: ${error}`, 'correct the settings file')
    : problem('sources', `${what}: ${error.slice(0, cut)}`, error.slice(cut + 2));
}

function queryFindings({ name }: SqlSource, kind: string, row?: SqlQueryRow): Finding[] {
  if (!row) return [];
  const what = `${kind} from ${name}`;
  const findings: Finding[] = [];
  if (row.error !== null) findings.push(failure(`${what}: the query failed`, row.error));
  else {
    const to = row.mark === null ? 'no rows yet' : `read up to ${row.mark}`;
    const unread = row.ignored.length === 0 ? '' : `; columns not read: ${row.ignored.join(', ')}`;
    const state = row.filled_at === null ? ', the first read is under way' : '';
    findings.push(
      fine('sources', `${what}: ${to}, ${row.last_rows} rows last, ${row.all_rows} in all${state}${unread}`),
    );
  }
  if (row.rejected > 0) {
    const text = `${what}: ${row.rejected} rows of the last 7 days were refused, such as "${row.sample}" (at ${row.sample_mark})`;
    findings.push(note('sources', text, 'correct the rows or the query; rows that change are read again'));
  }
  if (row.null_rows !== null && row.null_rows > 0) {
    const text = `${what}: ${row.null_rows} rows have no watermark and are never read`;
    findings.push(note('sources', text, 'fill the column, or use coalesce in the query'));
  }
  return findings;
}

function jobOf(
  ctx: Pick<Context, 'now' | 'timeZone'>,
  { everyMinutes, name }: SqlSource,
  stand: SqlSourceRow | undefined,
  queries: readonly SqlQueryRow[],
): JobStand {
  const started = stand?.started_at ?? null;
  const failed = stand?.error != null || queries.some(({ error }) => error !== null);
  const minutes = failed ? Math.min(everyMinutes, RETRY_MINUTES) : everyMinutes;
  const due = started === null ? null : new Date(started.getTime() + minutes * MINUTE_MS);
  const nextAt = due === null || due < ctx.now() ? ctx.now() : due;
  const at = stand?.finished_at ?? started;
  const state = stand?.runner ? 'running' : failed ? 'failed' : 'done';
  const last =
    at === null || at === undefined ? null : ({ day: localDayOf(at, ctx.timeZone), state, note: null } as const);
  return { job: 'sql', scope: name, nextAt, last };
}
