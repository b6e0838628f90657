// A process of its own: migrates the database of the first argument and kills itself right after it has sent the
// statement whose number is the second.
import pg from 'pg';
import { migrate } from '../../src/store/migrate.ts';

const [, , url = '', last = '0'] = process.argv;
let left = Number(last);
const query: unknown = Reflect.get(pg.Client.prototype, 'query');
Reflect.set(pg.Client.prototype, 'query', function countDown(this: unknown, ...args: unknown[]) {
  if (typeof query !== 'function') throw new Error('the driver has no query function');
  const sent: unknown = Reflect.apply(query, this, args);
  left -= 1;
  if (left === 0) setImmediate(() => process.kill(process.pid, 'SIGKILL'));
  return sent;
});
await migrate(url);
