import type { Day } from '../domain/day.ts';
import { startOfLocalDay } from '../lib/local-time.ts';
import type { Context } from './context.ts';
import type { DataStand, SourceAge } from './reports.ts';
import { sourceAges } from './source-ages.ts';

/** Where a day's numbers come from. */
export interface Origin {
  readonly day: Day;
  readonly computedAt: Date;
  readonly live: boolean;
  readonly definition: { readonly id: string; readonly version: number };
  /** Of the rules that made the numbers. */
  readonly definitionHash: string;
}

/** When the numbers of an answer were true, and how fresh the sources are now. */
export async function dataStand(ctx: Context, origin: Origin, sources?: readonly SourceAge[]): Promise<DataStand> {
  return {
    day: origin.day,
    asOf: startOfLocalDay(origin.day, ctx.timeZone),
    timeZone: ctx.timeZone,
    computedAt: origin.computedAt,
    live: origin.live,
    definition: `${origin.definition.id}@${origin.definition.version}`,
    sources: sources ?? (await sourceAges(ctx)),
  };
}
