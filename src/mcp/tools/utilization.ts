import { z } from 'zod';
import type { AccountStanding } from '../../app/accounts/account-report.ts';
import { seatReport } from '../../app/seats/seat-report.ts';
import { totalSchema } from '../../published/report-schemas.ts';
import { standJson } from '../../published/stand-json.ts';
import { accountLine, accountLineSchema, listShape } from '../account-line.ts';
import { limit, owner, plan } from '../inputs.ts';
import { tool } from '../tool.ts';

const section = z.array(accountLineSchema);

export const utilizationTool = tool({
  name: 'utilization',
  title: 'Seat utilization of the portfolio',
  description:
    'Accounts that use few of their paid seats (at risk: low and falling; dormant: low and flat), that ramp up, or that could buy more, the largest exposure first, with totals per month.',
  input: z.strictObject({ owner, plan, limit }),
  output: z.strictObject({
    ...listShape,
    ranked: z.int(),
    total: z.int(),
    at_risk: section,
    dormant: section,
    ramping: section,
    expansion: section,
    more: z.int().describe('Accounts of these sections beyond those listed; totals are of all.'),
    totals: z.strictObject({
      at_risk: totalSchema,
      dormant: totalSchema,
      ramping: totalSchema,
      expansion: totalSchema,
    }),
  }),
  answer: async ({ ctx, input }) => {
    const filter = { ownerEmail: input.owner, plan: input.plan };
    const report = await seatReport({ ctx, input: { filter, most: input.limit } });
    const { stand, totals } = report;
    const lines = (rows: readonly AccountStanding[]) => rows.map((row) => accountLine(row, stand));
    return {
      json: {
        ...standJson(stand),
        definition: stand.definition,
        ranked: report.ranked,
        total: report.total,
        at_risk: lines(report.atRisk),
        dormant: lines(report.dormant),
        ramping: lines(report.ramping),
        expansion: lines(report.expansion),
        more: report.more,
        totals: {
          at_risk: totals.atRisk,
          dormant: totals.dormant,
          ramping: totals.ramping,
          expansion: totals.expansion,
        },
      },
    };
  },
});
