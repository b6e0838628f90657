import type { Line, Watcher } from '../../stand/tap.ts';

/** Where a replica dies while it delivers a digest. Nothing of it is in the product: its messages go by here. */
export const POINTS = [
  'claim',
  'before send',
  'mid-body',
  'accepted',
  'before mark',
  'after mark',
  'look-up',
  'reschedule',
] as const;
export type Point = (typeof POINTS)[number];

/** What is to happen to the digest of which channel. */
export interface Plans {
  /** True once, to whoever reaches this point of this channel's digest first. */
  reach(channel: string, point: Point): boolean;
  /** True once: the answer to the next post of this channel gets lost. */
  loseAnswer(channel: string): boolean;
  /** Whether the channel has its digest. */
  isShown(channel: string): boolean;
}

const NOTHING = Buffer.alloc(0);
const CHANNEL = /C0RUN\d{4}/;
const CLAIM = /update outbox set attempts = attempts \+ 1/;
/** What a statement is, and when its replica dies: before the server sees it, or before it hears what came of it. */
const STATEMENTS: readonly (readonly [RegExp, Point, 'unsent' | 'unheard'])[] = [
  [/first_attempt_at = coalesce/, 'before send', 'unheard'],
  [/update outbox set message_ts/, 'before mark', 'unsent'],
  [/update outbox set message_ts/, 'after mark', 'unheard'],
  [/update outbox set lease_until = null, error/, 'reschedule', 'unsent'],
];

/** Watches a replica's connection to the database. */
export function watchDatabase(plans: Plans, die: () => void): Watcher {
  let unheard: readonly Point[] = [];
  let channel: string | undefined;
  return {
    up: (chunk) => {
      const text = chunk.toString('latin1');
      channel = CHANNEL.exec(text)?.[0];
      unheard = CLAIM.test(text) ? ['claim'] : [];
      for (const [pattern, point, when] of STATEMENTS) {
        if (channel === undefined || !pattern.test(text)) continue;
        if (when === 'unheard') unheard = [...unheard, point];
        else if (plans.reach(channel, point)) return gone(die);
      }
      return chunk;
    },
    down: (chunk) => {
      // A claim is of nobody in particular: its answer says what it got.
      const of = channel ?? CHANNEL.exec(chunk.toString('latin1'))?.[0];
      const reached = of !== undefined && unheard.some((point) => plans.reach(of, point));
      unheard = [];
      return reached ? gone(die) : chunk;
    },
  };
}

const POST = '/api/chat.postMessage';
const LOOK_UP = '/api/conversations.history';

/** Watches a replica's connection to Slack. */
export function watchSlack(plans: Plans, line: Line, die: () => void): Watcher {
  /** Of the request that is on its way, as far as it is known whom it is about. */
  let held = NOTHING;
  let channel: string | undefined;
  let path: string | undefined;
  return {
    up: (chunk) => {
      const begun = /^POST (\S+)/.exec(chunk.toString('latin1'))?.[1];
      // The rest of a request of which it is known whom it is about.
      if (begun === undefined && channel !== undefined) return chunk;
      path = begun ?? path;
      if (path !== POST && path !== LOOK_UP) return chunk;
      held = Buffer.concat([held, chunk]);
      channel = CHANNEL.exec(held.toString('latin1'))?.[0];
      if (channel === undefined) return NOTHING;
      const request = held;
      held = NOTHING;
      if (path !== POST || !plans.reach(channel, 'mid-body')) return request;
      die();
      return request.subarray(0, -100);
    },
    down: (chunk) => {
      const [of, answered] = [channel, path];
      channel = undefined;
      path = undefined;
      if (of === undefined) return chunk;
      if (answered === LOOK_UP) return plans.isShown(of) && plans.reach(of, 'look-up') ? gone(die) : chunk;
      if (plans.reach(of, 'accepted')) return gone(die);
      if (!plans.loseAnswer(of)) return chunk;
      line.cut();
      return NOTHING;
    },
  };
}

function gone(die: () => void): Buffer {
  die();
  return NOTHING;
}
