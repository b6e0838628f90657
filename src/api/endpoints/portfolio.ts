import { portfolioMetrics } from '../../app/portfolio/portfolio-metrics.ts';
import { adoptionJson } from '../../published/adoption-json.ts';
import { revenueCsv, revenueJson } from '../../published/revenue-json.ts';
import { portfolioSchema } from '../../published/revenue-schema.ts';
import { endpoint } from '../endpoint.ts';
import { month } from '../query-types.ts';

/** Revenue by month and how seats are used, over all accounts; the CSV has the months. */
export const portfolio = endpoint({
  path: '/v1/reports/portfolio',
  summary: 'MRR by month, what moved it, retention, and how seats are used',
  query: {
    from: month('First month, YYYY-MM; twelve complete months without it.'),
    to: month('Last month, YYYY-MM; the one that runs without it.'),
  },
  response: portfolioSchema,
  cost: 50,
  find: async ({ ctx, query }) => {
    const { adoption, revenue } = await portfolioMetrics({ ctx, input: query });
    const stand = { ...revenue.stand, sources: [] };
    return {
      kind: 'short',
      json: () => ({ ...revenueJson(revenue), adoption: adoptionJson(adoption) }),
      csv: (ages) => revenueCsv(ages ? revenue : { ...revenue, stand }),
    };
  },
});
