import { compareIds } from '../../domain/compare-ids.ts';
import { whyChanged } from '../changes/explain-change.ts';
import type { Context } from '../context.ts';
import type { Mover, MoversReport } from './rollup-report.ts';
import { type WeekFrame, weekFrame } from './week-frame.ts';

const LISTED = 5;

/** Whose score fell and rose most over about a week, under one definition, and what moved it. */
export async function portfolioMovers({ ctx }: { readonly ctx: Context }): Promise<MoversReport> {
  const frame = await weekFrame(ctx, {});
  const report = moversOf(frame);
  const { since } = report;
  const explained = async (movers: readonly Mover[]): Promise<Mover[]> => {
    const found: Mover[] = [];
    for (const mover of movers) {
      const { accountId } = mover.standing.account;
      const known = since !== null && !frame.origin.live;
      const why = known ? await whyChanged({ ctx, input: { accountId, from: since, to: frame.day } }) : undefined;
      found.push({ ...mover, why });
    }
    return found;
  };
  return { ...report, down: await explained(report.down), up: await explained(report.up) };
}

/** The same without the reasons, of what is read already. */
export function moversOf({ origin, past, standings, stand, weekAgo }: WeekFrame): MoversReport {
  const earlier = past(weekAgo);
  const moved = standings.flatMap((standing): Mover[] => {
    const { account, assessment } = standing;
    const was = earlier.get(account.accountId);
    const now = assessment.health.scoreTenths;
    const comparable = was !== undefined && was.definition === origin.definitionHash;
    if (!comparable || was.scoreTenths === null || now === null || assessment.facts.excluded != null) return [];
    return [{ standing, changeTenths: now - was.scoreTenths, wasTenths: was.scoreTenths, wasBand: was.band }];
  });
  const byChange = [...moved].sort(
    (a, b) => a.changeTenths - b.changeTenths || compareIds(a.standing.account.accountId, b.standing.account.accountId),
  );
  return {
    stand,
    since: weekAgo,
    compared: moved.length,
    down: byChange.filter(({ changeTenths }) => changeTenths < 0).slice(0, LISTED),
    up: byChange
      .filter(({ changeTenths }) => changeTenths > 0)
      .slice(-LISTED)
      .reverse(),
  };
}
