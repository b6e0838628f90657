import { addDays } from '../../src/domain/day.ts';
import type { Signal, SubscriptionItem } from '../../src/domain/signal.ts';
import { startOfLocalDay } from '../../src/lib/local-time.ts';
import { eventId } from '../app/signals.ts';
import type { Draft, History, Place, StateDraft, When } from './histories.ts';

const PEOPLE = ['u0', 'u1', 'u2', 'u3', 'u4', 'Ann@oracle.example', 'bob@oracle.example', 'u7'] as const;
/** What else a person is known by once a profile says so; no address is two people's. */
const ADDRESSES: Readonly<Record<number, readonly string[]>> = {
  3: ['u3@oracle.example'],
  4: ['u4@oracle.example', 'old.u4@oracle.example'],
  5: ['ann.b@oracle.example'],
  7: ['u7@oracle.example'],
};
const CURRENCIES = ['USD', 'EUR', 'JPY', 'GBP'] as const;
const REASONS = ['internal', 'free', 'trial', 'usage_based_plan'] as const;
const PRIORITIES = ['urgent', 'Critical', 'P1', 'high', 'low', null] as const;

const known = new WeakMap<History, readonly Signal[]>();

/** The signals of a history as a source would send them, all naming one account. A history has one place. */
export function signalsOf(history: History, accountKey: string, place: Place): Signal[] {
  const signals = known.get(history) ?? anySignalsOf(history, place);
  known.set(history, signals);
  return signals.map((signal) => of(accountKey, signal));
}

/** Ids of events are those of an account, ids of subscriptions those of a source. */
function of(accountKey: string, signal: Signal): Signal {
  if (signal.kind !== 'subscription') return { ...signal, accountKey };
  const rename = (id: string): string => `${accountKey}-${id}`;
  const items = signal.items.map((item) => ({ ...item, item: rename(item.item) }));
  return { ...signal, accountKey, subscriptionId: rename(signal.subscriptionId), items };
}

function anySignalsOf({ drafts }: History, { timeZone, day }: Place): Signal[] {
  const accountKey = 'any';
  const midnights = new Map<number, number>();
  const midnight = (ago: number): number => {
    const start = midnights.get(ago) ?? startOfLocalDay(addDays(day, -ago), timeZone).getTime();
    midnights.set(ago, start);
    return start;
  };
  const at = ({ ago, ms }: When): Date => new Date(midnight(ago) + ms);
  const toSignal = (draft: Draft): Signal => {
    const common = { accountKey, occurredAt: at(draft.when) };
    const id = (n: number, by?: Spelled): string => {
      const key = by === undefined ? '' : ` ${spell(by).trim().toLowerCase()}`;
      return eventId(`${accountKey} ${draft.kind} ${common.occurredAt.getTime()} ${n}${key}`);
    };
    switch (draft.kind) {
      case 'use':
        // What one person does under two keys is two events.
        return {
          ...common,
          kind: 'activity',
          id: id(draft.n, draft),
          name: 'use',
          actor: 'human',
          userKey: spell(draft),
        };
      case 'bot':
        return {
          ...common,
          kind: 'activity',
          id: id(draft.n),
          name: 'use',
          actor: 'service',
          userKey: personOf(draft.who),
        };
      case 'nobody':
        return { ...common, kind: 'activity', id: id(draft.n), name: 'use', actor: 'human', userKey: null };
      case 'error':
        return { ...common, kind: 'error', id: id(draft.n), userKey: draft.who > 4 ? null : personOf(draft.who) };
      case 'ticket':
        return {
          ...common,
          kind: 'ticket',
          ticketId: `t${draft.id}`,
          state: draft.open ? 'opened' : 'closed',
          priority: PRIORITIES[draft.urgent] ?? null,
          subject: null,
        };
      case 'nps':
        return { ...common, kind: 'nps', userKey: spell(draft), score: draft.score };
      case 'profile':
        return { ...common, kind: 'user', ...profileOf(draft), counts: draft.counts };
      case 'contact':
        return {
          ...common,
          kind: 'contact',
          contactId: `c${draft.who % 2}`,
          name: 'Contact',
          persona: draft.key ? 'key_contact' : 'admin',
          optedOut: false,
          ...contactOf(draft),
        };
      case 'account':
        return {
          ...common,
          kind: 'account',
          customerSince: draft.since === null ? undefined : addDays(day, -draft.since),
          renewsOn: draft.renews === null ? undefined : addDays(day, draft.renews),
          excludedReason: REASONS[draft.excluded],
        };
      case 'state':
        return { ...common, kind: 'subscription', ...stateOf(draft.state, at) };
    }
  };
  return drafts.map(toSignal);
}

function personOf(who: number): string {
  return PEOPLE[who] ?? 'u0';
}

interface Spelled {
  readonly who: number;
  readonly spelled: number;
}

/** One of the keys of a person; an address in any spelling is the same one. */
function spell({ who, spelled }: Spelled): string {
  const addresses = ADDRESSES[who] ?? [];
  const key = spelled < 3 ? personOf(who) : (addresses[spelled % addresses.length] ?? personOf(who));
  if (!key.includes('@')) return key;
  return spelled % 3 === 0 ? key : spelled % 3 === 1 ? key.toUpperCase() : ` ${key.toLowerCase()}`;
}

/** Mostly by the id, with one of the addresses; sometimes by an address alone. */
function profileOf({ who, spelled }: Spelled): { userKey: string; email: string | undefined } {
  if (spelled === 5) return { userKey: spell({ who, spelled }), email: undefined };
  const addresses = ADDRESSES[who] ?? [];
  return { userKey: personOf(who), email: addresses[spelled % addresses.length]?.toUpperCase() };
}

function contactOf({ who, spelled }: Spelled): { userKey: string | null; email: string | null } {
  const key = spell({ who, spelled });
  return key.includes('@') && spelled !== 4 ? { userKey: null, email: key.trim() } : { userKey: key, email: null };
}

function stateOf(draft: StateDraft, at: (when: When) => Date) {
  const { seats, money } = draft;
  const subscriptionId = `s${draft.subscription}`;
  const items = (seats ?? []).map(
    (count, place): SubscriptionItem => ({
      item: `${subscriptionId}-i${place}`,
      seats: count,
      unitAmountDecimal: null,
      interval: null,
      intervalCount: null,
    }),
  );
  const counted = items.flatMap((item) => (item.seats === null ? [] : [item.seats]));
  return {
    subscriptionId,
    stateId: `e${String(draft.id).padStart(7, '0')}`,
    precedence: draft.precedence,
    status: draft.status,
    plan: null,
    currency: CURRENCIES[draft.currency] ?? 'USD',
    seats: counted.length === 0 ? null : counted.reduce((sum, count) => sum + count, 0),
    mrrMinor: typeof money === 'number' ? money : null,
    mrrUnknown: money === 'unknown',
    usageBased: draft.usageBased,
    startedAt: null,
    renewsAt: draft.renews && at(draft.renews),
    cancelAtPeriodEnd: draft.cancelling,
    items,
  };
}
