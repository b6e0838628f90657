import { Agent } from 'node:http';
import { type Forgery, forgeriesOf } from '../../../test/ingest/forgeries.ts';
import { fc } from '../../../test/support/fc.ts';
import { send } from '../../stand/request.ts';
import type { Target } from './targets.ts';

const CONNECTIONS = 4;
/** So many are forged at a time, with the clock of then. */
const BATCH = 500;
/** A batch is sent within this. */
const LATE_S = 60;

export interface Attack {
  /** Answers by status; 0: none at all. */
  readonly answers: ReadonlyMap<number, number>;
  readonly ms: readonly number[];
}

/** Sends so many forgeries of a sender's deliveries. */
export async function attack(url: string, target: Target, count: number, seed: number): Promise<Attack> {
  const answers = new Map<number, number>();
  const ms: number[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const { bodies, sender, type } = target;
  const one = async ({ body, headers }: Forgery): Promise<void> => {
    const started = performance.now();
    const reply = await send({
      url: `${url}${sender.path}`,
      headers: { 'content-type': type, ...headers },
      body,
      agent,
    });
    ms.push(performance.now() - started);
    const status = reply.kind === 'answer' ? reply.status : 0;
    answers.set(status, (answers.get(status) ?? 0) + 1);
  };
  for (let done = 0; done < count; done += BATCH) {
    const batch = Math.min(BATCH, count - done);
    const body = bodies[(done / BATCH) % bodies.length] ?? '';
    const forged = forgeriesOf(sender, body, { at: new Date(), lateS: LATE_S });
    const queue = fc.sample(forged, { numRuns: batch, seed: seed + done });
    const worker = async (): Promise<void> => {
      for (let next = queue.pop(); next; next = queue.pop()) await one(next);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  }
  agent.destroy();
  return { answers, ms };
}

/** Delivers what is real, signed with one of the sender's secrets; the statuses. */
export async function deliver(url: string, { bodies, sender, type }: Target, secret: string): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (const body of bodies) {
    const headers = { 'content-type': type, ...sender.sign(body, new Date(), secret) };
    const reply = await send({ url: `${url}${sender.path}`, headers, body });
    statuses.add(reply.kind === 'answer' ? reply.status : 0);
  }
  return statuses;
}
