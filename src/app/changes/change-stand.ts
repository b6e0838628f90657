import { startOfLocalDay } from '../../lib/local-time.ts';
import type { Context } from '../context.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import { sourceState } from '../freshness/source-ages.ts';
import type { ChangeReport } from './change-report.ts';

/** The moment of the newer side of a change, and how old the data is now. */
export type ChangeStand = Pick<DataStand, 'day' | 'asOf' | 'timeZone' | 'sources' | 'stale'>;

/** Of what moment an explanation is, and whether usage looks broken now. */
export async function changeStand(ctx: Context, { to }: ChangeReport): Promise<ChangeStand> {
  const { ages, faults } = await sourceState(ctx);
  const broken = faults.filter(({ kind }) => kind === 'activity').map(({ since }) => since);
  return {
    day: to.day,
    asOf: startOfLocalDay(to.day, ctx.timeZone),
    timeZone: ctx.timeZone,
    sources: ages,
    stale: broken[0] === undefined ? null : { since: broken[0] },
  };
}
