import { z } from 'zod';
import { accountPage } from '../../app/accounts/account-page.ts';
import { accountsJson } from '../../published/account-json.ts';
import { BAND_LABELS, BUCKETS } from '../../published/account-schema.ts';
import { accountsPageSchema } from '../../published/report-schemas.ts';
import { standingsCsv } from '../../published/standings-csv.ts';
import { cursorOf, placeOf } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { listOf, owner } from '../query-types.ts';

const LIMIT = 100;
const MOST = 500;

/** Accounts by their ids, page by page; all pages of one walk are of the same day. */
export const accounts = endpoint({
  path: '/v1/accounts',
  summary: 'Accounts with their numbers, by id, page by page',
  query: {
    limit: z
      .string()
      .regex(/^\d{1,4}$/, `write a whole number from 1 to ${MOST}.`)
      .transform(Number)
      .refine((limit) => limit >= 1 && limit <= MOST, `write a whole number from 1 to ${MOST}.`)
      .optional()
      .meta({ type: 'integer', minimum: 1, maximum: MOST, description: `Accounts per page; ${LIMIT} without it.` }),
    cursor: z
      .string()
      .transform((text, context) => {
        const place = placeOf(text);
        if (place === null) context.addIssue('is none of ours; take next_cursor of the page before, or begin without.');
        return place;
      })
      .optional()
      .meta({ description: 'next_cursor of the page before.' }),
    band: listOf('bands', BAND_LABELS),
    bucket: listOf('buckets', BUCKETS),
    owner,
  },
  response: accountsPageSchema,
  cost: 5,
  find: async ({ ctx, query }) => {
    const { limit = LIMIT, cursor = null, band: bands, bucket: buckets, owner: ownerEmail } = query;
    const page = await accountPage({ ctx, input: { after: cursor, limit, bands, buckets, ownerEmail } });
    return {
      kind: 'short',
      json: () => ({ ...accountsJson([page.standings], page.stand), next_cursor: page.next && cursorOf(page.next) }),
      csv: (ages) => standingsCsv(page.standings, ages ? page.stand : { ...page.stand, sources: [] }),
      next: page.next && cursorOf(page.next),
    };
  },
});
