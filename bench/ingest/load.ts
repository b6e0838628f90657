import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import { type PreparedRequests, prepareRequests } from './prepared-requests.ts';

const order = z.strictObject({
  port: z.int(),
  connections: z.int(),
  seconds: z.number(),
  eventsPerRequest: z.int(),
  accounts: z.int(),
});
/** What a load generator is told to do. */
export type LoadOrder = z.infer<typeof order>;

/** What came of it. */
export const loadReport = z.strictObject({ answered: z.int(), failed: z.int(), seconds: z.number() });

const ANSWER_BYTES = 65_536;
const BRACE = 0x7d;
const OK = Buffer.from('HTTP/1.1 200');

interface Counts {
  answered: number;
  failed: number;
  over: boolean;
}

/** Sends requests on so many connections, each its next one after the answer, and counts the answers. */
async function load({ accounts, connections, eventsPerRequest, port, seconds }: LoadOrder) {
  const requests = prepareRequests({ run: randomUUID(), eventsPerRequest, accounts });
  const counts: Counts = { answered: 0, failed: 0, over: false };
  const started = performance.now();
  setTimeout(() => {
    counts.over = true;
  }, seconds * 1000);
  await Promise.all(Array.from({ length: connections }, () => talk(port, requests, counts)));
  const { answered, failed } = counts;
  return { answered, failed, seconds: (performance.now() - started) / 1000 };
}

function talk(port: number, requests: PreparedRequests, counts: Counts): Promise<void> {
  return new Promise((done) => {
    // Into one buffer, so that an answer costs no stream and no memory: the generator shares the server's processors.
    const buffer = Buffer.alloc(ANSWER_BYTES);
    const callback = (bytes: number): boolean => {
      // Both a good answer and a refusal are one JSON object, which ends where the answer ends.
      if (buffer[bytes - 1] === BRACE) next(socket, isOk(buffer), requests, counts);
      return true;
    };
    const socket = connect({ host: '127.0.0.1', port, onread: { buffer, callback } });
    socket.setNoDelay(true);
    socket.on('error', () => {
      counts.failed += 1;
    });
    socket.on('close', () => done());
    socket.write(requests.next());
  });
}

function next(socket: Socket, ok: boolean, requests: PreparedRequests, counts: Counts): void {
  if (ok) counts.answered += 1;
  else counts.failed += 1;
  if (counts.over) socket.end();
  else socket.write(requests.next());
}

function isOk(answer: Buffer): boolean {
  return answer.compare(OK, 0, OK.length, 0, OK.length) === 0;
}

process.on('message', (message) => {
  void load(order.parse(message)).then((report) => process.send?.(report));
});
