import { addDays } from '../../src/domain/day.ts';
import type { Signal, SubscriptionItem } from '../../src/domain/signal.ts';
import { startOfLocalDay } from '../../src/lib/local-time.ts';
import { eventId } from '../app/signals.ts';
import type { Draft, History, Place, StateDraft, When } from './histories.ts';

const PEOPLE = ['u0', 'u1', 'u2', 'u3', 'u4', 'Ann@oracle.example', 'bob@oracle.example', 'u7'] as const;
const ADDRESSES: Readonly<Record<number, string>> = {
  3: 'u3@oracle.example',
  4: 'u4@oracle.example',
  7: 'u7@oracle.example',
};
const CURRENCIES = ['USD', 'EUR', 'JPY', 'GBP'] as const;
const REASONS = ['internal', 'free', 'trial', 'usage_based_plan'] as const;
const PRIORITIES = ['urgent', 'Critical', 'P1', 'high', 'low', null] as const;

/** The signals of a history as a source would send them, all naming one account. */
export function signalsOf({ drafts }: History, accountKey: string, { timeZone, day }: Place): Signal[] {
  const at = ({ ago, ms }: When): Date => new Date(startOfLocalDay(addDays(day, -ago), timeZone).getTime() + ms);
  const toSignal = (draft: Draft): Signal => {
    const common = { accountKey, occurredAt: at(draft.when) };
    const id = (n: number): string => eventId(`${accountKey} ${draft.kind} ${common.occurredAt.getTime()} ${n}`);
    switch (draft.kind) {
      case 'use':
        return { ...common, kind: 'activity', id: id(draft.n), name: 'use', actor: 'human', userKey: spell(draft) };
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
        return { ...common, kind: 'nps', userKey: personOf(draft.who), score: draft.score };
      case 'profile':
        return {
          ...common,
          kind: 'user',
          userKey: personOf(draft.who),
          email: ADDRESSES[draft.who],
          counts: draft.counts,
        };
      case 'contact':
        return {
          ...common,
          kind: 'contact',
          contactId: `c${draft.who % 2}`,
          name: 'Contact',
          persona: draft.key ? 'key_contact' : 'admin',
          optedOut: false,
          ...contactOf(draft.who),
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
        return { ...common, kind: 'subscription', ...stateOf(draft.state, accountKey, at) };
    }
  };
  return drafts.map(toSignal);
}

function personOf(who: number): string {
  return PEOPLE[who] ?? 'u0';
}

/** An address in any spelling is the same person. */
function spell({ who, spelled }: { readonly who: number; readonly spelled: number }): string {
  const key = personOf(who);
  if (!key.includes('@')) return key;
  return spelled === 0 ? key : spelled === 1 ? key.toUpperCase() : ` ${key.toLowerCase()}`;
}

function contactOf(who: number): { userKey: string | null; email: string | null } {
  const key = personOf(who);
  if (key.includes('@')) return { userKey: null, email: key.toUpperCase() };
  return who === 7 ? { userKey: null, email: ADDRESSES[7] ?? null } : { userKey: key, email: null };
}

function stateOf(draft: StateDraft, accountKey: string, at: (when: When) => Date) {
  const { seats, money } = draft;
  const subscriptionId = `${accountKey}-s${draft.subscription}`;
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
