import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, Ledger } from './ledger.ts';
import { type Reply, send } from './request.ts';

export interface LoadOptions {
  /** Base addresses that serve the same; a sender whose request failed turns to the next. */
  readonly targets: readonly string[];
  /** Ingest key. */
  readonly secret: string;
  readonly connections: number;
  readonly eventsPerRequest: number;
  readonly ledger: Ledger;
  /** Told of every request that got no complete answer, and of every answer. */
  readonly onReply?: ((reply: Reply) => void) | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface Load {
  /** Answers that neither store nor ask to try again, and what they said. */
  readonly unexpected: readonly string[];
  /** Sends nothing new, repeats what is open until it is acknowledged. Throws when it is not within `withinMs`. */
  finish(withinMs?: number): Promise<void>;
  /** Sends nothing any more: what is open stays unknown. */
  abandon(): Promise<void>;
}

const PAUSE_MS = 20;

/** Sends batches without a pause, each until it is acknowledged, always under the same ids. */
export function startLoad(options: LoadOptions): Load {
  const { connections, eventsPerRequest, ledger } = options;
  const unexpected: string[] = [];
  let state: 'on' | 'finishing' | 'over' = 'on';
  const isOver = (): boolean => state === 'over';

  const worker = async (place: number): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let target = place;
    const deliver = async (batch: Batch): Promise<void> => {
      const body = bodyOf(ledger, batch);
      while (!isOver()) {
        const base = options.targets[target % options.targets.length] ?? '';
        const reply = await send({
          url: `${base}/v1/events`,
          headers: headersOf(options.secret),
          body,
          agent,
          ...timeoutOf(options),
        });
        options.onReply?.(reply);
        const verdict = judge(reply, batch);
        if (verdict === 'acknowledged') return ledger.acknowledge(batch);
        if (verdict !== 'again') unexpected.push(verdict);
        target += 1;
        await sleep(PAUSE_MS);
      }
    };
    while (state === 'on') await deliver(ledger.take(eventsPerRequest));
    agent.destroy();
  };
  const all = Promise.all(Array.from({ length: connections }, (_, place) => worker(place)));

  return {
    unexpected,
    finish: async (withinMs = 60_000) => {
      state = 'finishing';
      const late = sleep(withinMs, 'late' as const, { ref: false });
      if ((await Promise.race([all, late])) !== 'late') return;
      state = 'over';
      throw new Error(`what was sent was not acknowledged within ${withinMs} ms`);
    },
    abandon: async () => {
      state = 'over';
      await all;
    },
  };
}

/** Whether all events of the batch are stored, are to be sent again, or what is wrong. */
function judge(reply: Reply, { count }: Batch): string {
  if (reply.kind !== 'answer' || reply.status === 503 || reply.status === 429) return 'again';
  if (reply.status !== 200) return `${reply.status}: ${reply.text.slice(0, 200)}`;
  try {
    const { accepted, duplicates } = JSON.parse(reply.text);
    if (accepted + duplicates === count) return 'acknowledged';
  } catch {
    // An answer that is no JSON is one that nobody expects.
  }
  return `200 without all of them: ${reply.text.slice(0, 200)}`;
}

function bodyOf({ events }: Ledger, { from, count }: Batch): string {
  return `{"batch":[${Array.from({ length: count }, (_, place) => events.textOf(from + place)).join(',')}]}`;
}

function headersOf(secret: string): Record<string, string> {
  return { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
}

function timeoutOf({ timeoutMs }: LoadOptions): { timeoutMs?: number } {
  return timeoutMs === undefined ? {} : { timeoutMs };
}
