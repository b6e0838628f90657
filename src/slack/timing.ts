import type { Metrics, SlackKind } from '../lib/metrics.ts';
import { parseActionId, parseCallbackId, SUGGEST_ACCOUNTS } from './action-ids.ts';
import { ACTIONS } from './actions/index.ts';
import { COMMANDS } from './commands/index.ts';
import { EVENTS } from './events.ts';
import { SHORTCUTS } from './shortcuts.ts';
import { VIEWS } from './views/index.ts';

/** What is measured of one thing that Slack sent. */
export interface Timing {
  /** Slack has its acknowledgement. `target`: what Slack names the handler by. */
  acknowledged(target: string): void;
  /** What was asked for is shown. */
  answered(target: string): void;
}

const OTHER = 'other';

/**
 * Measures from the arrival that the receiver noted, or from now. Handlers are named as in their registry; what no
 * registry knows is `other`, whatever was sent.
 */
export function startTiming(metrics: Metrics, kind: SlackKind, context: Readonly<Record<string, unknown>>): Timing {
  const { receivedAt } = context;
  const from = typeof receivedAt === 'number' ? receivedAt : performance.now();
  const seconds = () => (performance.now() - from) / 1000;
  return {
    acknowledged: (target) => metrics.slackAcknowledged(kind, handlerName(kind, target), seconds()),
    answered: (target) => metrics.slackAnswered(kind, handlerName(kind, target), seconds()),
  };
}

/** The name of a handler in its registry, from what Slack names it by. */
function handlerName(kind: SlackKind, target: string): string {
  switch (kind) {
    case 'command':
      return COMMANDS.find(({ name }) => name === target)?.name ?? OTHER;
    case 'action': {
      const action = parseActionId(target);
      return ACTIONS.find(({ name }) => name === action)?.name ?? OTHER;
    }
    case 'view': {
      const view = parseCallbackId(target);
      return VIEWS.find(({ name }) => name === view)?.name ?? OTHER;
    }
    case 'shortcut':
      return SHORTCUTS.find(({ callbackId }) => callbackId === target)?.callbackId ?? OTHER;
    case 'options':
      return target === SUGGEST_ACCOUNTS ? SUGGEST_ACCOUNTS : OTHER;
    case 'event':
      return Object.hasOwn(EVENTS, target) ? target : OTHER;
  }
}
