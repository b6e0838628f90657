import { connect, createServer, type Socket } from 'node:net';

/** One connection through a tap. */
export interface Line {
  /** Cuts it on both sides; what was not let through is gone. */
  cut(): void;
}

/** Sees everything that passes on one connection. What it does not return is kept back for good, or until it is. */
export interface Watcher {
  /** From the one that connected. @returns what goes on */
  up(chunk: Buffer): Buffer;
  /** Its answers. @returns what goes on */
  down(chunk: Buffer): Buffer;
}

export interface Tap {
  readonly port: number;
  close(): Promise<void>;
}

/** Forwards to a port on the loopback past a watcher for each connection, who decides what passes, byte by byte. */
export async function startTap(target: number, watch: (line: Line) => Watcher): Promise<Tap> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true });
    const sockets = [client, upstream];
    const cut = (): void => {
      for (const socket of sockets) socket.destroy();
    };
    const watcher = watch({ cut });
    client.on('data', (chunk: Buffer) => void pass(upstream, watcher.up(chunk)));
    upstream.on('data', (chunk: Buffer) => void pass(client, watcher.down(chunk)));
    for (const socket of sockets) {
      open.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        open.delete(socket);
        cut();
      });
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: () =>
      new Promise((done) => {
        for (const socket of open) socket.destroy();
        server.close(() => done());
      }),
  };
}

function pass(to: Socket, bytes: Buffer): void {
  if (bytes.length > 0 && !to.destroyed) to.write(bytes);
}
