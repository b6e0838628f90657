import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
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
export const loadReport = z.strictObject({
  answered: z.int(),
  failed: z.int(),
  seconds: z.number(),
  /** The first answer that was not a 200. */
  refusal: z.string().nullable(),
});

const ANSWER_BYTES = 65_536;
const BRACE = 0x7d;
const OK = Buffer.from('HTTP/1.1 200');

interface Counts {
  answered: number;
  failed: number;
  refusal: string | null;
  over: boolean;
}

/** Sends requests on so many connections, each its next one after the answer, and counts the answers. */
async function load({ accounts, connections, eventsPerRequest, port, seconds }: LoadOrder) {
  const requests = prepareRequests({ run: randomUUID(), eventsPerRequest, accounts });
  const counts: Counts = { answered: 0, failed: 0, refusal: null, over: false };
  const started = performance.now();
  setTimeout(() => {
    counts.over = true;
  }, seconds * 1000);
  await Promise.all(Array.from({ length: connections }, () => talk(port, requests, counts)));
  const { answered, failed, refusal } = counts;
  return { answered, failed, refusal, seconds: (performance.now() - started) / 1000 };
}

function talk(port: number, requests: PreparedRequests, counts: Counts): Promise<void> {
  return new Promise((done) => {
    // Into one buffer, so that an answer costs no stream and no memory: the generator shares the server's processors.
    const buffer = Buffer.alloc(ANSWER_BYTES);
    let begun = false;
    const callback = (bytes: number): boolean => {
      if (!begun) count(buffer.subarray(0, bytes), counts);
      // Both a good answer and a refusal are one JSON object, which ends where the answer ends.
      begun = buffer[bytes - 1] !== BRACE;
      if (begun) return true;
      if (counts.over) socket.end();
      else socket.write(requests.next());
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

function count(answer: Buffer, counts: Counts): void {
  if (answer.compare(OK, 0, OK.length, 0, OK.length) === 0) counts.answered += 1;
  else {
    counts.failed += 1;
    counts.refusal ??= answer.toString();
  }
}

process.on('message', (message) => {
  void load(order.parse(message)).then((report) => process.send?.(report));
});
