import { localDays } from '../../lib/local-days.ts';
import {
  clearProblem,
  loadProblems,
  lockDataProblems,
  type StoredProblem,
  saveProblem,
} from '../../store/data-problems.ts';
import { inTransaction } from '../../store/db.ts';
import { ALL_SOURCES, loadWatermarks, pruneSourceVolume, type Watermark } from '../../store/sources.ts';
import type { Context } from '../context.ts';
import { VOLUME_DAYS } from '../record/source-marks.ts';
import { dropExpired } from '../record/wait-for-account.ts';
import { ageMinutesOf } from './age-minutes.ts';
import { type FaultySource, sourceFaults } from './source-faults.ts';

export interface SourceWatch {
  /** Problems that began, that go on and that ended with this look. */
  readonly opened: number;
  readonly open: number;
  readonly cleared: number;
}

const DAY_MS = 86_400_000;
/** A problem that comes back within this time of its begin goes on: one notice, however often the feed flaps. */
const SAME_PROBLEM_MS = DAY_MS;
/** A source that has brought nothing for longer is not expected back when the gate closes: it has not recovered. */
const RETIRED_MINUTES = 7 * 24 * 60;

/**
 * Looks at every source: notes those that look broken, once each, and ends the problems of those that are fresh again.
 * Several processes may look at once. A notice is only noted here; the next digest says it.
 */
export async function watchSources({ ctx }: { readonly ctx: Context }): Promise<SourceWatch> {
  const now = ctx.now();
  const watch = await inTransaction(ctx.db, async (tx) => {
    await lockDataProblems(tx);
    const faults = await sourceFaults({ ...ctx, db: tx });
    const known = await loadProblems(tx, now);
    const going = known.filter((problem) => goesOn(problem, faults));
    const seen = faults.filter((fault) => !isCovered(fault, going));
    const since = new Date(now.getTime() - SAME_PROBLEM_MS);
    const states = await inOrder(seen, (fault) => saveProblem(tx, fault, now, since));
    const marks = await loadWatermarks(tx);
    const over = known.filter((problem) => !going.includes(problem));
    await inOrder(over, (problem) => clearProblem(tx, problem.problemId, now, outcomeOf(problem, marks, now)));
    await pruneSourceVolume(tx, new Date(now.getTime() - VOLUME_DAYS * DAY_MS));
    await dropExpired(tx, { now, dayOf: localDays(ctx.timeZone) });
    const opened = states.filter((state) => state === 'opened').length;
    return { opened, open: going.length + seen.filter((fault) => !isKnown(fault, going)).length, cleared: over.length };
  });
  if (watch.opened > 0) ctx.log.warn(watch, 'A source looks broken: drop alerts are held. See "cs-pulse doctor".');
  if (watch.cleared > 0) ctx.log.info(watch, 'A source is no longer held to be broken.');
  return watch;
}

/** A problem of all activity together goes on as long as anything is wrong with activity: the cause is the same. */
function goesOn({ kind, source }: StoredProblem, faults: readonly FaultySource[]): boolean {
  return faults.some((fault) => fault.kind === kind && (fault.source === source || source === ALL_SOURCES));
}

function isCovered(fault: FaultySource, going: readonly StoredProblem[]): boolean {
  return (
    fault.source !== ALL_SOURCES && going.some(({ kind, source }) => kind === fault.kind && source === ALL_SOURCES)
  );
}

function isKnown(fault: FaultySource, going: readonly StoredProblem[]): boolean {
  return going.some(({ kind, source }) => kind === fault.kind && source === fault.source);
}

function outcomeOf({ kind, source }: StoredProblem, marks: readonly Watermark[], now: Date): 'recovered' | 'retired' {
  const ages = marks
    .filter((mark) => mark.kind === kind && (mark.source === source || source === ALL_SOURCES))
    .map((mark) => ageMinutesOf(mark, now));
  return Math.min(...ages) > RETIRED_MINUTES ? 'retired' : 'recovered';
}

async function inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
