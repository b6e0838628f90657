import type { ExclusionReason } from '../../../domain/facts.ts';
import type { CsvKind } from '../kind.ts';

const REASONS = ['usage_based_plan', 'trial', 'internal', 'cancelled', 'free'] as const satisfies ExclusionReason[];

/** Accounts with owner, plan and renewal; aliases are separated by `|`. */
export const accounts = {
  kind: 'accounts',
  fields: {
    account_id: 'text',
    name: 'text',
    domain: 'text',
    aliases: 'text',
    plan: 'text',
    industry: 'text',
    owner_email: 'email',
    owner_name: 'text',
    owner_slack_id: 'text',
    customer_since: 'day',
    renews_on: 'day',
    excluded_reason: REASONS,
    stripe_customer_id: 'text',
  },
  required: ['account_id'],
  toItem: (row, { now }) => ({
    signals: [
      {
        kind: 'account',
        accountKey: row['account_id'] ?? '',
        occurredAt: now,
        name: row['name'],
        domain: row['domain'],
        aliases: row['aliases']
          ?.split('|')
          .map((alias) => alias.trim())
          .filter((alias) => alias !== ''),
        plan: row['plan'],
        industry: row['industry'],
        owner: row['owner_email']
          ? { email: row['owner_email'], name: row['owner_name'], slackUserId: row['owner_slack_id'] }
          : undefined,
        customerSince: row['customer_since'],
        renewsOn: row['renews_on'],
        excludedReason: REASONS.find((reason) => reason === row['excluded_reason']),
        stripeCustomerId: row['stripe_customer_id'],
      },
    ],
  }),
} satisfies CsvKind;
