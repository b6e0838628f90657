import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { z } from 'zod';

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

const HEAD_END = '\r\n\r\n';

const SESSION = 8;

/** One event of somebody, eight in a row: everybody is number 0 or 1 of an account, which every account has. */
function eventText(run: string, number: number, accounts: number): string {
  const session = Math.floor(number / SESSION);
  const account = 1 + ((session * 997) % accounts);
  const at = new Date().toISOString();
  return (
    `{"account_id":"acct_${account}","user_id":"user_${session & 1}","event":"event_${1 + (number % 40)}",` +
    `"timestamp":"${at}","message_id":"${run}-${number}"}`
  );
}

/** Sends requests on so many connections, each its next one after the answer, and counts the answers. */
async function load({ accounts, connections, eventsPerRequest, port, seconds }: LoadOrder) {
  const run = randomUUID();
  let sent = 0;
  let answered = 0;
  let failed = 0;
  let over = false;
  const request = (): string => {
    const events = Array.from({ length: eventsPerRequest }, () => eventText(run, sent++, accounts));
    const body = eventsPerRequest === 1 ? events.join('') : `{"batch":[${events.join(',')}]}`;
    return (
      'POST /v1/events HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer csp_bench\r\n' +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    );
  };
  const talk = (socket: Socket, done: () => void): void => {
    let text = '';
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (part) => {
      text += String(part);
      const head = text.indexOf(HEAD_END);
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? '0');
      if (text.length < head + HEAD_END.length + length) return;
      if (text.startsWith('HTTP/1.1 200')) answered += 1;
      else failed += 1;
      text = '';
      if (over) socket.end();
      else socket.write(request());
    });
    socket.on('error', () => {
      failed += 1;
    });
    socket.on('close', done);
    socket.write(request());
  };
  const started = performance.now();
  setTimeout(() => {
    over = true;
  }, seconds * 1000);
  await Promise.all(
    Array.from({ length: connections }, () => new Promise<void>((done) => talk(connect(port, '127.0.0.1'), done))),
  );
  return { answered, failed, seconds: (performance.now() - started) / 1000 };
}

process.on('message', (message) => {
  void load(order.parse(message)).then((report) => process.send?.(report));
});
