import type { AccountSignal } from '../../domain/signal.ts';
import { issueProblem } from '../events/incoming-event.ts';
import type { ParsedItem } from '../source.ts';
import { customerSchema } from './shapes.ts';
import { metadataAccount } from './subscription.ts';

/** Providers of private mailboxes: their domain says nothing about the account. */
const MAILBOX_DOMAINS: ReadonlySet<string> = new Set(
  'gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com gmx.de gmx.net web.de proton.me protonmail.com'.split(
    ' ',
  ),
);

/** The profile that a customer event describes; without an account id it waits until an account knows the customer. */
export function customerSignals(object: unknown, event: { readonly at: Date }): ParsedItem {
  const parsed = customerSchema.safeParse(object);
  if (!parsed.success) return issueProblem(parsed.error, 'data.object');
  const customer = parsed.data;
  const account = metadataAccount(customer.metadata);
  const profile: AccountSignal = {
    kind: 'account',
    accountKey: account ?? customer.id,
    knownOnly: account === null ? true : undefined,
    occurredAt: event.at,
    stripeCustomerId: customer.id,
    name: customer.business_name?.trim() || customer.name?.trim() || undefined,
    domain: domainOf(customer.email ?? ''),
  };
  return { signals: [profile] };
}

function domainOf(email: string): string | undefined {
  const domain = /^[^@\s]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i.exec(email.trim())?.[1]?.toLowerCase();
  return domain === undefined || MAILBOX_DOMAINS.has(domain) ? undefined : domain;
}
