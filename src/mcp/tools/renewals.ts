import { z } from 'zod';
import type { CalendarGroup, RenewalGap } from '../../app/renewals/calendar-report.ts';
import { renewalCalendar } from '../../app/renewals/renewal-calendar.ts';
import { RENEWAL_GROUPS } from '../../domain/renewal-group.ts';
import { accountShape } from '../../published/account-schema.ts';
import { totalSchema } from '../../published/report-schemas.ts';
import { standJson } from '../../published/stand-json.ts';
import { accountLine, accountLineSchema, listShape } from '../account-line.ts';
import { limit, owner } from '../inputs.ts';
import { tool } from '../tool.ts';

const DEFAULT = 90;

const groupSchema = z.strictObject({
  from_days: z.int(),
  within_days: z.int(),
  accounts: z.int(),
  mrr: totalSchema,
  seat_exposure: totalSchema.describe('Unused seats’ share of the MRR. Never to be added to churn exposure.'),
  churn_exposure: totalSchema.describe('Full MRR of CRITICAL accounts and of those that gave notice.'),
});
const gapSchema = z.strictObject({
  accounts: z.int(),
  mrr: totalSchema,
  largest: z.array(accountShape.account_id).describe('Those with the largest MRR.'),
});

export const renewalsTool = tool({
  name: 'renewals',
  title: 'Renewals of the next 30 to 120 days',
  description:
    'Accounts whose contract renews soon, the earliest first, with MRR and exposure by how near they are, and the paying accounts whose renewal is not known or has passed.',
  input: z.strictObject({
    within_days: z
      .literal(RENEWAL_GROUPS)
      .optional()
      .describe(`How far to look ahead; ${DEFAULT} without it.`)
      .transform((days) => days ?? DEFAULT),
    owner,
    limit,
  }),
  output: z.strictObject({
    ...listShape,
    within_days: z.int(),
    renewals: z.array(accountLineSchema),
    more: z.int().describe('Renewals beyond those listed; groups are of all.'),
    groups: z.array(groupSchema),
    undated: gapSchema,
    passed: gapSchema,
  }),
  answer: async ({ ctx, input }) => {
    const { limit: most, owner: ownerEmail, within_days: withinDays } = input;
    const { groups, past, stand, undated } = await renewalCalendar({ ctx, input: { withinDays, ownerEmail } });
    const shown = groups.flatMap(({ renewals }) => renewals).slice(0, most);
    const all = groups.reduce((sum, { accounts }) => sum + accounts, 0);
    return {
      json: {
        ...standJson(stand),
        definition: stand.definition,
        within_days: withinDays,
        renewals: shown.map((one) => accountLine(one, stand)),
        more: all - shown.length,
        groups: groups.map(groupJson),
        undated: gapJson(undated),
        passed: gapJson(past),
      },
    };
  },
});

function groupJson({ accounts, churnExposure, fromDays, mrr, seatExposure, withinDays }: CalendarGroup) {
  return {
    from_days: fromDays,
    within_days: withinDays,
    accounts,
    mrr,
    seat_exposure: seatExposure,
    churn_exposure: churnExposure,
  };
}

function gapJson({ accounts, largest, mrr }: RenewalGap) {
  return { accounts, mrr, largest: largest.map(({ account }) => account.accountId) };
}
