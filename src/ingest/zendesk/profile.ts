import { z } from 'zod';
import { issueProblem } from '../events/incoming-event.ts';
import type { ParsedItem } from '../source.ts';
import { id, optionalId, optionalText, organizationKey, type ZendeskEvent } from './shapes.ts';

const organizationSchema = z.object({ id, name: optionalText });
const userSchema = z.object({
  organization_id: optionalId,
  external_id: optionalText,
  email: optionalText,
  role: optionalText,
});

const NAMED: ReadonlySet<string> = new Set(['created', 'name_changed']);
const GONE: ReadonlySet<string> = new Set(['deleted', 'merged']);

/** An organization's name, when it gets one or another. */
export function organizationEvent({ detail, time }: ZendeskEvent, action: string): ParsedItem {
  if (!NAMED.has(action)) return { signals: [] };
  const parsed = organizationSchema.safeParse(detail);
  if (!parsed.success) return issueProblem(parsed.error, 'detail');
  const accountKey = organizationKey(parsed.data.id);
  const name = parsed.data.name ?? undefined;
  return { signals: [{ kind: 'account', accountKey, knownOnly: true, occurredAt: time, name }] };
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
