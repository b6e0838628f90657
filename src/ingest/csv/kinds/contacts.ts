import { type CsvKind, flagOf } from '../kind.ts';

const PERSONAS = ['admin', 'key_contact', 'exec', 'procurement'] as const;

/** People at an account whom we may write to; without an id of their own they are known by e-mail address or name. */
export const contacts = {
  kind: 'contacts',
  fields: {
    account_id: 'text',
    contact_id: 'text',
    name: 'text',
    email: 'email',
    persona: PERSONAS,
    user_id: 'text',
    opted_out: 'flag',
  },
  required: ['account_id', 'name', 'persona'],
  toItem: (row, { now }) => ({
    signals: [
      {
        kind: 'contact',
        accountKey: row['account_id'] ?? '',
        occurredAt: now,
        contactId: row['contact_id'] ?? row['email']?.toLowerCase() ?? row['name'] ?? '',
        name: row['name'] ?? '',
        email: row['email'] ?? null,
        persona: PERSONAS.find((persona) => persona === row['persona']) ?? 'key_contact',
        userKey: row['user_id'] ?? null,
        optedOut: flagOf(row['opted_out']) ?? false,
      },
    ],
  }),
} satisfies CsvKind;
