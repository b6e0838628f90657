import { z } from 'zod';
import type { ExclusionReason } from '../domain/facts.ts';

const REASONS = [
  'usage_based_plan',
  'trial',
  'internal',
  'cancelled',
  'free',
] as const satisfies readonly ExclusionReason[];
const PRESETS = ['balanced', 'classic', 'classic_mrr50'] as const;

const orMissing = (text: string) => ({
  error: (issue: { readonly input?: unknown }) => (issue.input === undefined ? `is missing; it ${text}` : text),
});
const count = z.int(orMissing('must be a whole number, 0 or more')).min(0, 'must not be negative; use 0 for none');
const maybe = count.nullish();
const label = z.string('must be text').max(80, 'must have at most 80 characters').nullish();
const flag = z.boolean('must be true or false').optional();

const facts = {
  account_id: z.string(orMissing('must be the account id as text')).min(1, 'must not be empty'),
  currency: z
    .string(orMissing('must be a currency code such as USD'))
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD'),
  plan: label,
  industry: label,
  age_days: count,
  data_days: count,
  never_seen: flag,
  excluded: z.enum(REASONS, `must be one of ${REASONS.join(', ')}, or null`).nullish(),
  paid_seats: count,
  paid_seats_90d_ago: maybe,
  seats_added_60d: count.optional(),
  growth_plan_active: flag,
  active_users_30d: count,
  active_user_windows: z
    .array(count, 'must be a list of counts')
    .max(4, 'must hold at most four windows, oldest first'),
  active_users_28d: count.optional(),
  mrr_minor: count,
  mrr_reporting_minor: maybe,
  days_to_renewal: z.int('must be whole days; below 0 once the renewal has passed').nullish(),
  cancel_at_period_end: flag,
  past_due_days: count.optional(),
  events_30d: count,
  event_blocks_14d: blocks(),
  user_day_blocks_14d: blocks(),
  active_weeks: count.max(13, 'must be at most 13 weeks'),
  last_active_days: maybe,
  silent_14d: flag,
  errors_30d: maybe,
  tickets_30d: maybe,
  urgent_tickets_open: maybe,
  key_contact_days: maybe,
  nps_sum: maybe,
  nps_count: maybe,
};

function blocks() {
  return z
    .array(count, orMissing('must be a list of counts'))
    .max(7, 'must hold at most seven blocks of 14 days, newest first');
}

const factsSchema = z.strictObject(facts, {
  error: (issue) =>
    issue.code === 'unrecognized_keys'
      ? `is not a fact name; remove it or use one of ${Object.keys(facts).join(', ')}`
      : 'must be an object of facts',
});

/** The input of `score --facts`: which model, and the facts of each account. */
export const factsFileSchema = z.strictObject(
  {
    definition: z
      .union([z.enum(PRESETS), z.record(z.string(), z.unknown())], {
        error: `must be one of ${PRESETS.join(', ')}, or a definition object`,
      })
      .default('balanced'),
    accounts: z.array(factsSchema, orMissing('must be a list of accounts, each an object of facts')),
  },
  { error: 'is not part of the input; it holds "definition" and "accounts"' },
);
