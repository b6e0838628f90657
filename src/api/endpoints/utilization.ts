import { seatsInParts } from '../../app/seats/seats-in-parts.ts';
import { standingsJson } from '../../published/account-json.ts';
import { utilizationReportSchema } from '../../published/report-schemas.ts';
import { seatReportJsonOf, seatReportParts } from '../../published/seat-report-json.ts';
import { standJson } from '../../published/stand-json.ts';
import { standingsCsvPieces } from '../../published/standings-csv.ts';
import { endpoint } from '../endpoint.ts';
import { longAnswer } from '../long-answer.ts';
import { owner, plan } from '../query-types.ts';

/** Seats at risk, dormant, ramping and to expand, with their totals. */
export const utilization = endpoint({
  path: '/v1/reports/utilization',
  summary: 'Seat utilization by bucket, the largest exposure first, with totals',
  query: { owner, plan },
  response: utilizationReportSchema,
  cost: 20,
  find: async ({ ctx, query }) => {
    const filter = { ownerEmail: query.owner, plan: query.plan };
    const { mark, report, stand } = await seatsInParts({ ctx, input: { filter } });
    return longAnswer(ctx, stand, mark, {
      json: async () => ({
        ...standJson(stand),
        definition: stand.definition,
        ...seatReportJsonOf(await report(), (parts) => standingsJson(parts, stand)),
      }),
      csv: async () => standingsCsvPieces(seatReportParts(await report()), stand),
    });
  },
});
