import { execFile } from 'node:child_process';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { send } from '../../stand/request.ts';
import type { Service } from '../../stand/service.ts';

const run = promisify(execFile);
const PAUSE_MS = 25;
const LOOK_MS = 1000;

export interface Onlookers {
  /** Sends nothing any more. */
  stop(): Promise<{ readonly ms: readonly number[]; readonly refused: number; readonly mostMemory: number }>;
}

/** An honest sender who goes on, and somebody who looks at the memory of the process. */
export function startOnlookers(app: Service, secret: string): Onlookers {
  const ms: number[] = [];
  let refused = 0;
  let mostMemory = 0;
  let over = false;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const sender = async (): Promise<void> => {
    for (let count = 0; !over; count += 1) {
      const timestamp = new Date().toISOString();
      const body = JSON.stringify({ event: 'login', timestamp, account_id: 'acme', user_id: `u${count % 50}` });
      const started = performance.now();
      const reply = await send({ url: `${app.url}/v1/events`, headers, body, agent });
      ms.push(performance.now() - started);
      if (reply.kind !== 'answer' || reply.status !== 200) refused += 1;
      await sleep(PAUSE_MS);
    }
  };
  const looker = async (): Promise<void> => {
    while (!over) {
      mostMemory = Math.max(mostMemory, await memoryOf(app));
      await sleep(LOOK_MS);
    }
  };
  const all = Promise.all([sender(), looker()]);
  return {
    stop: async () => {
      over = true;
      await all;
      agent.destroy();
      return { ms, refused, mostMemory: Math.max(mostMemory, await memoryOf(app)) };
    },
  };
}

/** Resident memory in MB; 0 of a process that is gone. */
export async function memoryOf({ pid }: Service): Promise<number> {
  if (pid === undefined) return 0;
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '0' }));
  return Number(stdout) / 1024;
}

/** How late the event loop was since it was last asked, in ms. */
export async function loopDelay(app: Service): Promise<{ readonly p99: number; readonly most: number }> {
  const reply = await send({ url: `${app.url}/metrics`, method: 'GET' });
  const text = reply.kind === 'answer' ? reply.text : '';
  const of = (quantile: string): number => {
    const line = new RegExp(`^cs_pulse_event_loop_delay_seconds\\{quantile="${quantile}"\\} (\\S+)$`, 'm');
    return Number(line.exec(text)?.[1]) * 1000;
  };
  return { p99: of('0.99'), most: of('max') };
}
