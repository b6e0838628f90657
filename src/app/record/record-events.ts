import type { ActiveDefinition } from '../../domain/active/definition.ts';
import { isActivity, isLeftOut } from '../../domain/active/eligibility.ts';
import type { Day } from '../../domain/day.ts';
import type { ActivitySignal, ErrorSignal } from '../../domain/signal.ts';
import type { Db } from '../../store/db.ts';
import { EVENT_KIND, type EventRow, insertEvents } from '../../store/insert-events.ts';
import type { UserRow } from '../../store/users.ts';
import type { Entry, Mark } from './entry.ts';
import { findUser, type UserDirectory } from './user-directory.ts';

/** The name under which errors are listed. */
export const ERROR_EVENT_NAME = '$exception';

export interface PlannedEvent extends EventRow {
  readonly position: number;
}

export interface EventFrame {
  readonly active: ActiveDefinition;
  /** Numbers of the names of events and surfaces. */
  readonly names: ReadonlyMap<string, number>;
  readonly dayOf: (instant: Date) => Day;
}

/** Who somebody is within their account, and whether what they do counts for a seat. */
export interface Doer {
  readonly userNo: number;
  readonly counts: boolean;
}

/** Rows for the product events and errors of a batch; whoever does not count for a seat makes other events. */
export function planEvents(entries: readonly Entry[], directory: UserDirectory, frame: EventFrame): PlannedEvent[] {
  return entries.flatMap((entry) => {
    const { accountId, signal } = entry;
    if (signal.kind !== 'activity' && signal.kind !== 'error') return [];
    const human = signal.kind === 'error' || signal.actor === 'human';
    const user = human && signal.userKey !== null ? findUser(directory, accountId, signal.userKey) : undefined;
    return planEvent({ ...entry, signal }, user && doerOf(user, frame.active), frame) ?? [];
  });
}

/** A person as far as it matters for what they do. */
export function doerOf(
  user: Pick<UserRow, 'user_no' | 'external_id' | 'email' | 'role' | 'counts'>,
  active: ActiveDefinition,
): Doer {
  return { userNo: user.user_no, counts: user.counts && !isLeftOut(user, active) };
}

/** The name of an event, under which errors have one too. */
export function nameOf(signal: ActivitySignal | ErrorSignal): string {
  return signal.kind === 'error' ? ERROR_EVENT_NAME : signal.name;
}

/** What an event counts as, done by somebody or nobody. */
export function kindOf(
  signal: ActivitySignal | ErrorSignal,
  doer: Doer | undefined,
  active: ActiveDefinition,
): EventRow['kind'] {
  if (signal.kind === 'error') return EVENT_KIND.error;
  const isHuman = signal.actor === 'human';
  if (isHuman && doer?.counts !== true) return EVENT_KIND.other;
  if (!isActivity({ name: signal.name, surface: signal.surface ?? null }, active)) return EVENT_KIND.other;
  return isHuman ? EVENT_KIND.activity : EVENT_KIND.automated;
}

function planEvent(
  { accountId, position, signal }: Entry<ActivitySignal | ErrorSignal>,
  doer: Doer | undefined,
  { active, dayOf, names }: EventFrame,
): PlannedEvent | null {
  const nameId = names.get(nameOf(signal));
  if (nameId === undefined) return null;
  const surface = signal.kind === 'error' ? null : (signal.surface ?? null);
  return {
    position,
    accountId,
    occurredAt: signal.occurredAt,
    eventId: signal.id.toLowerCase(),
    userNo: doer?.userNo ?? null,
    nameId,
    surfaceId: surface === null ? null : (names.get(surface) ?? null),
    kind: kindOf(signal, doer, active),
    day: dayOf(signal.occurredAt),
  };
}

/** The first local day with a person's activity, per account. */
export function firstActiveDays(planned: readonly PlannedEvent[]): Map<number, Day> {
  const first = new Map<number, Day>();
  for (const { accountId, day, kind } of planned) {
    if (kind !== EVENT_KIND.activity) continue;
    const known = first.get(accountId);
    if (known === undefined || day < known) first.set(accountId, day);
  }
  return first;
}

/** Stores the planned events; the first of several with one id counts. */
export async function recordEvents(tx: Db, planned: readonly PlannedEvent[], mark: Mark): Promise<void> {
  for (const event of planned) mark(event, 'duplicate');
  for (const event of await insertEvents(tx, planned)) mark(event, 'accepted');
}

const DAY_MS = 86_400_000;

/** Days, names and surfaces of a batch's events, which need partitions and numbers before the transaction. */
export function eventNeeds(entries: readonly Pick<Entry, 'signal'>[]): { instants: Date[]; names: Set<string> } {
  const days = new Set<number>();
  const names = new Set<string>();
  for (const { signal } of entries) {
    if (signal.kind !== 'activity' && signal.kind !== 'error') continue;
    days.add(Math.floor(signal.occurredAt.getTime() / DAY_MS));
    names.add(nameOf(signal));
    if (signal.kind === 'activity' && signal.surface) names.add(signal.surface);
  }
  return { instants: [...days].map((day) => new Date(day * DAY_MS)), names };
}
