import type { AccountRef } from '../../app/accounts/account-ref.ts';
import type { DigestReport } from '../../app/digest/digest-report.ts';
import { health } from '../commands/health.ts';
import { answer } from '../handling.ts';
import { digestDetails, digestReasons } from '../messages/digest-details.ts';
import { chooser, notice } from '../messages/notices.ts';
import type { Action } from './action.ts';

/** [My accounts] under the digest. */
export const myAccounts: Action = {
  name: 'my_accounts',
  run: async (handling) => answer(await health.run(handling, 'mine')),
};

/** [Why these?] under the digest. */
export const digestWhy: Action = {
  name: 'digest_why',
  run: async ({ ctx, deps }) => answer(digestReasons(await deps.composeDigest({ ctx, input: {} }))),
};

/** [Snooze…] under the digest: each of its accounts with [Acknowledge] and [Snooze…]. */
export const digestSnooze: Action = {
  name: 'digest_snooze',
  run: async ({ ctx, deps, asker }) =>
    answer(digestDetails(await deps.composeDigest({ ctx, input: {} }), { money: asker.money })),
};

/** [Draft emails] under the digest: which of its accounts. */
export const digestDrafts: Action = {
  name: 'digest_drafts',
  run: async ({ ctx, deps }) => {
    const accounts = accountsOf(await deps.composeDigest({ ctx, input: {} }));
    if (accounts.length === 0) return answer(notice('No account of today’s digest needs a mail.'));
    return answer(chooser('Draft a mail for which account?', accounts, 'pick_draft'));
  },
};

function accountsOf({ fresh, open, expansion }: DigestReport): AccountRef[] {
  const standings = [...fresh, ...open].map(({ standing }) => standing).concat(expansion);
  return [...new Map(standings.map(({ account }) => [account.accountId, account])).values()];
}
