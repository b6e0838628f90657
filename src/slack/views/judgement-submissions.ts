import type { AccountHealthReport } from '../../app/accounts/account-report.ts';
import type { JudgementOutcome } from '../../app/judgements/set-override.ts';
import type { Handling } from '../handling.ts';
import { scoredName } from '../messages/account-lines.ts';
import { overrideLine, planLine, sentimentLine } from '../messages/judgements.ts';
import { notice } from '../messages/notices.ts';
import { readAccountState } from './account-state.ts';
import { growthPlanForm } from './growth-plan-view.ts';
import { noticeModal } from './notice-view.ts';
import { overrideForm } from './override-view.ts';
import { sentimentForm } from './sentiment-view.ts';
import { todayOf } from './today.ts';
import type { ViewSubmission } from './view.ts';

export const overrideSubmission: ViewSubmission = {
  name: 'override',
  title: 'Override the score',
  check: overrideForm.check,
  run: async (handling) => {
    const { ctx, deps, asker, request } = handling;
    const accountId = readAccountState(request.view, 'Override…');
    const decided = overrideForm.valueOf(request.view, todayOf(ctx));
    const outcome = await deps.setOverride({ ctx, input: { accountId, actor: asker.userId, ...decided } });
    return told(handling, { title: 'Override', accountId, outcome, line: overrideLine });
  },
};

export const growthPlanSubmission: ViewSubmission = {
  name: 'growth_plan',
  title: 'Growth plan',
  check: growthPlanForm.check,
  run: async (handling) => {
    const { ctx, deps, asker, request } = handling;
    const accountId = readAccountState(request.view, 'Growth plan…');
    const decided = growthPlanForm.valueOf(request.view, todayOf(ctx));
    const outcome = await deps.addGrowthPlan({ ctx, input: { accountId, actor: asker.userId, ...decided } });
    return told(handling, { title: 'Growth plan', accountId, outcome, line: planLine });
  },
};

export const sentimentSubmission: ViewSubmission = {
  name: 'sentiment',
  title: 'Sentiment',
  check: sentimentForm.check,
  run: async (handling) => {
    const { ctx, deps, asker, request } = handling;
    const accountId = readAccountState(request.view, 'Sentiment…');
    const decided = sentimentForm.valueOf(request.view, todayOf(ctx));
    const outcome = await deps.setSentiment({ ctx, input: { accountId, actor: asker.userId, ...decided } });
    return told(handling, { title: 'Sentiment', accountId, outcome, line: sentimentLine });
  },
};

interface Decided {
  readonly title: string;
  readonly accountId: string;
  readonly outcome: JudgementOutcome;
  /** The card's line about it. */
  readonly line: (report: AccountHealthReport) => string | null;
}

/** What stands now, in the words of the card. */
async function told({ ctx, deps }: Handling, { title, accountId, outcome, line }: Decided) {
  const report = await deps.accountHealth({ ctx, input: { accountId } });
  const before = outcome.state === 'unchanged' ? 'This was so already, nothing was changed.' : '✅ Recorded.';
  const after = outcome.shown ? [] : ['The score shows it with the next snapshot.'];
  const lines = [`${scoredName(report.standing)}: ${before}`, line(report) ?? '', ...after];
  return noticeModal(title, notice(lines.filter((one) => one !== '').join('\n')));
}
