import { connect, createServer, type Socket } from 'node:net';

export type Direction = 'up' | 'down' | 'any';

/** Stands between two that talk over TCP and makes the network as bad as it can be. */
export interface TcpProxy {
  readonly port: number;
  /** Connections that are open now. */
  readonly open: number;
  /**
   * Cuts one connection after so many more bytes of all of them were let through; what is beyond is never delivered.
   * `up`: bytes from the ones that connect; `down`: their answers. Resolves when it has happened.
   */
  cutAfter(bytes: number, direction?: Direction): Promise<void>;
  /** Cuts everything that is open now. */
  cutAll(): void;
  /** Everything arrives so much later. */
  delay(ms: number): void;
  /** Connections stay open and new ones are taken, but nothing gets through; what was sent meanwhile arrives after. */
  blackHole(on: boolean): void;
  /** New connections are reset. */
  refuse(on: boolean): void;
  close(): Promise<void>;
}

type Pair = readonly [client: Socket, upstream: Socket];

interface Weather {
  cut: { left: number; readonly direction: Direction; readonly done: () => void } | null;
  delayMs: number;
  refusing: boolean;
  /** What a black hole keeps back; null: there is none. */
  held: (() => void)[] | null;
}

/** Forwards to a port on the loopback. */
export async function startProxy(target: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  const weather: Weather = { cut: null, delayMs: 0, refusing: false, held: null };
  const drop = (pair: Pair): void => {
    pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (weather.refusing) return void client.resetAndDestroy();
    const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const pair: Pair = [client, upstream];
    pairs.add(pair);
    forward(weather, client, upstream, 'up', () => drop(pair));
    forward(weather, upstream, client, 'down', () => drop(pair));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    get open() {
      return pairs.size;
    },
    cutAfter: (bytes, direction = 'any') =>
      new Promise((done) => {
        weather.cut = { left: bytes, direction, done };
      }),
    cutAll: () => {
      for (const pair of pairs) drop(pair);
    },
    delay: (ms) => {
      weather.delayMs = ms;
    },
    blackHole: (on) => {
      const held = weather.held ?? [];
      weather.held = on ? held : null;
      if (!on) for (const deliver of held) deliver();
    },
    refuse: (on) => {
      weather.refusing = on;
    },
    close: () =>
      new Promise((done) => {
        for (const pair of pairs) drop(pair);
        server.close(() => done());
      }),
  };
}

function forward(weather: Weather, from: Socket, to: Socket, direction: Direction, drop: () => void): void {
  const deliver = (chunk: Buffer): void => {
    if (to.destroyed) return;
    const cut = cutWithin(weather, chunk.length, direction);
    if (cut === null) {
      if (to.write(chunk)) return;
      from.pause();
      to.once('drain', () => from.resume());
      return;
    }
    // What is before the cut still goes out.
    to.write(chunk.subarray(0, cut.at), drop);
    cut.done();
  };
  const arrive = (work: () => void): void => {
    if (weather.held === null) work();
    else weather.held.push(work);
  };
  const later = (work: () => void): void => {
    if (weather.delayMs === 0) arrive(work);
    else setTimeout(() => arrive(work), weather.delayMs);
  };
  from.on('data', (chunk: Buffer) => later(() => deliver(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('error', drop);
  from.on('close', () => later(drop));
}

/** Where in a chunk of this length the cut falls that was ordered; null when not in this one. */
function cutWithin(weather: Weather, length: number, direction: Direction): { at: number; done: () => void } | null {
  const { cut } = weather;
  if (cut === null || (cut.direction !== 'any' && cut.direction !== direction)) return null;
  if (length <= cut.left) {
    cut.left -= length;
    return null;
  }
  weather.cut = null;
  return { at: cut.left, done: cut.done };
}
