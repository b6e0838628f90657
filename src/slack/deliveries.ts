import { createHash } from 'node:crypto';
import { z } from 'zod';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { withinDeadline } from './failure.ts';
import { createSeenKeys } from './seen-keys.ts';
import type { SlackRequest } from './slack-request.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const REMEMBERED = 100_000;
/** A person waits: who cannot be asked by then has not seen it. */
const LOOK_UP_MS = 500;

const identified = z.object({ event_id: z.string().min(1).optional(), trigger_id: z.string().min(1).optional() });

/** Tells a delivery that was handled before: Slack repeats what it believes lost. */
export interface Deliveries {
  /** Whether a key was given within a day; remembers it. */
  isKnown(key: string): Promise<boolean>;
  isRepeat(body: unknown): Promise<boolean>;
  /** A second press of the button of a form: another delivery, but the same form with the same words in it. */
  isResubmission(request: SlackRequest): Promise<boolean>;
}

export function createDeliveries(options: {
  readonly seen: ((key: string) => Promise<boolean>) | undefined;
  readonly log: Logger;
}): Deliveries {
  const here = createSeenKeys({ ttlMs: DAY_MS, max: REMEMBERED });
  const isKnown = async (key: string): Promise<boolean> => {
    if (here.check(key)) return true;
    try {
      return options.seen === undefined ? false : await withinDeadline(options.seen(key), LOOK_UP_MS);
    } catch (error) {
      // Answering twice is better than not at all.
      options.log.info({ reason: messageOf(error) }, 'seen deliveries could not be looked up');
      return false;
    }
  };
  return {
    isKnown,
    async isRepeat(body) {
      const key = keyOf(body);
      return key !== null && isKnown(key);
    },
    async isResubmission({ target, userId, view }) {
      if (view === null || view.isHome) return false;
      const { hash, id, metadata, values } = view;
      return isKnown(`form:${hashOf([userId, target, id, hash, metadata, [...values]])}`);
    },
  };
}

/** An event's id; for the rest the trigger with what it is about, since one click may send several parts. */
function keyOf(body: unknown): string | null {
  const ids = identified.safeParse(body).data;
  if (ids?.event_id !== undefined) return `event:${ids.event_id}`;
  if (ids?.trigger_id === undefined) return null;
  return `trigger:${hashOf(body)}`;
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
