import { z } from 'zod';
import type { AccountSignal } from '../../domain/signal.ts';
import { issueProblem } from '../events/incoming-event.ts';
import type { ParsedItem } from '../source.ts';
import { id, optionalId, optionalText, organizationKey, type ZendeskEvent } from './shapes.ts';

const organizationSchema = z.object({ id, name: optionalText, external_id: optionalText });
const changeSchema = z.object({ current: optionalText, previous: optionalText });
const userSchema = z.object({
  organization_id: optionalId,
  external_id: optionalText,
  email: optionalText,
  role: optionalText,
});

const NAMED: ReadonlySet<string> = new Set(['created', 'name_changed']);
const GONE: ReadonlySet<string> = new Set(['deleted', 'merged']);

/**
 * An organization's name, when it gets one or another, and the account that its `external_id` names: from then on the
 * organization's number leads to that account, and no longer to the one that was named before.
 */
export function organizationEvent({ detail, event, time }: ZendeskEvent, action: string): ParsedItem {
  const change = action === 'external_id_changed' ? changeSchema.safeParse(event).data : undefined;
  const parsed = organizationSchema.safeParse(change ? { ...detail, external_id: change.current } : detail);
  if (!parsed.success) return issueProblem(parsed.error, 'detail');
  const { external_id: account, ...organization } = parsed.data;
  const key = organizationKey(organization.id);
  const about = { kind: 'account', knownOnly: true, occurredAt: time } as const;
  const name = organization.name ?? undefined;
  const signals: AccountSignal[] = NAMED.has(action) ? [{ ...about, accountKey: key, name }] : [];
  const before = change?.previous ?? null;
  if (before !== null && before !== account) {
    signals.push({ ...about, accountKey: before, aliases: [organizationKey('')] });
  }
  const isMapped = change !== undefined || NAMED.has(action);
  if (account !== null && isMapped) signals.push({ ...about, accountKey: account, aliases: [key], name });
  return { signals };
}

/**
 * Whose e-mail address it is, of customers that carry the product's own id of the person as `external_id`. Whoever is
 * known to the help desk alone is no user of the product.
 */
export function userEvent({ detail, time }: ZendeskEvent, action: string): ParsedItem {
  const parsed = userSchema.safeParse(detail);
  if (!parsed.success) return issueProblem(parsed.error, 'detail');
  const { organization_id, external_id: userKey, email, role } = parsed.data;
  const isCustomer = role === null || /^end[-_ ]user$/i.test(role);
  if (GONE.has(action) || !isCustomer || organization_id === null || userKey === null) return { signals: [] };
  const accountKey = organizationKey(organization_id);
  return {
    signals: [{ kind: 'user', accountKey, knownOnly: true, occurredAt: time, userKey, email: email ?? undefined }],
  };
}
