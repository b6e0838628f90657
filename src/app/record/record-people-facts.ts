import type { ContactSignal } from '../../domain/signal.ts';
import { type ContactRow, readContacts, upsertContacts } from '../../store/contacts-write.ts';
import type { Db } from '../../store/db.ts';
import { insertNpsAnswers, type NpsRow } from '../../store/nps-write.ts';
import { type Entry, entriesOf, type Mark } from './entry.ts';
import { saysTheSame, statement } from './statement.ts';
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

/**
 * Stores the people at an account whom we may write to; of each field the newest statement holds, whatever arrives first.
 * Who has opted out stays out until somebody here changes it.
 */
export async function recordContacts(tx: Db, entries: readonly Entry[], mark: Mark): Promise<void> {
  const said = entriesOf(entries, 'contact');
  const keys = said.map(({ accountId, signal }) => ({ account_id: accountId, contact_id: signal.contactId }));
  const known = new Map((await readContacts(tx, keys)).map((row) => [contactPlace(row), row]));
  const changed = new Map<string, ContactRow>();
  for (const { position, accountId, signal } of said) {
    const place = contactPlace({ account_id: accountId, contact_id: signal.contactId });
    const before = known.get(place);
    const after = mergeContact(before, accountId, signal);
    mark({ position }, before !== undefined && saysTheSame(before, after) ? 'duplicate' : 'accepted');
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    known.set(place, after);
    changed.set(place, after);
  }
  await upsertContacts(tx, [...changed.values()]);
}

function mergeContact(before: ContactRow | undefined, accountId: number, signal: ContactSignal): ContactRow {
  const { pick, saidAt } = statement(signal.occurredAt, before?.said_at ?? {});
  const userKey = signal.userKey === null ? null : normalUserKey(signal.userKey);
  return {
    account_id: accountId,
    contact_id: signal.contactId,
    name: pick('name', signal.name, before?.name ?? null) ?? signal.name,
    email: pick('email', signal.email?.trim().toLowerCase(), before?.email ?? null),
    persona: pick('persona', signal.persona, before?.persona ?? null) ?? signal.persona,
    user_external_id: pick('user_external_id', userKey, before?.user_external_id ?? null),
    opted_out: signal.optedOut || before?.opted_out === true,
    said_at: saidAt(),
  };
}

function npsPlace(row: Pick<NpsRow, 'account_id' | 'user_key' | 'answered_at'>): string {
  return `${row.account_id} ${row.answered_at.getTime()} ${row.user_key}`;
}

function contactPlace(row: Pick<ContactRow, 'account_id' | 'contact_id'>): string {
  return `${row.account_id} ${row.contact_id}`;
}
