import { type CsvKind, flagOf, nameOf } from '../kind.ts';

const PERSONAS = ['admin', 'key_contact', 'exec', 'procurement'] as const;

/** People at an account whom we may write to; without an id of their own they are known by e-mail address or name. */
export const contacts = {
  kind: 'contacts',
  fields: {
    account_id: 'text',
    contact_id: 'text',
    name: 'text',
    first_name: 'text',
    last_name: 'text',
    email: 'email',
    persona: PERSONAS,
    user_id: 'text',
    opted_out: 'flag',
  },
  required: ['account_id', 'persona'],
  identity: (row) => [row['account_id'], row['contact_id'] ?? row['email'] ?? nameOf(row)],
  toItem: (row, { now }) => {
    const name = nameOf(row);
    if (name === undefined) {
      return { code: 'invalid', message: 'name: is empty; a contact needs a name, or a first_name and last_name' };
    }
    return {
      signals: [
        {
          kind: 'contact',
          accountKey: row['account_id'] ?? '',
          occurredAt: now,
          contactId: row['contact_id'] ?? row['email']?.toLowerCase() ?? name,
          name,
          email: row['email'] ?? null,
          persona: PERSONAS.find((persona) => persona === row['persona']) ?? 'key_contact',
          userKey: row['user_id'] ?? null,
          optedOut: flagOf(row['opted_out']) ?? false,
        },
      ],
    };
  },
} satisfies CsvKind;
