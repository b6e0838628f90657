import { portfolioInParts } from '../../app/portfolio/portfolio-in-parts.ts';
import { accountsJson } from '../../published/account-json.ts';
import { healthReportSchema } from '../../published/report-schemas.ts';
import { standingsCsvPieces } from '../../published/standings-csv.ts';
import { endpoint } from '../endpoint.ts';
import { longAnswer } from '../long-answer.ts';

/** Every account at once, for a warehouse or a sheet. */
export const health = endpoint({
  path: '/v1/reports/health',
  summary: 'Every account, the lowest score first',
  query: {},
  response: healthReportSchema,
  cost: 50,
  find: async ({ ctx }) => {
    const { mark, parts, stand } = await portfolioInParts({ ctx });
    return longAnswer(ctx, stand, mark, {
      json: async () => accountsJson(parts(), stand),
      csv: async () => standingsCsvPieces(parts(), stand),
    });
  },
});
