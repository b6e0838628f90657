import { addDays, type Day } from '../../domain/day.ts';
import { startOfLocalDay } from '../../lib/local-time.ts';
import { loadProblems } from '../../store/data-problems.ts';
import type { Context } from '../context.ts';
import { definitionHash } from '../definition/definition-hash.ts';
import type { DataStand } from './freshness-report.ts';
import { type SourceState, sourceState } from './source-ages.ts';

/** Where a day's numbers come from. */
export interface Origin {
  readonly day: Day;
  readonly computedAt: Date;
  readonly live: boolean;
  readonly definition: { readonly id: string; readonly version: number };
  /** Of the rules that made the numbers. */
  readonly definitionHash: string;
  /** Kinds of signals whose source looked broken when the numbers were made. */
  readonly staleSources: readonly string[];
}

/** Of numbers that are computed for this answer, by the rules in force. */
export function liveOrigin(ctx: Context, day: Day): Origin {
  return {
    day,
    computedAt: ctx.now(),
    live: true,
    definition: ctx.health,
    definitionHash: definitionHash(ctx),
    staleSources: [],
  };
}

const ACTIVITY = 'activity';

/** When the numbers of an answer were true, how fresh the sources are now, and whether usage looked broken. */
export async function dataStand(ctx: Context, origin: Origin, known?: SourceState): Promise<DataStand> {
  const state = known ?? (await sourceState(ctx));
  return {
    day: origin.day,
    asOf: startOfLocalDay(origin.day, ctx.timeZone),
    timeZone: ctx.timeZone,
    computedAt: origin.computedAt,
    live: origin.live,
    definition: `${origin.definition.id}@${origin.definition.version}`,
    sources: state.ages,
    stale: await staleSince(ctx, origin, state),
    replica: ctx.replica,
  };
}

async function staleSince(ctx: Context, origin: Origin, { faults }: SourceState): Promise<DataStand['stale']> {
  const now = faults.filter(({ kind }) => kind === ACTIVITY).map(({ since }) => since);
  if (now.length > 0) return { since: earliest(now) };
  if (!origin.staleSources.includes(ACTIVITY)) return null;
  const dayBefore = startOfLocalDay(addDays(origin.day, -1), ctx.timeZone);
  const then = (await loadProblems(ctx.db, dayBefore)).filter(({ kind }) => kind === ACTIVITY);
  return { since: earliest(then.map(({ since }) => since)) };
}

function earliest(instants: readonly Date[]): Date | null {
  return instants.reduce<Date | null>((least, at) => (least !== null && least <= at ? least : at), null);
}
