import type { ActiveDefinition } from '../../domain/active/definition.ts';
import { isLeftOut } from '../../domain/active/eligibility.ts';
import type { UserSignal } from '../../domain/signal.ts';
import type { AccountRow } from '../../store/accounts-write.ts';
import type { PersonRef } from '../../store/correct-activity.ts';
import type { Db } from '../../store/db.ts';
import { insertUsers, type NewUser, type UserRow, updateUsers } from '../../store/users.ts';
import { type Entry, entriesOf, type Mark } from './entry.ts';
import { saysTheSame, statement } from './statement.ts';
import { enterUser, loadUsers, missingUsers, normalUserKey, type UserDirectory } from './user-directory.ts';

export interface ApplyUsers {
  readonly active: ActiveDefinition;
  readonly entries: readonly Entry[];
  readonly directory: UserDirectory;
  /** Locked accounts: numbers of new users are taken from them. */
  readonly accounts: ReadonlyMap<number, AccountRow>;
  readonly replace: (row: AccountRow) => void;
  readonly mark: Mark;
}

/**
 * Creates the people that the batch names and applies facts about them, under the locks of their accounts.
 * A profile whose e-mail address is a user's id so far gives that user its real id.
 * @returns people who were known before and whose activity counts now, or does no more.
 */
export async function applyUsers(tx: Db, input: ApplyUsers): Promise<PersonRef[]> {
  const { active, entries, directory, accounts, replace, mark } = input;
  const profiles = entriesOf(entries, 'user').sort(
    (a, b) => a.signal.occurredAt.getTime() - b.signal.occurredAt.getTime(),
  );
  const missing = missingUsers(directory, entries);
  const reread = missing.map(({ accountId, key }) => ({ accountId, key }));
  for (const { accountId, signal } of profiles) {
    reread.push({ accountId, key: normalUserKey(signal.userKey) });
    if (signal.email) reread.push({ accountId, key: signal.email.trim().toLowerCase() });
  }
  await loadUsers(tx, directory, reread);
  const added = new Map<string, NewUser>();
  const changed = new Map<string, UserRow>();
  const turned = new Map<string, PersonRef>();
  const current = new Map(accounts);
  const keep = (row: UserRow, before: UserRow) => {
    const place = `${row.account_id} ${row.user_no}`;
    const fresh = added.get(place);
    if (fresh) added.set(place, { ...row, first_seen_at: fresh.first_seen_at });
    else changed.set(place, row);
    const turns = !fresh && isCounted(row) !== isCounted(before);
    if (turns) turned.set(place, { accountId: row.account_id, userNo: row.user_no });
    enterUser(directory, row);
  };
  const create = (accountId: number, key: string, seenAt: Date): UserRow | null => {
    const account = current.get(accountId);
    if (account === undefined) return null;
    const row = judged(newUser(account, key), active);
    const taken = { ...account, next_user_no: account.next_user_no + 1 };
    current.set(accountId, taken);
    replace(taken);
    added.set(`${row.account_id} ${row.user_no}`, { ...row, first_seen_at: seenAt });
    enterUser(directory, row);
    return row;
  };
  for (const { position, accountId, signal } of profiles) {
    const known = userOfProfile(directory, accountId, signal);
    const row = known ?? create(accountId, normalUserKey(signal.userKey), signal.occurredAt);
    if (row === null) continue;
    const merged = judged(mergeUser(row, signal), active);
    const same = saysTheSame(merged, row);
    if (JSON.stringify(merged) !== JSON.stringify(row)) keep(merged, row);
    mark({ position }, known && same ? 'duplicate' : 'accepted');
  }
  for (const user of missingUsers(directory, entries)) create(user.accountId, user.key, user.seenAt);
  await insertUsers(tx, [...added.values()]);
  await updateUsers(tx, [...changed.values()]);
  return [...turned.values()];
}

/** Whether the sources and the configuration both let the person count. */
function isCounted({ counts, excluded }: Pick<UserRow, 'counts' | 'excluded'>): boolean {
  return counts && !excluded;
}

function judged(row: UserRow, active: ActiveDefinition): UserRow {
  return { ...row, excluded: isLeftOut(row, active) };
}

function userOfProfile(directory: UserDirectory, accountId: number, signal: UserSignal): UserRow | undefined {
  const byId = directory.byId.get(`${accountId} ${normalUserKey(signal.userKey)}`);
  if (byId) return byId;
  const address = signal.email?.trim().toLowerCase() ?? normalUserKey(signal.userKey);
  const byEmail = directory.byEmail.get(`${accountId} ${address}`);
  const named = signal.userKey.includes('@') || byEmail?.external_id === address;
  return named ? byEmail : undefined;
}

function newUser(account: AccountRow, key: string): UserRow {
  return {
    account_id: account.account_id,
    user_no: account.next_user_no,
    external_id: key,
    email: key.includes('@') ? key : null,
    name: null,
    role: null,
    department: null,
    seat_assigned: null,
    counts: true,
    excluded: false,
    said_at: {},
  };
}

function mergeUser(row: UserRow, signal: UserSignal): UserRow {
  const key = normalUserKey(signal.userKey);
  const { pick, saidAt } = statement(signal.occurredAt, row.said_at);
  return {
    ...row,
    external_id: key.includes('@') ? row.external_id : key,
    email: pick('email', signal.email?.trim().toLowerCase(), row.email),
    name: pick('name', signal.name, row.name),
    role: pick('role', signal.role, row.role),
    department: pick('department', signal.department, row.department),
    seat_assigned: pick('seat_assigned', signal.seatAssigned, row.seat_assigned),
    counts: pick('counts', signal.counts, row.counts) ?? row.counts,
    said_at: saidAt(),
  };
}
