import { z } from 'zod';
import { renewalList } from '../../app/rollup/renewal-list.ts';
import { bandSchema } from '../../published/account-schema.ts';
import { totalSchema } from '../../published/report-schemas.ts';
import { standJson } from '../../published/stand-json.ts';
import { accountLine, accountLineSchema, listShape } from '../account-line.ts';
import { limit } from '../inputs.ts';
import { tool } from '../tool.ts';

export const renewalsTool = tool({
  name: 'renewals',
  title: 'Renewals of the next 90 days',
  description: 'Accounts whose contract renews within 90 days, the earliest first, and what renews by band.',
  input: z.strictObject({ limit }),
  output: z.strictObject({
    ...listShape,
    within_days: z.int(),
    renewals: z.array(accountLineSchema),
    more: z.int().describe('Renewals beyond those listed; bands are of all.'),
    bands: z.array(z.strictObject({ band: bandSchema.nullable(), accounts: z.int(), mrr: totalSchema })),
  }),
  answer: async ({ ctx, input }) => {
    const { bands, renewals, stand, withinDays } = await renewalList({ ctx });
    const shown = renewals.slice(0, input.limit);
    return {
      json: {
        ...standJson(stand),
        definition: stand.definition,
        within_days: withinDays,
        renewals: shown.map((one) => accountLine(one, stand)),
        more: renewals.length - shown.length,
        bands: bands.map(({ accounts, band, mrr }) => ({ band, accounts, mrr })),
      },
    };
  },
});
