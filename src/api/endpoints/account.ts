import { accountHealth } from '../../app/accounts/account-health.ts';
import { accountJson } from '../../published/account-json.ts';
import { accountAnswerSchema } from '../../published/report-schemas.ts';
import { standingsCsv } from '../../published/standings-csv.ts';
import { endpoint } from '../endpoint.ts';

/** One account of the newest snapshot, computed for this answer when it has none. */
export const account = endpoint({
  path: '/v1/accounts/{id}',
  summary: 'One account with its numbers',
  query: {},
  response: accountAnswerSchema,
  cost: 1,
  find: async ({ ctx, accountId }) => {
    const report = await accountHealth({ ctx, input: { accountId } });
    const { stand, standing } = report;
    return {
      kind: 'short',
      json: () => accountJson(report),
      csv: (ages) => standingsCsv([standing], ages ? stand : { ...stand, sources: [] }),
    };
  },
});
