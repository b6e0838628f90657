import { accountHealth } from '../../app/accounts/account-health.ts';
import { historyCsv, historyJson } from '../../published/account-json.ts';
import { historySchema } from '../../published/report-schemas.ts';
import { endpoint } from '../endpoint.ts';

/** The scores of an account in the last 90 days. */
export const history = endpoint({
  path: '/v1/accounts/{id}/history',
  summary: 'The scores of one account in the last 90 days, oldest first',
  query: {},
  response: historySchema,
  cost: 1,
  find: async ({ ctx, accountId }) => {
    const report = await accountHealth({ ctx, input: { accountId } });
    return { kind: 'short', json: () => historyJson(report), csv: () => historyCsv(report.history) };
  },
});
