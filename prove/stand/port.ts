import { createServer } from 'node:net';

/** Below the ports that systems give to whoever connects: what is killed and started again finds its port free. */
const FIRST = 15_000;
const COUNT = 15_000;
const given = new Set<number>();
// Processes that try bars side by side begin at different places.
let next = (process.pid * 997) % COUNT;

/** A port of the loopback that nobody listens on, and that this process has not given before. */
export async function stablePort(): Promise<number> {
  for (let tried = 0; tried < COUNT; tried += 1) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`every port from ${FIRST} to ${FIRST + COUNT - 1} is taken`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}
