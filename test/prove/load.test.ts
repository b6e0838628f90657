import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { numberedEvents } from '../../prove/stand/events.ts';
import { createLedger } from '../../prove/stand/ledger.ts';
import { startLoad } from '../../prove/stand/load.ts';
import { send } from '../../prove/stand/request.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Answer = (response: ServerResponse, body: string) => void;

async function serve(answer: Answer): Promise<string> {
  server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => answer(response, body));
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

const stored: Answer = (response, body) =>
  response.end(JSON.stringify({ accepted: JSON.parse(body).batch.length, duplicates: 0, rejected: [] }));

async function loadOn(targets: readonly string[], until: (counts: { sent: number; acknowledged: number }) => boolean) {
  const ledger = createLedger(numberedEvents('load', new Date()));
  const load = startLoad({ targets, secret: 'csp_x', connections: 1, eventsPerRequest: 3, ledger });
  while (!until(ledger)) await new Promise((done) => setTimeout(done, 5));
  return { ledger, load };
}

it('repeats the same ids until they are acknowledged', async () => {
  const bodies: string[] = [];
  const url = await serve((response, body) => {
    bodies.push(body);
    if (bodies.length <= 2) return void response.writeHead(503, { 'retry-after': '1' }).end();
    if (bodies.length <= 4) return void response.destroy();
    stored(response, body);
  });
  const { ledger, load } = await loadOn([url], ({ acknowledged }) => acknowledged >= 12);
  await load.finish();
  expect(new Set(bodies.slice(0, 5)).size).toBe(1);
  expect(new Set(bodies).size).toBe(bodies.length - 4);
  expect(load.unexpected).toEqual([]);
  expect(ledger.acknowledged).toBe(ledger.sent);
});

it('turns to another address when one is gone', async () => {
  const url = await serve(stored);
  const { ledger, load } = await loadOn(['http://127.0.0.1:1', url], ({ acknowledged }) => acknowledged >= 12);
  await load.finish();
  expect(ledger.acknowledged).toBe(ledger.sent);
});

it('takes no answer for an acknowledgement that does not name all events', async () => {
  const url = await serve((response) => response.end('{"accepted":2,"duplicates":0,"rejected":[{}]}'));
  const { ledger, load } = await loadOn([url], ({ sent }) => sent > 0);
  await expect(load.finish(100)).rejects.toThrow('not acknowledged');
  expect(ledger.acknowledged).toBe(0);
  expect(load.unexpected[0]).toContain('200 without all');
});

it('tells an answer from a refusal and from a connection that broke', async () => {
  const url = await serve((response, body) => {
    if (body === 'half') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => response.destroy(), 10);
    } else if (body === 'none') response.destroy();
    else if (body !== 'hang') response.end('whole');
  });
  expect(await send({ url, body: 'all' })).toMatchObject({ kind: 'answer', status: 200, text: 'whole' });
  expect(await send({ url, body: 'half' })).toMatchObject({ kind: 'broken', sent: true });
  expect(await send({ url, body: 'none' })).toMatchObject({ kind: 'broken', sent: true });
  expect(await send({ url, body: 'hang', timeoutMs: 50 })).toMatchObject({
    kind: 'broken',
    error: 'no answer within 50 ms',
  });
  expect(await send({ url: 'http://127.0.0.1:1' })).toEqual({ kind: 'refused' });
});
