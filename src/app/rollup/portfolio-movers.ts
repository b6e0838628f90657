import { compareIds } from '../../domain/compare-ids.ts';
import { whyChanged } from '../changes/explain-change.ts';
import type { Context } from '../context.ts';
import type { Mover, MoversReport } from './rollup-report.ts';
import { type WeekFrame, weekFrame } from './week-frame.ts';

const LISTED = 5;

type Move = Omit<Mover, 'standing' | 'why'> & { readonly accountId: string };

/** Whose score fell and rose most over about a week, under one definition, and what moved it. */
export async function portfolioMovers({ ctx }: { readonly ctx: Context }): Promise<MoversReport> {
  const frame = await weekFrame(ctx, {});
  const report = await moversOf(frame);
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
export async function moversOf(frame: WeekFrame): Promise<MoversReport> {
  const { accounts, origin, past, stand, weekAgo } = frame;
  const earlier = past(weekAgo);
  const moved = accounts.flatMap(({ account: { accountId }, stake }): Move[] => {
    const was = earlier.get(accountId);
    const now = stake.health.scoreTenths;
    const comparable = was !== undefined && was.definition === origin.definitionHash;
    if (!comparable || was.scoreTenths === null || now === null || stake.facts.excluded != null) return [];
    return [{ accountId, changeTenths: now - was.scoreTenths, wasTenths: was.scoreTenths, wasBand: was.band }];
  });
  const byChange = [...moved].sort((a, b) => a.changeTenths - b.changeTenths || compareIds(a.accountId, b.accountId));
  const down = byChange.filter(({ changeTenths }) => changeTenths < 0).slice(0, LISTED);
  const up = byChange
    .filter(({ changeTenths }) => changeTenths > 0)
    .slice(-LISTED)
    .reverse();
  const standings = await frame.standingsOf([...down, ...up].map(({ accountId }) => accountId));
  const named = ({ accountId, ...change }: Move): Mover[] => {
    const standing = standings.get(accountId);
    return standing ? [{ standing, ...change }] : [];
  };
  return { stand, since: weekAgo, compared: moved.length, down: down.flatMap(named), up: up.flatMap(named) };
}
