import { addDays, type Day } from '../../domain/day.ts';
import { localDayOf, startOfLocalDay } from '../../lib/local-time.ts';
import { loadProblems, loadUnsaidProblems, noteProblemsSaid, type StoredProblem } from '../../store/data-problems.ts';
import { ALL_SOURCES } from '../../store/sources.ts';
import type { Context } from '../context.ts';
import type { DataNotice } from './freshness-report.ts';
import { kindLabel } from './source-ages.ts';
import type { FaultySource } from './source-faults.ts';

/**
 * What a day's digest says about its sources: those that look broken and have not been said, and the end of those that
 * were. Writes nothing: a fault of now that no watch has noted yet is said as well.
 */
export async function dataNotices(ctx: Context, day: Day, faults: readonly FaultySource[]): Promise<DataNotice[]> {
  const now = ctx.now();
  const nextDay = startOfLocalDay(addDays(day, 1), ctx.timeZone);
  const stored = await loadUnsaidProblems(ctx.db, day, now < nextDay ? now : nextDay);
  const said = stored.map(noticeOf);
  if (day !== localDayOf(now, ctx.timeZone)) return said;
  const open = await loadProblems(ctx.db, now);
  const noted = ({ kind, source }: FaultySource): boolean =>
    open.some((problem) => problem.kind === kind && [source, ALL_SOURCES].includes(problem.source));
  return [...said, ...faults.filter((fault) => !noted(fault)).map(noticeOfFault)];
}

/** Notes that the day's digest said its notices, so that the digests of later days do not. */
export async function noteNoticesSaid(ctx: Context, day: Day, notices: readonly DataNotice[]): Promise<void> {
  const ids = (list: readonly DataNotice[]) => list.flatMap(({ problemId }) => (problemId === null ? [] : [problemId]));
  const ended = ids(notices.filter(({ state }) => state !== 'broken'));
  if (notices.length > 0) await noteProblemsSaid(ctx.db, day, { begun: ids(notices), ended });
}

function noticeOf(problem: StoredProblem): DataNotice {
  return {
    ...noticeOfFault(problem),
    problemId: problem.problemId,
    state: problem.outcome ?? 'broken',
    until: problem.clearedAt,
  };
}

function noticeOfFault(fault: Omit<FaultySource, 'kind'> & { readonly kind: string }): DataNotice {
  return {
    problemId: null,
    source: kindLabel(fault.kind),
    feed: fault.source === ALL_SOURCES ? null : fault.source,
    what: fault.what,
    since: fault.since,
    until: null,
    state: 'broken',
    lastDay: fault.lastDay,
    usual: Math.floor(fault.twiceUsual / 2),
  };
}
