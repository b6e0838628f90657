import { z } from 'zod';
import { isTimeZone } from '../../lib/local-time.ts';

const WEEKDAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const BANDS = ['CRITICAL', 'WARN', 'ok', 'healthy', 'champion'] as const;
const MOST_DIGESTS = 20;

const channelId = z
  .string()
  .regex(/^[CG][A-Z0-9]{2,20}$/, 'must be a channel id such as C0123456789 (names change, ids do not)');

/** 'mon-fri' or 'mon,wed,fri' as ISO weekday numbers, Monday = 1. */
const weekdays = z.string().transform((text, check) => {
  const days = new Set<number>();
  for (const part of text.toLowerCase().split(',')) {
    const [from = '', to = from, ...rest] = part.trim().split('-');
    const [first, last] = [WEEKDAYS.indexOf(from), WEEKDAYS.indexOf(to)];
    if (first < 0 || last < 0 || rest.length > 0) {
      check.addIssue({ code: 'custom', message: 'must be weekdays such as mon-fri or mon,wed,fri' });
      return z.NEVER;
    }
    for (let day = first; ; day = (day + 1) % 7) {
      days.add(day + 1);
      if (day === last) break;
    }
  }
  return [...days].sort((a, b) => a - b);
});

const filterSchema = z.strictObject({
  plan: z.string().min(1).max(200).optional(),
  /** An e-mail address, or the id of a Slack user. */
  owner: z.string().min(1).max(200).optional(),
  renews_within_days: z
    .int('must be a whole number of days')
    .min(1, 'must be 1 to 730 days')
    .max(730, 'must be 1 to 730 days')
    .optional(),
  bands: z.array(z.enum(BANDS)).min(1).optional(),
});

const digestSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,29}$/, 'must be a short name of small letters, digits and dashes, such as enterprise'),
  channel: channelId.optional(),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a local time such as "09:00", in quotes')
    .optional(),
  days: weekdays.optional(),
  zone: z.string().refine(isTimeZone, 'must be an IANA zone such as Europe/Berlin').optional(),
  filter: filterSchema.default({}),
  empty: z.enum(['heartbeat', 'silent']).default('heartbeat'),
  rollup: z.strictObject({ day: weekdays.default([1]), channel: channelId.optional() }).optional(),
});

export type DigestSettings = z.infer<typeof digestSchema>;

/** The digests of the settings file; what one leaves out is as in the environment. Names are unique. */
export const digestsSchema = z
  .array(digestSchema)
  .max(MOST_DIGESTS, `must be at most ${MOST_DIGESTS} digests`)
  .superRefine((digests, check) => {
    for (const [index, { name }] of digests.entries()) {
      if (digests.findIndex((other) => other.name === name) === index) continue;
      const message = `is the name of two digests: ${name}. Give each its own`;
      check.addIssue({ code: 'custom', path: [index, 'name'], message });
    }
  });

/** Who is named, and told, where an account has no owner, or one who has left. */
export const fallbackOwnerSchema = z
  .string()
  .regex(/^[UW][A-Z0-9]{2,20}$/, 'must be the id of a Slack user such as U0123456789')
  .nullable();
