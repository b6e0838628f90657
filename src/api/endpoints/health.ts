import { portfolioReport } from '../../app/portfolio/portfolio-report.ts';
import { accountsJson } from '../../published/account-json.ts';
import { healthReportSchema } from '../../published/report-schemas.ts';
import { standingsCsv } from '../../published/standings-csv.ts';
import { endpoint } from '../endpoint.ts';

/** Every account at once, for a warehouse or a sheet. */
export const health = endpoint({
  path: '/v1/reports/health',
  summary: 'Every account, the lowest score first',
  query: {},
  response: healthReportSchema,
  cost: 50,
  find: async ({ ctx }) => {
    const report = await portfolioReport({ ctx });
    const { stand, standings } = report;
    return {
      json: () => accountsJson(report),
      csv: (ages) => standingsCsv(standings, ages ? stand : { ...stand, sources: [] }),
    };
  },
});
