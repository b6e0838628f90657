import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProxy, type TcpProxy } from '../../prove/stand/proxy.ts';

let echo: Server;
let proxy: TcpProxy;
/** What arrived at the far end, of all connections. */
let arrived = '';

beforeAll(async () => {
  echo = createServer((socket) => {
    socket.on('data', (data) => {
      arrived += data.toString();
      socket.write(data);
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => echo.listen(0, '127.0.0.1', done));
  const address = echo.address();
  proxy = await startProxy(typeof address === 'object' && address ? address.port : 0);
});
afterAll(async () => {
  await proxy.close();
  await new Promise((done) => echo.close(done));
});

interface Line {
  readonly socket: Socket;
  got(): string;
  readonly closed: Promise<void>;
}

async function open(): Promise<Line> {
  const socket = connect(proxy.port, '127.0.0.1');
  let text = '';
  socket.on('data', (data) => {
    text += data.toString();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  await Promise.race([closed, new Promise<void>((done) => socket.once('connect', () => done()))]);
  return { socket, got: () => text, closed };
}

async function eventually(check: () => boolean): Promise<void> {
  await expect.poll(check, { interval: 5 }).toBe(true);
}

describe('a proxy with bad weather', () => {
  it('lets through what it is given, both ways', async () => {
    const { got, socket } = await open();
    socket.write('hello');
    await eventually(() => got() === 'hello');
    socket.end();
  });

  it.each([
    ['up', 3, 'abc', 'abc'],
    ['down', 3, 'abcdef', 'abc'],
    ['up', 0, '', ''],
  ] as const)('cuts %s after %i bytes: %o arrives, %o comes back', async (direction, bytes, there, back) => {
    arrived = '';
    const { closed, got, socket } = await open();
    const cut = proxy.cutAfter(bytes, direction);
    socket.write('abcdef');
    await Promise.all([cut, closed]);
    await eventually(() => arrived.length >= there.length);
    await sleep(20);
    expect(arrived).toBe(there);
    // What was on its way back when the other side was cut may or may not arrive.
    expect(back.startsWith(got())).toBe(true);
    if (direction === 'down') expect(got()).toBe(back);
  });

  it('counts the bytes of many connections, and cuts one', async () => {
    const lines = [await open(), await open()] as const;
    const cut = proxy.cutAfter(8, 'up');
    lines[0].socket.write('12345');
    await eventually(() => lines[0].got() === '12345');
    lines[1].socket.write('12345');
    await Promise.all([cut, lines[1].closed]);
    lines[0].socket.write('67890');
    await eventually(() => lines[0].got() === '1234567890');
    lines[0].socket.end();
  });

  it('keeps everything back while it is a black hole', async () => {
    const { got, socket } = await open();
    proxy.blackHole(true);
    socket.write('lost?');
    await sleep(50);
    expect(got()).toBe('');
    proxy.blackHole(false);
    await eventually(() => got() === 'lost?');
    socket.end();
  });

  it('is slow when told to', async () => {
    const { got, socket } = await open();
    proxy.delay(40);
    const started = performance.now();
    socket.write('slow');
    await eventually(() => got() === 'slow');
    expect(performance.now() - started).toBeGreaterThan(75);
    proxy.delay(0);
    socket.end();
  });

  it('cuts everything, and refuses', async () => {
    const first = await open();
    first.socket.write('there');
    await eventually(() => first.got() === 'there');
    proxy.cutAll();
    await first.closed;
    proxy.refuse(true);
    const second = await open();
    await second.closed;
    proxy.refuse(false);
    expect(second.got()).toBe('');
  });
});
