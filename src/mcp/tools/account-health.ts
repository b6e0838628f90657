import { z } from 'zod';
import { accountHealth } from '../../app/accounts/account-health.ts';
import { accountJson } from '../../published/account-json.ts';
import { accountAnswerSchema } from '../../published/report-schemas.ts';
import { account } from '../inputs.ts';
import { accountIdOf } from '../name-account.ts';
import { tool } from '../tool.ts';

export const accountHealthTool = tool({
  name: 'account_health',
  title: 'Health of one account',
  description:
    'Score (0 to 100), band, components with their evidence, seat use and money of one account at the newest snapshot.',
  input: z.strictObject({ account }),
  output: accountAnswerSchema,
  answer: async ({ ctx, input }) => {
    const accountId = await accountIdOf(ctx, input.account);
    const report = await accountHealth({ ctx, input: { accountId } });
    return { json: accountAnswerSchema.parse(accountJson(report)), accountId };
  },
});
