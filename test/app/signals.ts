import { createHash } from 'node:crypto';
import type { ActivitySignal } from '../../src/domain/signal.ts';
import { TEST_NOW } from '../support/context.ts';

/** A UUID that a name always gives. */
export function eventId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function activity(
  given: Pick<ActivitySignal, 'accountKey' | 'id' | 'userKey'> & Partial<ActivitySignal>,
): ActivitySignal {
  return { kind: 'activity', occurredAt: TEST_NOW, name: 'login', actor: 'human', ...given };
}
