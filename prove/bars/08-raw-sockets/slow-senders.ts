import { connect, type Socket } from 'node:net';

const EVERY_MS = 250;
const STARTS = [
  'GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ',
  'POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n',
  'POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 400000\r\n\r\n',
  'POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n',
];

export interface SlowSenders {
  /** The longest that one of them was kept, in ms; those that still are count too. */
  longestMs(): number;
  stop(): void;
}

/** So many connections that each say a letter now and then, and come again when they are sent away. */
export function startSlowSenders(port: number, count: number): SlowSenders {
  const open = new Map<Socket, number>();
  let longest = 0;
  let over = false;
  const come = (place: number): void => {
    const socket = connect({ port, host: '127.0.0.1' });
    open.set(socket, performance.now());
    socket.on('connect', () => socket.write(STARTS[place % STARTS.length] ?? ''));
    socket.on('error', () => undefined);
    socket.resume();
    socket.on('close', () => {
      longest = Math.max(longest, performance.now() - (open.get(socket) ?? 0));
      open.delete(socket);
      if (!over) setTimeout(() => over || come(place), EVERY_MS);
    });
  };
  for (let place = 0; place < count; place += 1) come(place);
  const talking = setInterval(() => {
    for (const socket of open.keys()) if (socket.writable) socket.write('a');
  }, EVERY_MS);
  return {
    longestMs: () => Math.max(longest, ...[...open.values()].map((since) => performance.now() - since)),
    stop: () => {
      over = true;
      clearInterval(talking);
      for (const socket of open.keys()) socket.destroy();
    },
  };
}
