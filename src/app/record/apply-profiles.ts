import type { AccountSignal } from '../../domain/signal.ts';
import type { AccountRow, OwnerRow } from '../../store/accounts-write.ts';
import type { Entry, Mark } from './entry.ts';

/**
 * Applies facts about accounts to their locked rows, oldest first. A fact that is older than the newest one applied
 * only fills what is still unknown, so that late deliveries turn nothing back.
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
    const changed = JSON.stringify(merged) !== JSON.stringify({ ...row, updated_at: merged.updated_at });
    mark(entry, changed ? 'accepted' : 'duplicate');
    if (changed) {
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

function mergeProfile(row: AccountRow, signal: AccountSignal): AccountRow {
  const newer = signal.occurredAt.getTime() >= row.updated_at.getTime();
  const pick = <T>(given: T | undefined, known: T | null): T | null =>
    newer ? (given ?? known) : (known ?? given ?? null);
  const unnamed = row.name === row.external_id;
  const since = signal.customerSince !== undefined && (newer || !row.customer_since_given);
  return {
    ...row,
    name: signal.name !== undefined && signal.name !== '' && (newer || unnamed) ? signal.name : row.name,
    domain: pick(signal.domain?.toLowerCase(), row.domain),
    aliases: signal.aliases && (newer || row.aliases.length === 0) ? [...signal.aliases] : row.aliases,
    plan: pick(signal.plan, row.plan),
    industry: pick(signal.industry, row.industry),
    owner_email: pick(signal.owner?.email.toLowerCase(), row.owner_email),
    customer_since: since ? (signal.customerSince ?? row.customer_since) : row.customer_since,
    customer_since_given: since || row.customer_since_given,
    renews_on: pick(signal.renewsOn, row.renews_on),
    excluded_reason: pick(signal.excludedReason, row.excluded_reason),
    stripe_customer_id: pick(signal.stripeCustomerId, row.stripe_customer_id),
    updated_at: newer ? signal.occurredAt : row.updated_at,
  };
}
