import { z } from 'zod';

const count = z.int();
const pair = z.tuple([count, count]).describe('The current 14 days, and twice the median of the earlier fortnights.');

/** What a component measured, as numbers. */
export const evidenceSchema = z
  .discriminatedUnion('key', [
    z.strictObject({ key: z.literal('utilization'), activeUsers: count, paidSeats: count }),
    z.strictObject({ key: z.literal('regularity'), activeWeeks: count, weeks: count }),
    z.strictObject({
      key: z.literal('trend'),
      events: pair,
      userDays: pair,
      allowanceNum: count,
      allowanceDen: count,
      xHundredths: count,
      fleetFactor: count.describe('Per mille.'),
      priorBlocks: count,
    }),
    z.strictObject({ key: z.literal('reliability'), errors: count, events: count }),
    z.strictObject({ key: z.literal('support'), tickets: count, urgent: count, people: count }),
    z.strictObject({ key: z.literal('key_contact'), days: count }),
    z.strictObject({ key: z.literal('nps'), sum: count, count }),
  ])
  .meta({ id: 'Evidence', description: 'What a component measured, as whole numbers.' });
