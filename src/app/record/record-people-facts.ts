import { type ContactRow, upsertContacts } from '../../store/contacts-write.ts';
import type { Db } from '../../store/db.ts';
import { insertNpsAnswers, type NpsRow } from '../../store/nps-write.ts';
import { type Entry, entriesOf, type Mark } from './entry.ts';
import { normalUserKey } from './user-directory.ts';

/** Stores answers to "how likely are you to recommend us"; the same person and instant is the same answer. */
export async function recordNps(tx: Db, entries: readonly Entry[], mark: Mark): Promise<void> {
  const answers = new Map<string, { position: number; row: NpsRow }>();
  for (const { position, accountId, signal } of entriesOf(entries, 'nps')) {
    const row = {
      account_id: accountId,
      user_key: normalUserKey(signal.userKey),
      answered_at: signal.occurredAt,
      score: signal.score,
    };
    mark({ position }, 'duplicate');
    if (!answers.has(npsPlace(row))) answers.set(npsPlace(row), { position, row });
  }
  const stored = await insertNpsAnswers(
    tx,
    [...answers.values()].map((answer) => answer.row),
  );
  for (const row of stored) {
    const answer = answers.get(npsPlace(row));
    if (answer) mark(answer, 'accepted');
  }
}

/** Stores the people at an account whom we may write to; the last of several facts about one wins. */
export async function recordContacts(tx: Db, entries: readonly Entry[], mark: Mark): Promise<void> {
  const contacts = new Map<string, { position: number; row: ContactRow }>();
  for (const { position, accountId, signal } of entriesOf(entries, 'contact')) {
    const row: ContactRow = {
      account_id: accountId,
      contact_id: signal.contactId,
      name: signal.name,
      email: signal.email?.trim().toLowerCase() ?? null,
      persona: signal.persona,
      user_external_id: signal.userKey === null ? null : normalUserKey(signal.userKey),
      opted_out: signal.optedOut,
    };
    mark({ position }, 'duplicate');
    contacts.set(contactPlace(row), { position, row });
  }
  const stored = await upsertContacts(
    tx,
    [...contacts.values()].map((contact) => contact.row),
  );
  for (const row of stored) {
    const contact = contacts.get(contactPlace(row));
    if (contact) mark(contact, 'accepted');
  }
}

function npsPlace(row: Pick<NpsRow, 'account_id' | 'user_key' | 'answered_at'>): string {
  return `${row.account_id} ${row.answered_at.getTime()} ${row.user_key}`;
}

function contactPlace(row: Pick<ContactRow, 'account_id' | 'contact_id'>): string {
  return `${row.account_id} ${row.contact_id}`;
}
