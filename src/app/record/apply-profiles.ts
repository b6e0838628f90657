import type { AccountSignal } from '../../domain/signal.ts';
import type { AccountRow, OwnerRow } from '../../store/accounts-write.ts';
import type { Entry, Mark } from './entry.ts';
import { mergeAliases } from './merge-aliases.ts';
import { saysTheSame, statement } from './statement.ts';

/**
 * Applies facts about accounts to their locked rows. Of each field the newest statement holds, so that late deliveries
 * fill what is unknown and turn nothing back.
 * @returns the owners that were named.
 */
export function applyProfiles(
  entries: readonly Entry<AccountSignal>[],
  accounts: ReadonlyMap<number, AccountRow>,
  replace: (row: AccountRow) => void,
  mark: Mark,
): OwnerRow[] {
  const owners = new Map<string, OwnerRow>();
  const sorted = [...entries].sort((a, b) => a.signal.occurredAt.getTime() - b.signal.occurredAt.getTime());
  const current = new Map(accounts);
  for (const entry of sorted) {
    const row = current.get(entry.accountId);
    if (row === undefined) continue;
    const merged = mergeProfile(row, entry.signal);
    const same = saysTheSame(merged, { ...row, updated_at: merged.updated_at });
    mark(entry, same ? 'duplicate' : 'accepted');
    if (JSON.stringify(merged) !== JSON.stringify(row)) {
      current.set(entry.accountId, merged);
      replace(merged);
    }
    const { owner } = entry.signal;
    if (owner) {
      const email = owner.email.toLowerCase();
      const named = owners.get(email);
      owners.set(email, {
        email,
        name: owner.name ?? named?.name ?? null,
        slackUserId: owner.slackUserId ?? named?.slackUserId ?? null,
      });
    }
  }
  return [...owners.values()];
}

/** Stands for the statement that nothing excludes an account. */
const COUNTS = 'counts';

function mergeProfile(row: AccountRow, signal: AccountSignal): AccountRow {
  // What a row says without anybody having said it (its id for a name, its first sign for a date) gives way.
  const { pick, saidAt } = statement(signal.occurredAt, row.said_at, row.updated_at);
  const name = pick('name', signal.name || null, row.name === row.external_id ? null : row.name);
  const since = pick('customer_since', signal.customerSince, row.customer_since_given ? row.customer_since : null);
  const said = signal.excludedReason === null ? COUNTS : signal.excludedReason;
  const exclusion = pick<AccountRow['excluded_reason'] | typeof COUNTS>('excluded_reason', said, row.excluded_reason);
  return {
    ...row,
    name: name ?? row.name,
    domain: pick('domain', signal.domain?.toLowerCase(), row.domain),
    aliases: mergeAliases(row.aliases, signal.aliases, pick),
    plan: pick('plan', signal.plan, row.plan),
    industry: pick('industry', signal.industry, row.industry),
    owner_email: pick('owner_email', signal.owner?.email.toLowerCase(), row.owner_email),
    customer_since: since ?? row.customer_since,
    customer_since_given: since !== null,
    renews_on: pick('renews_on', signal.renewsOn, row.renews_on),
    excluded_reason: exclusion === COUNTS ? null : exclusion,
    stripe_customer_id: pick('stripe_customer_id', signal.stripeCustomerId, row.stripe_customer_id),
    updated_at: signal.occurredAt >= row.updated_at ? signal.occurredAt : row.updated_at,
    said_at: saidAt(),
  };
}
