import type { AccountHealthReport } from '../../app/accounts/account-report.ts';
import type { JudgementOutcome } from '../../app/judgements/set-override.ts';
import { seatsText } from '../../words/account-words.ts';
import type { ActionName } from '../action-ids.ts';
import { answer, type Handling, modal } from '../handling.ts';
import { accountName, scoredName } from '../messages/account-lines.ts';
import { overrideLine, planLine, sentimentLine } from '../messages/judgements.ts';
import { notice } from '../messages/notices.ts';
import { growthPlanModal } from '../views/growth-plan-view.ts';
import { noticeModal } from '../views/notice-view.ts';
import { overrideModal } from '../views/override-view.ts';
import { sentimentModal } from '../views/sentiment-view.ts';
import type { Action } from './action.ts';

/** [Override…]: a score that somebody sets or caps for a while. */
export const override: Action = {
  name: 'override',
  opens: 'Override the score',
  run: async (handling) => {
    const report = await reportOf(handling);
    const { standing, judgements } = report;
    const { name, accountId } = { name: scoredName(standing), accountId: standing.account.accountId };
    if (standing.assessment.health.scoreTenths === null) {
      const text = `${name}: there is no score to override. Set it once the account has one.`;
      return modal(noticeModal('Override the score', notice(text)));
    }
    const inForce = judgements.override === null ? null : overrideLine(report);
    return modal(overrideModal({ accountId, account: name, inForce, today: judgements.day }));
  },
};

/** [Growth plan…]: seats bought ahead on purpose. */
export const growthPlan: Action = {
  name: 'growth_plan',
  opens: 'Growth plan',
  run: async (handling) => {
    const report = await reportOf(handling);
    const { standing, judgements } = report;
    const { accountId } = standing.account;
    const seats = seatsText(standing);
    const account = `*${accountName(standing.account)}*${seats === null ? '' : ` · ${seats}`}`;
    return modal(growthPlanModal({ accountId, account, inForce: planLine(report), today: judgements.day }));
  },
};

/** [Sentiment…]: how somebody feels about the account. */
export const sentiment: Action = {
  name: 'sentiment',
  opens: 'Sentiment',
  run: async (handling) => {
    const report = await reportOf(handling);
    const { account } = report.standing;
    const initial = report.judgements.sentiment?.sentiment ?? 'neutral';
    const last = sentimentLine(report);
    return modal(sentimentModal({ accountId: account.accountId, name: accountName(account), last, initial }));
  },
};

/** [End it now] in the override's modal. */
export const endOverride: Action = ends('end_override', 'Override', ({ ctx, deps, asker, request }) =>
  deps.endOverride({ ctx, input: { accountId: request.value, actor: asker.userId } }),
);

/** [End it now] in the growth plan's modal. */
export const endGrowthPlan: Action = ends('end_growth_plan', 'Growth plan', ({ ctx, deps, asker, request }) =>
  deps.endGrowthPlan({ ctx, input: { accountId: request.value, actor: asker.userId } }),
);

function ends(name: ActionName, what: string, end: (handling: Handling) => Promise<JudgementOutcome>): Action {
  return {
    name,
    run: async (handling) => {
      const { state, shown } = await end(handling);
      const { standing } = await reportOf(handling);
      const text =
        state === 'unchanged'
          ? `${scoredName(standing)}: it had ended already, nothing was changed.`
          : `✅ ${scoredName(standing)}: the ${what.toLowerCase()} is over${shown ? '' : '; the score shows it with the next snapshot'}.`;
      const said = notice(text);
      return handling.request.view === null ? answer(said) : modal(noticeModal(what, said));
    },
  };
}

function reportOf({ ctx, deps, request }: Handling): Promise<AccountHealthReport> {
  return deps.accountHealth({ ctx, input: { accountId: request.value } });
}
