import { z } from 'zod';
import { suggestAccounts } from '../../app/accounts/suggest-accounts.ts';
import { accountShape } from '../../published/account-schema.ts';
import { limit, words } from '../inputs.ts';
import { tool } from '../tool.ts';

export const searchAccountsTool = tool({
  name: 'search_accounts',
  title: 'Look up accounts',
  description: 'Accounts whose id, name, domain or alias is like the text, the best match first.',
  input: z.strictObject({ text: words, limit }),
  output: z.strictObject({
    accounts: z.array(
      z.strictObject({
        account_id: accountShape.account_id,
        name: accountShape.name,
        domain: z.string().nullable(),
        plan: accountShape.plan,
        owner: accountShape.owner,
        renews_on: accountShape.renews_on,
      }),
    ),
  }),
  answer: async ({ ctx, input }) => {
    const found = await suggestAccounts({ ctx, input });
    const accounts = found.map(({ accountId, domain, name, owner, plan, renewsOn }) => ({
      account_id: accountId,
      name,
      domain,
      plan,
      owner: owner?.email ?? null,
      renews_on: renewsOn,
    }));
    return { json: { accounts } };
  },
});
