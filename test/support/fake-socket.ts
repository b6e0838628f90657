import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';

const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export interface FakeSocket {
  readonly url: string;
  /** Connections so far, oldest first. */
  readonly connections: Socket[];
  /** Sends a JSON message over the newest connection. */
  send(message: Record<string, unknown>): void;
  close(): Promise<void>;
}

/** The far end of Socket Mode: greets every connection with `hello` and notes what comes. */
export async function startFakeSocket(): Promise<FakeSocket> {
  const connections: Socket[] = [];
  const server = createServer();
  server.on('upgrade', (request, socket: Socket) => {
    const key = `${request.headers['sec-websocket-key'] ?? ''}${WEBSOCKET_GUID}`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('error', () => undefined);
    // 0x8 in the low half of the first byte is a close frame: the connection is over.
    socket.on('data', (data) => {
      if (((data[0] ?? 0) & 0x0f) === 0x8) socket.end();
    });
    connections.push(socket);
    socket.write(frame({ type: 'hello' }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    url: `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/link`,
    connections,
    send: (message) => connections.at(-1)?.write(frame(message)),
    close: () =>
      new Promise<void>((done) => {
        for (const socket of connections) socket.destroy();
        server.close(() => done());
      }),
  };
}

function frame(message: Record<string, unknown>): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const length = body.length < 126 ? [body.length] : [126, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([0x81, ...length]), body]);
}
