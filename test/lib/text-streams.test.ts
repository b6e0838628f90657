import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterEach, describe, expect, it } from 'vitest';
import { createTextStreams, type TextStreams } from '../../src/lib/text-streams.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Source {
  made: number;
  isLeft: boolean;
}

async function* counted(source: Source, most: number, failAt = Infinity): AsyncGenerator<string> {
  try {
    for (source.made = 1; source.made <= most; source.made += 1) {
      if (source.made === failAt) throw new Error('secret of the database');
      yield `piece ${source.made}, ä;`.padEnd(20_000, '.');
    }
  } finally {
    source.isLeft = true;
  }
}

const newSource = (): Source => ({ made: 0, isLeft: false });
const never = (error: unknown): void => expect.unreachable(String(error));

/** Whether one more is written; it is let go at once. */
async function hasRoom(streams: TextStreams): Promise<boolean> {
  const body = await streams.open(async () => counted(newSource(), 1), never);
  await body?.cancel();
  return body !== null;
}

async function serve(answer: () => Promise<Response>): Promise<string> {
  const listener = getRequestListener(answer, { overrideGlobalObjects: false });
  server = createServer((request, response) => void listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serveText = (streams: TextStreams, source: Source, failures: unknown[], failAt?: number): Promise<string> =>
  serve(
    async () =>
      new Response(
        await streams.open(
          async () => counted(source, 500, failAt),
          (e) => failures.push(e),
        ),
      ),
  );

describe('a text that is written while it is taken', () => {
  it('arrives whole, in UTF-8', async () => {
    const failures: unknown[] = [];
    const streams = createTextStreams({ most: 1, longestMs: 10_000 });
    const url = await serveText(streams, newSource(), failures);
    for (let round = 0; round < 2; round += 1) {
      const text = await (await fetch(url)).text();
      expect([text.length, text.match(/piece \d+, ä;/g)?.length]).toEqual([500 * 20_000, 500]);
    }
    expect(failures).toEqual([]);
  });

  it('that breaks off cannot be taken for the whole, and tells nothing of why', async () => {
    const failures: unknown[] = [];
    const streams = createTextStreams({ most: 1, longestMs: 10_000 });
    const url = await serveText(streams, newSource(), failures, 30);
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    let text = '';
    const reading = (async () => {
      for await (const part of answer.body ?? []) text += Buffer.from(part).toString();
    })();
    await expect(reading).rejects.toThrow();
    expect(text).toContain('piece 29');
    expect(text).not.toMatch(/secret|Error|broke/);
    expect(failures).toEqual([new Error('secret of the database')]);
    expect(await hasRoom(streams)).toBe(true);
  });

  it('is an error while its first piece is made, and leaves room for others', async () => {
    const streams = createTextStreams({ most: 1, longestMs: 10_000 });
    for (let round = 0; round < 2; round += 1) {
      await expect(streams.open(async () => counted(newSource(), 9, 1), never)).rejects.toThrow('secret');
      await expect(streams.open(() => Promise.reject(new Error('away')), never)).rejects.toThrow('away');
    }
    expect(await hasRoom(streams)).toBe(true);
  });

  it('stops being made when the reader goes', async () => {
    const failures: unknown[] = [];
    const source = newSource();
    const streams = createTextStreams({ most: 1, longestMs: 10_000 });
    const url = await serveText(streams, source, failures);
    const abort = new AbortController();
    const answer = await fetch(url, { signal: abort.signal });
    await answer.body?.getReader().read();
    abort.abort();
    await expect.poll(() => source.isLeft).toBe(true);
    expect(source.made).toBeLessThan(500);
    expect(failures).toEqual([]);
    expect(await hasRoom(streams)).toBe(true);
  });

  it('is made no further than it is taken, and not for ever', async () => {
    const failures: unknown[] = [];
    const source = newSource();
    const streams = createTextStreams({ most: 1, longestMs: 60 });
    const body = await streams.open(
      async () => counted(source, 500),
      (error) => failures.push(error),
    );
    const reader = body?.getReader();
    await reader?.read();
    await reader?.read();
    expect(source.made).toBe(2);
    expect(await streams.open(async () => counted(newSource(), 1), never)).toBeNull();
    await expect.poll(() => failures).toEqual([new Error('not taken within 60 ms')]);
    await expect(reader?.read()).rejects.toThrow('broke off');
    expect(source.isLeft).toBe(true);
    await (await streams.open(async () => counted(newSource(), 1), never))?.cancel();
    await (await streams.open(async () => counted(newSource(), 1), never))?.cancel();
  });

  it('is cut off from who does not read it', async () => {
    const failures: unknown[] = [];
    const streams = createTextStreams({ most: 1, longestMs: 300 });
    const url = await serve(
      async () =>
        new Response(
          await streams.open(
            async () => counted(newSource(), 5000),
            (e) => failures.push(e),
          ),
        ),
    );
    const closed = new Promise<void>((done) =>
      server?.on('connection', (socket) => socket.once('close', () => done())),
    );
    const answer = await fetch(url);
    await closed;
    expect(failures).toHaveLength(1);
    await expect(answer.text()).rejects.toThrow();
  });
});
