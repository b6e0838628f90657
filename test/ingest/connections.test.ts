import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServer, startHttpServer } from '../../src/http/server.ts';
import type { RecordVerb } from '../../src/ingest/deps.ts';
import { ingestRoutes } from '../../src/ingest/routes.ts';
import { TEST_NOW } from '../support/context.ts';
import { suiteLog } from '../support/suite-log.ts';

const log = suiteLog();
const EVENT = '{"account_id":"acme","user_id":"u1","event":"login","timestamp":"2026-03-01T08:00:00Z"}';
const KEY = 'Authorization: Bearer csp_good';
const JSON_TYPE = 'Content-Type: application/json';

/** A request as bytes. */
function post(headers: readonly string[], body: string): string {
  return `${['POST /v1/events HTTP/1.1', 'Host: x', ...headers].join('\r\n')}\r\n\r\n${body}`;
}

function withLength(headers: readonly string[], body = EVENT): string {
  return post([...headers, `Content-Length: ${body.length}`], body);
}

describe('a connection that sends events', () => {
  let server: HttpServer;
  let taken: string[] = [];
  const record: RecordVerb = async (_source, signals) => {
    for (const signal of signals) {
      if (signal.accountKey === 'boom') throw new Error('secret detail');
      taken.push(signal.accountKey);
    }
    return signals.map(() => ({ status: 'accepted' }));
  };
  beforeAll(async () => {
    const direct = ingestRoutes({
      record,
      rehearse: record,
      keys: async (secret) => (secret === 'csp_good' ? { keyId: 'k', name: 'k' } : null),
      secrets: {},
      seatPrices: [],
      currency: 'USD',
      now: () => TEST_NOW,
      log,
    });
    const web = new Hono().all('*', (c) => c.text('the web', 418));
    server = await startHttpServer({ host: '127.0.0.1', port: 0, slack: null, direct, web, log });
  });
  afterAll(() => server.stop(100));

  /** Sends bytes and gives everything that comes back until the server closes, or so many answers are there. */
  const talk = (bytes: string, answers: number): Promise<{ readonly text: string; readonly closed: boolean }> =>
    new Promise((done) => {
      let text = '';
      const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (part) => {
        text += part.toString();
        if (text.split('HTTP/1.1 ').length - 1 >= answers && /(?:\}|\r\n0\r\n\r\n)$/.test(text)) {
          setTimeout(() => {
            done({ text, closed: false });
            socket.destroy();
          }, 100);
        }
      });
      // The server may close while bytes of ours are on their way.
      socket.on('error', () => undefined);
      socket.on('close', () => done({ text, closed: true }));
    });
  const statuses = (text: string): string[] =>
    [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status = '']) => status);

  it('serves many requests, refused ones too', async () => {
    taken = [];
    const bytes = [withLength([KEY, JSON_TYPE]), withLength([JSON_TYPE]), withLength([KEY, 'Content-Type: text/csv'])];
    const { closed, text } = await talk([...bytes, withLength([KEY, JSON_TYPE])].join(''), 4);
    expect([statuses(text), closed, taken]).toEqual([['200', '401', '415', '200'], false, ['acme', 'acme']]);
    expect(text).toContain('{"accepted":1,"duplicates":0,"rejected":[]}');
  });

  it.each([
    ['an unknown length', post([JSON_TYPE, 'Transfer-Encoding: chunked'], '5\r\n[1,2,\r\n')],
    ['a declared length that is too large', post([JSON_TYPE, 'Content-Length: 10000000'], '[')],
  ])('is closed after a refusal when the rest of the body has %s', async (_of, bytes) => {
    const { closed, text } = await talk(bytes, 2);
    expect([statuses(text), closed]).toEqual([['401'], true]);
    expect(text).toMatch(/^connection: close\r$/im);
  });

  it('is refused a body that turns out to be too large, before it ends', async () => {
    const chunk = `${(100_000).toString(16)}\r\n${' '.repeat(100_000)}\r\n`;
    const bytes = post([KEY, JSON_TYPE, 'Transfer-Encoding: chunked'], chunk.repeat(6));
    expect(statuses((await talk(bytes, 1)).text)).toEqual(['413']);
  });

  it('is not believed when it repeats a header, whichever of the two is good', async () => {
    for (const keys of [
      [KEY, 'Authorization: Bearer csp_bad'],
      ['Authorization: Bearer csp_bad', KEY],
    ]) {
      expect(statuses((await talk(withLength([...keys, JSON_TYPE]), 1)).text)).toEqual(['401']);
    }
    expect(statuses((await talk(withLength([KEY, JSON_TYPE]), 1)).text)).toEqual(['200']);
  });

  it('may break off within a body: nothing is taken, and others are served', async () => {
    taken = [];
    await new Promise<void>((done) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(post([KEY, JSON_TYPE, 'Content-Length: 500'], '{"account_id":'), () => socket.destroy());
      });
      socket.on('close', () => done());
    });
    expect(statuses((await talk(withLength([KEY, JSON_TYPE]), 1)).text)).toEqual(['200']);
    expect(taken).toEqual(['acme']);
  });

  it('is told of an unexpected error by a reference alone', async () => {
    const { text } = await talk(withLength([KEY, JSON_TYPE], EVENT.replace('acme', 'boom')), 1);
    expect(statuses(text)).toEqual(['500']);
    expect(text).toMatch(/"code":"internal".*reference [0-9a-f]{8}/);
    expect(text).not.toContain('secret detail');
  });

  it('gets what is at no address of ingest from the web', async () => {
    for (const line of [
      'GET /v1/events',
      'POST /v1/eventsx',
      'POST /webhooks/',
      'POST /webhooks/a/b',
      'POST http://x/',
    ]) {
      const { text } = await talk(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, 9);
      expect([line, statuses(text)]).toEqual([line, ['418']]);
    }
    const query = withLength([KEY, JSON_TYPE]).replace('/v1/events', '/v1/events?from=x');
    expect(statuses((await talk(query, 1)).text)).toEqual(['200']);
  });
});
