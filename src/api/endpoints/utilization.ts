import { seatReport } from '../../app/seats/seat-report.ts';
import { utilizationReportSchema } from '../../published/report-schemas.ts';
import { seatReportJson, seatReportRows } from '../../published/seat-report-json.ts';
import { standJson } from '../../published/stand-json.ts';
import { standingsCsv } from '../../published/standings-csv.ts';
import { endpoint } from '../endpoint.ts';
import { owner, plan } from '../query-types.ts';

/** Seats at risk, dormant, ramping and to expand, with their totals. */
export const utilization = endpoint({
  path: '/v1/reports/utilization',
  summary: 'Seat utilization by bucket, the largest exposure first, with totals',
  query: { owner, plan },
  response: utilizationReportSchema,
  cost: 20,
  find: async ({ ctx, query }) => {
    const report = await seatReport({ ctx, input: { filter: { ownerEmail: query.owner, plan: query.plan } } });
    const { stand } = report;
    return {
      json: () => ({ ...standJson(stand), definition: stand.definition, ...seatReportJson(report) }),
      csv: (ages) => standingsCsv(seatReportRows(report), ages ? stand : { ...stand, sources: [] }),
    };
  },
});
