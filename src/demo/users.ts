import type { DemoContact, DemoUser } from './demo-account.ts';
import { emailOf, fullName, personName } from './person-names.ts';

const DEPARTMENTS = ['Engineering', 'Operations', 'Support', 'Sales', 'Finance', 'Marketing'] as const;

export interface UsersInput {
  readonly accountId: string;
  readonly domain: string;
  readonly users: number;
  /** The first so many users are admins. */
  readonly admins: number;
  /** The first so many users hold a seat. */
  readonly assigned: number;
}

/** An account's people, in the order in which the activity counts them. */
export function makeUsers({ accountId, domain, users, admins, assigned }: UsersInput): DemoUser[] {
  return Array.from({ length: users }, (_, index) => {
    const name = personName(accountId, index);
    return {
      userId: `${accountId}-u${String(index).padStart(3, '0')}`,
      name: fullName(name),
      email: emailOf(name, domain),
      role: index < admins ? 'admin' : 'ic',
      department: DEPARTMENTS[Math.floor((index * DEPARTMENTS.length) / users)] ?? 'Operations',
      seatAssigned: index < assigned,
    };
  });
}

export interface ContactsInput {
  readonly accountId: string;
  readonly domain: string;
  readonly users: readonly DemoUser[];
  /** Index of the user who is the key contact; null: none is named. */
  readonly keyContact: number | null;
  readonly withBuyers: boolean;
}

/** The admin and the key contact use the product themselves; executives and buyers do not. */
export function makeContacts({ accountId, domain, users, keyContact, withBuyers }: ContactsInput): DemoContact[] {
  const contacts: DemoContact[] = [];
  const adminIndex = keyContact === 0 && users.length > 1 ? 1 : 0;
  const inside = [
    ['admin', users[adminIndex]],
    ['key_contact', keyContact === null ? undefined : users[keyContact]],
  ] as const;
  for (const [persona, user] of inside) {
    if (user)
      contacts.push({ ...contactBase(accountId, persona), name: user.name, email: user.email, userId: user.userId });
  }
  if (!withBuyers) return contacts;
  for (const [offset, persona] of (['exec', 'procurement'] as const).entries()) {
    const name = personName(accountId, users.length + offset);
    contacts.push({
      ...contactBase(accountId, persona),
      name: fullName(name),
      email: emailOf(name, domain),
      userId: null,
    });
  }
  return contacts;
}

function contactBase<P extends DemoContact['persona']>(
  accountId: string,
  persona: P,
): { contactId: string; persona: P } {
  return { contactId: `${accountId}-${persona.replace('_', '-')}`, persona };
}
