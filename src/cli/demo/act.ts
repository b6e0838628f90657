import type { Context } from '../../app/context.ts';
import { acknowledgeEpisodes } from '../../app/episodes/acknowledge-episodes.ts';
import { snoozeEpisodes } from '../../app/episodes/snooze-episodes.ts';
import { addGrowthPlan } from '../../app/judgements/add-growth-plan.ts';
import { setOverride } from '../../app/judgements/set-override.ts';
import { setSentiment } from '../../app/judgements/set-sentiment.ts';
import type { DatedAct } from '../../demo/team-acts.ts';

/** Does what a colleague did, the way their click would: at the moment of `ctx`. */
export async function actAs({ ctx, input }: { readonly ctx: Context; readonly input: DatedAct }): Promise<void> {
  const { act, accountId, actor } = input;
  const who = { accountId, actor };
  switch (act.kind) {
    case 'acknowledge':
      await acknowledgeEpisodes({ ctx, input: who });
      break;
    case 'snooze': {
      const until = act.until === null ? ({ kind: 'change' } as const) : ({ kind: 'date', day: act.until } as const);
      await snoozeEpisodes({ ctx, input: { ...who, until, reason: act.reason } });
      break;
    }
    case 'plan':
      await addGrowthPlan({ ctx, input: { ...who, target: act.target, by: act.by, note: act.note } });
      break;
    case 'override': {
      const { capPoints: points, expiresOn, reason } = act;
      await setOverride({ ctx, input: { ...who, kind: 'cap', points, expiresOn, reason } });
      break;
    }
    case 'sentiment':
      await setSentiment({ ctx, input: { ...who, sentiment: act.sentiment, note: act.note } });
  }
}
