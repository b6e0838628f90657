import type { Day } from '../../domain/day.ts';
import type { Signal } from '../../domain/signal.ts';
import {
  type AccountRow,
  lockAccounts,
  readLockedAccounts,
  updateAccounts,
  upsertOwners,
} from '../../store/accounts-write.ts';
import { correctActivity } from '../../store/correct-activity.ts';
import type { Db } from '../../store/db.ts';
import { applyProfiles } from './apply-profiles.ts';
import { applyUsers } from './apply-users.ts';
import { type Entry, entriesOf, type PositionedSignal } from './entry.ts';
import { ERASED_ACCOUNT } from './erased-accounts.ts';
import { ERASED_PERSON, erasedPeople } from './erased-people.ts';
import { eventRules } from './event-rules.ts';
import { movedDates } from './moved-dates.ts';
import { firstActiveDays, planEvents, recordEvents } from './record-events.ts';
import { recordKnown } from './record-known.ts';
import { recordLosses } from './record-losses.ts';
import { recordContacts, recordNps } from './record-people-facts.ts';
import { recordSubscriptions } from './record-subscriptions.ts';
import { recordTickets } from './record-tickets.ts';
import { firstDays, resolveAccounts } from './resolve-accounts.ts';
import type { StoreSignals } from './store-input.ts';
import { missingUsers, openDirectory, rereadPeople } from './user-directory.ts';

export interface StoredSignals {
  /** Signals whose key leads to no account and may not make one; nothing of them was stored. */
  readonly awaiting: readonly PositionedSignal[];
  /** Names that accounts were given or have lost: whoever waits for one of them may have an account now. */
  readonly names: readonly string[];
}

/** Kinds whose rows are merged with what is stored, or name a person, under the lock of their account. */
const MERGED: ReadonlySet<Signal['kind']> = new Set(['account', 'user', 'contact', 'ticket', 'subscription', 'nps']);

/**
 * Stores checked signals in the caller's transaction. Locks are always taken in the same order (accounts, users,
 * events, rollup rows, the rest, each sorted), so that concurrent batches wait for one another instead of deadlocking.
 */
export async function storeSignals(tx: Db, input: StoreSignals): Promise<StoredSignals> {
  if (input.signals.length === 0 || (await recordKnown(tx, input))) return { awaiting: [], names: [] };
  const { source, active, names, dayOf, timeZone, now, mark } = input;
  const signals = input.signals.map(({ signal }) => signal);
  const { accounts: found, isOfErased, stated } = await resolveAccounts(tx, { signals, dayOf, now });
  const ofErased = input.signals.filter(({ signal }) => isOfErased(signal));
  for (const entry of ofErased) input.refuse(entry, ERASED_ACCOUNT);
  const others = ofErased.length === 0 ? input.signals : input.signals.filter(({ signal }) => !isOfErased(signal));
  let awaiting = others.filter(({ signal }) => !found.has(signal.accountKey));
  let entries: Entry[] = others.flatMap(({ position, signal }) => {
    const accountId = found.get(signal.accountKey)?.account_id;
    return accountId === undefined ? [] : [{ position, signal, accountId }];
  });
  const directory = await openDirectory(tx, entries);
  const since = earliest(entries, firstDays(signals, dayOf));
  let planned = planEvents(entries, directory, input);

  const locks = new Set(missingUsers(directory, entries).map((user) => user.accountId));
  for (const entry of entries) if (MERGED.has(entry.signal.kind)) locks.add(entry.accountId);
  const guess = firstActiveDays(planned);
  for (const row of found.values())
    if (movedDates(row, since.get(row.account_id), guess.get(row.account_id))) locks.add(row.account_id);

  await lockAccounts(tx, [...locks]);
  const locked = await readLockedAccounts(tx, [...locks]);
  const accounts = new Map(locked.map((row) => [row.account_id, row]));
  const changed = new Map<number, AccountRow>();
  const replace = (row: AccountRow) => {
    accounts.set(row.account_id, row);
    changed.set(row.account_id, row);
  };
  await rereadPeople(tx, directory, entries);
  const refused = await erasedPeople(tx, entries, directory, awaiting);
  if (refused.size > 0) {
    for (const position of refused) input.refuse({ position }, ERASED_PERSON);
    entries = entries.filter(({ position }) => !refused.has(position));
    awaiting = awaiting.filter(({ position }) => !refused.has(position));
    planned = planEvents(entries, directory, input);
  }
  if (accounts.size > 0) {
    const people = await applyUsers(tx, { active, entries, directory, accounts, replace, dayOf, mark });
    const corrected = await correctActivity(tx, {
      scope: { people },
      rules: eventRules(active, names),
      dayOf,
      timeZone,
    });
    for (const [accountId, first] of corrected) {
      const row = accounts.get(accountId);
      if (row) replace({ ...row, first_event_on: first });
    }
    const owners = applyProfiles(entriesOf(entries, 'account'), accounts, replace, mark);
    planned = planEvents(entries, directory, input);
    const firstActive = firstActiveDays(planned);
    for (const row of accounts.values()) {
      const moved = movedDates(row, since.get(row.account_id), firstActive.get(row.account_id));
      if (moved) replace({ ...row, ...moved });
    }
    await upsertOwners(tx, owners);
    await updateAccounts(tx, [...changed.values()]);
  }
  await recordEvents(tx, planned, mark);
  await recordTickets(tx, source, entries, mark);
  await recordNps(tx, entries, mark);
  await recordContacts(tx, entries, mark);
  await recordLosses(tx, entries, dayOf, mark);
  await recordSubscriptions(tx, source, entries, now, mark);
  return {
    awaiting,
    names: [...stated, ...locked.flatMap((row) => lostNames(row, changed.get(row.account_id) ?? row))],
  };
}

/** A name that two accounts had leads to the other one when one gives it up. */
function lostNames(before: AccountRow, after: AccountRow): string[] {
  if (before === after) return [];
  const kept = new Set(namesOf(after));
  return namesOf(before).filter((name) => !kept.has(name));
}

function namesOf({ aliases, domain, stripe_customer_id: customer }: AccountRow): string[] {
  return [...aliases, domain, customer].filter((name) => name !== null);
}

function earliest(entries: readonly Entry[], byKey: ReadonlyMap<string, Day>): Map<number, Day> {
  const days = new Map<number, Day>();
  for (const { accountId, signal } of entries) {
    const day = byKey.get(signal.accountKey);
    const known = days.get(accountId);
    if (day !== undefined && (known === undefined || day < known)) days.set(accountId, day);
  }
  return days;
}
