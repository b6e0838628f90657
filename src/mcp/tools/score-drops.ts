import { z } from 'zod';
import type { DataStand } from '../../app/freshness/freshness-report.ts';
import { portfolioMovers } from '../../app/rollup/portfolio-movers.ts';
import type { Mover } from '../../app/rollup/rollup-report.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { bandSchema, daySchema, tenthsSchema } from '../../published/account-schema.ts';
import { standJson } from '../../published/stand-json.ts';
import { whyJson } from '../../published/why-json.ts';
import { termSchema } from '../../published/why-schema.ts';
import { accountLine, accountLineSchema, listShape } from '../account-line.ts';
import { tool } from '../tool.ts';

export const scoreDropsTool = tool({
  name: 'score_drops',
  title: 'Largest falls of the score in a week',
  description: 'The five accounts whose score fell most against about a week before, under the same rules, and why.',
  input: z.strictObject({}),
  output: z.strictObject({
    ...listShape,
    since: daySchema.nullable().describe('The day compared with; null: there is no snapshot a week before.'),
    compared: z.int().describe('Accounts with a score on both days.'),
    drops: z.array(
      z.strictObject({
        account: accountLineSchema,
        was: tenthsSchema,
        was_band: bandSchema.nullable(),
        change: tenthsSchema,
        terms: z.array(termSchema),
      }),
    ),
  }),
  answer: async ({ ctx }) => {
    const { compared, down, since, stand } = await portfolioMovers({ ctx });
    const drops = down.map((mover) => dropJson(mover, stand));
    return { json: { ...standJson(stand), definition: stand.definition, since, compared, drops } };
  },
});

function dropJson({ changeTenths, standing, wasBand, wasTenths, why }: Mover, stand: DataStand) {
  return {
    account: accountLine(standing, stand),
    was: formatTenths(wasTenths),
    was_band: wasBand,
    change: formatTenths(changeTenths),
    terms: why === undefined ? [] : whyJson(why).terms,
  };
}
