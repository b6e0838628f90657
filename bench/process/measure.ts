import { createHash } from 'node:crypto';
import type pg from 'pg';
import { insertApiKey } from '../../src/store/api-keys.ts';
import { openPool } from '../../src/store/db.ts';
import { atMost } from '../figure.ts';
import { startLoad } from '../ingest/http.ts';
import { fillPeople } from '../ingest/people.ts';
import { withOwnDatabase } from '../own-database.ts';
import type { Measured } from '../part.ts';
import { type SlackStandIn, startSlackStandIn } from '../slack-stand-in.ts';
import { askHealth } from '../slash/asker.ts';
import { median } from '../stats.ts';
import { buildProduct, type Started, startProduct } from './product.ts';

const SECRET = 'bench-signing-secret';
const INGEST_KEY = 'csp_bench';
const DATABASE = 'cs_pulse_bench_process';
const ACCOUNTS = 5000;
const STARTS = 7;
const SECONDS = 10;
const COMMANDS = 500;
const ASKERS = 4;
const LOOK_EVERY_MS = 250;
const MIB = 2 ** 20;

/** How soon `cs-pulse start` is ready on a migrated database, and how much memory it takes at most under load. */
export async function measureProcess(database: { readonly url: string; readonly pool: pg.Pool }): Promise<Measured> {
  buildProduct();
  const slack = await startSlackStandIn();
  try {
    return await withOwnDatabase(database, DATABASE, async (url) => {
      await fill(url);
      const env = {
        DATABASE_URL: url,
        SLACK_BOT_TOKEN: 'xoxb-bench',
        SLACK_SIGNING_SECRET: SECRET,
        SLACK_API_URL: slack.apiUrl,
      };
      const seconds: number[] = [];
      for (let start = 0; start < STARTS; start += 1) {
        const app = await startProduct(env);
        seconds.push(app.seconds);
        await app.stop();
      }
      const most = await underLoad(await startProduct(env), slack);
      return {
        figures: [
          atMost(1.5, 'cold start until ready, without migrations', median(seconds), 's'),
          atMost(250, 'memory of the process at most, 5,000 accounts, under load', most / MIB, 'MB'),
        ],
        notes: [
          `Load: ${SECONDS} s of one event and ${SECONDS} s of 100 events per request, then ${COMMANDS} times /health NAME; jobs run.`,
        ],
      };
    });
  } finally {
    await slack.close();
  }
}

async function fill(url: string): Promise<void> {
  const onError = (error: Error): void => console.error(error.message);
  const pool = openPool({ url, name: 'bench process', max: 1, statementTimeoutMs: 600_000, onError });
  try {
    await fillPeople(pool, ACCOUNTS);
    const secretSha256 = createHash('sha256').update(INGEST_KEY).digest();
    await insertApiKey(pool, { keyId: 'bench', kind: 'ingest', name: 'bench', secretSha256, at: new Date() });
  } finally {
    await pool.end();
  }
}

/** The most memory seen, in bytes. */
async function underLoad(app: Started, slack: SlackStandIn): Promise<number> {
  let most = 0;
  const look = setInterval(() => {
    most = Math.max(most, app.memory());
  }, LOOK_EVERY_MS);
  const load = startLoad();
  try {
    const order = { port: app.port, accounts: ACCOUNTS, seconds: SECONDS };
    await load.run({ ...order, connections: 256, eventsPerRequest: 1 });
    // Few at a time: a key may send 50,000 events per second.
    await load.run({ ...order, connections: 2, eventsPerRequest: 100 });
    const names = Array.from({ length: COMMANDS }, (_, index) => `acct_${1 + ((index * 997) % ACCOUNTS)}`);
    await askHealth({ port: app.port, secret: SECRET, slack }, names, ASKERS);
    return Math.max(most, app.memory());
  } finally {
    clearInterval(look);
    load.stop();
    await app.stop();
  }
}
