import type { ActiveDefinition } from '../../domain/active/definition.ts';
import { isActivity, isLeftOut } from '../../domain/active/eligibility.ts';
import type { Day } from '../../domain/day.ts';
import type { Db } from '../../store/db.ts';
import { EVENT_KIND, type EventRow, insertEvents } from '../../store/insert-events.ts';
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

/** Rows for the product events and errors of a batch; whoever does not count for a seat counts as automation. */
export function planEvents(
  entries: readonly Entry[],
  directory: UserDirectory,
  { active, names, dayOf }: EventFrame,
): PlannedEvent[] {
  const planned: PlannedEvent[] = [];
  for (const { position, accountId, signal } of entries) {
    if (signal.kind !== 'activity' && signal.kind !== 'error') continue;
    const human = signal.kind === 'error' || signal.actor === 'human';
    const user = human && signal.userKey !== null ? findUser(directory, accountId, signal.userKey) : undefined;
    const surface = signal.kind === 'activity' ? (signal.surface ?? null) : null;
    const isActive =
      signal.kind === 'activity' &&
      user?.counts === true &&
      !isLeftOut(user, active) &&
      isActivity({ name: signal.name, surface }, active);
    const nameId = names.get(signal.kind === 'error' ? ERROR_EVENT_NAME : signal.name);
    if (nameId === undefined) continue;
    planned.push({
      position,
      accountId,
      occurredAt: signal.occurredAt,
      eventId: signal.id.toLowerCase(),
      userNo: user?.user_no ?? null,
      nameId,
      surfaceId: surface === null ? null : (names.get(surface) ?? null),
      kind: signal.kind === 'error' ? EVENT_KIND.error : isActive ? EVENT_KIND.activity : EVENT_KIND.other,
      day: dayOf(signal.occurredAt),
    });
  }
  return planned;
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

/** Instants, names and surfaces of a batch's events, which need partitions and numbers before the transaction. */
export function eventNeeds(entries: readonly Pick<Entry, 'signal'>[]): { instants: Date[]; names: Set<string> } {
  const instants: Date[] = [];
  const names = new Set<string>();
  for (const { signal } of entries) {
    if (signal.kind !== 'activity' && signal.kind !== 'error') continue;
    instants.push(signal.occurredAt);
    names.add(signal.kind === 'error' ? ERROR_EVENT_NAME : signal.name);
    if (signal.kind === 'activity' && signal.surface) names.add(signal.surface);
  }
  return { instants, names };
}
