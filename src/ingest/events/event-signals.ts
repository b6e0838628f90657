import type { ParsedItem, SourceSettings } from '../source.ts';
import type { FactEvent } from './fact-event.ts';
import { FACT_EVENTS, isSystemEvent } from './fact-events.ts';
import type { IncomingEvent } from './incoming-event.ts';
import { identify, identifyAccount } from './profile-events.ts';
import { surfaceOf } from './surface.ts';

const FACTS: Readonly<Record<string, FactEvent>> = {
  ...FACT_EVENTS,
  $identify: identify,
  $groupidentify: identifyAccount,
};

/** Facts that the recipes send under the account's id, without naming the account again. */
const ABOUT_ACCOUNT: ReadonlySet<string> = new Set(['seat_count_set', 'plan_changed', 'subscription_started']);

/** Whether events of this name state facts rather than count as activity. */
export function isFactEvent(name: string): boolean {
  return Object.hasOwn(FACTS, name);
}

/** What an event stands for: the facts it states, activity, or nothing when only machinery speaks. */
export function eventSignals(event: IncomingEvent, settings: SourceSettings): ParsedItem {
  const fact = isFactEvent(event.name) ? FACTS[event.name] : undefined;
  if (fact) return fact.read(event, settings);
  if (isSystemEvent(event.name)) return { signals: [] };
  const { id, name, actor, userKey, accountKey, at } = event;
  const surface = surfaceOf(event.properties);
  return { signals: [{ kind: 'activity', id, name, actor, surface, userKey, accountKey, occurredAt: at }] };
}

/** An event that only has a `distinct_id`: of a fact about an account it is the account. */
export function withAccount(event: IncomingEvent): IncomingEvent {
  if (event.accountKey !== '' || !ABOUT_ACCOUNT.has(event.name) || event.userKey === null) return event;
  return { ...event, accountKey: event.userKey, userKey: null };
}
