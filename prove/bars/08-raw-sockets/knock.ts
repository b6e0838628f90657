import { connect } from 'node:net';
import type { Random } from '../../../src/demo/random.ts';
import { type RawRequest, rawRequest } from './requests.ts';

const AT_ONCE = 24;
/** What is not complete is not waited for. */
const PATIENCE_MS = 200;
const STATUS = /HTTP\/1\.1 (\d{3})/g;

export interface Knocked {
  readonly sent: number;
  /** Answers of the server's own fault, by kind of request. */
  readonly faults: ReadonlyMap<string, number>;
  readonly answers: number;
}

/** Sends so many raw requests, each on a connection of its own, for as long as somebody is there. */
export async function knock(port: number, count: number, random: Random, isThere: () => boolean): Promise<Knocked> {
  const faults = new Map<string, number>();
  let sent = 0;
  let answers = 0;
  const worker = async (): Promise<void> => {
    while (sent < count && isThere()) {
      sent += 1;
      const request = rawRequest(random);
      const statuses = await talk(port, request);
      answers += statuses.length;
      for (const status of statuses.filter((one) => one >= 500)) {
        const what = `${request.kind}: ${status}`;
        faults.set(what, (faults.get(what) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { sent, faults, answers };
}

/** The statuses that come back until the server closes, or nothing more comes. */
function talk(port: number, { breakAfter, bytes }: RawRequest): Promise<number[]> {
  return new Promise((done) => {
    let text = '';
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on('connect', () => {
      if (breakAfter === null) socket.write(bytes);
      else socket.write(bytes.subarray(0, breakAfter), () => socket.resetAndDestroy());
    });
    socket.on('data', (part) => {
      if (text.length < 1e6) text += part.toString('latin1');
    });
    // The server may close while bytes of ours are on their way.
    socket.on('error', () => undefined);
    socket.on('close', () => done([...text.matchAll(STATUS)].map(([, status]) => Number(status))));
  });
}
