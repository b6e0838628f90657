import { addDays } from '../../domain/day.ts';
import { suggestedPlays } from '../../domain/suggested-play.ts';
import { accountHealth } from '../accounts/account-health.ts';
import type { AccountHealthReport } from '../accounts/account-report.ts';
import { accountStanding } from '../accounts/account-standing.ts';
import type { ChangeReport } from '../changes/change-report.ts';
import { whyChanged } from '../changes/explain-change.ts';
import type { Context } from '../context.ts';
import { accountEpisodes } from '../episodes/account-episodes.ts';
import { lastContactOf } from '../outreach/last-contact.ts';
import { contactActivity } from './contact-activity.ts';
import { knownOutline } from './known-outline.ts';
import { outline } from './outline.ts';
import type { QbrPack } from './reports.ts';

const MONTH = 30;
const STEPS = 3;

interface Call {
  readonly ctx: Context;
  /** The vendor's own id. */
  readonly input: { readonly accountId: string };
}

/**
 * What a business review with an account needs: our own brief, and an outline for the customer that is made from
 * allow-listed facts alone. Numbers are those of the newest snapshot.
 * @throws AppError `not_found` for an unknown id.
 */
export async function qbrPack({ ctx, input }: Call): Promise<QbrPack> {
  const found = await accountStanding(ctx, input.accountId);
  const { accountNo } = found.entry;
  const health = await accountHealth({ ctx, input });
  const { open } = await accountEpisodes({ ctx, input });
  return {
    stand: health.stand,
    account: health.standing.account,
    brief: {
      health,
      alerts: open,
      changes: await monthlyChanges({ ctx, input }, health),
      contacts: await contactActivity(ctx, accountNo, health.stand.day),
      lastContact: await lastContactOf(ctx, accountNo),
      plays: suggestedPlays(health.standing.assessment),
    },
    outline: outline(await knownOutline(ctx, found)),
  };
}

/** Explained changes between stored days about a month apart, back from the newest; none without snapshots. */
async function monthlyChanges({ ctx, input }: Call, { stand, history }: AccountHealthReport): Promise<ChangeReport[]> {
  if (stand.live) return [];
  const changes: ChangeReport[] = [];
  let to = stand.day;
  for (let step = 0; step < STEPS; step += 1) {
    const earlier = history.filter(({ day }) => day < to);
    const from = (earlier.findLast(({ day }) => day <= addDays(to, -MONTH)) ?? earlier[0])?.day;
    if (from === undefined) break;
    changes.push(await whyChanged({ ctx, input: { ...input, from, to } }));
    to = from;
  }
  return changes;
}
