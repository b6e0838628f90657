import type { ExclusionReason } from '../../../domain/facts.ts';
import type { CsvKind, CsvRow } from '../kind.ts';

const REASONS = ['usage_based_plan', 'trial', 'internal', 'cancelled', 'free'] as const satisfies ExclusionReason[];

/** Ids of other systems, by column; they become aliases such as `zendesk:4711`. */
const SYSTEMS = { zendesk_organization_id: 'zendesk', hubspot_company_id: 'hubspot' } as const;

/** Accounts with owner, plan and renewal; aliases and ids of other systems are separated by `|`. */
export const accounts = {
  kind: 'accounts',
  fields: {
    account_id: 'text',
    name: 'text',
    domain: 'domain',
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
    zendesk_organization_id: 'text',
    hubspot_company_id: 'text',
  },
  required: ['account_id'],
  ahead: ['renews_on'],
  identity: (row) => [row['account_id']],
  needs: { owner_name: 'owner_email', owner_slack_id: 'owner_email' },
  toItem: (row, { now }) => ({
    signals: [
      {
        kind: 'account',
        accountKey: row['account_id'] ?? '',
        occurredAt: now,
        name: row['name'],
        domain: row['domain'],
        aliases: aliasesOf(row),
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

/** All aliases of a row; undefined when it has none of the columns. `-` in a system's column takes its ids away. */
function aliasesOf(row: CsvRow): string[] | undefined {
  const plain = row['aliases'] === undefined ? undefined : parts(row['aliases']);
  const own = Object.entries(SYSTEMS).flatMap(([column, system]) => {
    const cell = row[column];
    return cell === undefined ? [] : cell.trim() === '-' ? [`${system}:`] : parts(cell).map((id) => `${system}:${id}`);
  });
  return plain === undefined && own.length === 0 ? undefined : [...(plain ?? []), ...own];
}

function parts(cell: string): string[] {
  return cell
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
