import { ApiFailure } from './api/api-failure.ts';
import { freshSecret } from './ids.ts';
import type { Trigger, WorkspaceContext } from './workspace-context.ts';

const LIFETIME_MS = 3_000;
const KEPT = 500;

/** A trigger_id: good for one view within three seconds. */
export function giveTrigger(context: WorkspaceContext, user: string, viewId: string | null): string {
  const now = context.now().getTime();
  const id = `${Math.floor(now / 1000)}.${context.triggers.size}.${freshSecret()}`;
  context.triggers.set(id, { user, viewId, expiresAt: now + LIFETIME_MS, used: false });
  const oldest = context.triggers.keys().next().value;
  if (context.triggers.size > KEPT && oldest !== undefined) {
    context.triggers.delete(oldest);
  }
  return id;
}

/** Uses a trigger up. @throws ApiFailure invalid_trigger_id, exchanged_trigger_id, expired_trigger_id */
export function takeTrigger(context: WorkspaceContext, id: string): Trigger {
  const trigger = context.triggers.get(id);
  if (trigger === undefined) {
    throw new ApiFailure('invalid_trigger_id');
  }
  if (trigger.used) {
    throw new ApiFailure('exchanged_trigger_id');
  }
  if (context.now().getTime() > trigger.expiresAt) {
    throw new ApiFailure('expired_trigger_id');
  }
  trigger.used = true;
  return trigger;
}
