import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { z } from 'zod';
import { percentile } from '../../test/support/percentile.ts';
import { atLeast, atMost, figure } from '../figure.ts';
import { withOwnDatabase } from '../own-database.ts';
import type { Measured } from '../part.ts';
import { startSlackStandIn } from '../slack-stand-in.ts';
import { median } from '../stats.ts';
import { type AskedTimes, type AskTarget, askHealth } from './asker.ts';
import { type ServeOrder, serving } from './serve.ts';

const SECRET = 'bench-signing-secret';
const ROUNDS = 7;
const ASKERS = 8;
const PER_ROUND = 200;
const WARM_UP = 100;
const ALONE = 500;
const FLOOD = 'cs_pulse_bench_flood';
const FLOOD_ACCOUNTS = 5000;

interface Database {
  readonly url: string;
  readonly pool: pg.Pool;
}

/**
 * The product's `/health NAME` against a server by hand that reads the same account, and how long one person waits
 * while another process takes in events as fast as it can. Both servers share a process, asked by turns from this one.
 */
export async function measureSlash(database: Database, names: readonly string[]): Promise<Measured> {
  const slack = await startSlackStandIn();
  const server = fork(fileURLToPath(new URL('serve.ts', import.meta.url)));
  try {
    const ports = await startServing(server, { url: database.url, apiUrl: slack.apiUrl, secret: SECRET });
    const product: AskTarget = { port: ports.product, secret: SECRET, slack };
    const bare: AskTarget = { port: ports.bare, secret: SECRET, slack: null };
    const some = sample(names);
    await askHealth(product, some(WARM_UP), ASKERS);
    await askHealth(bare, some(WARM_UP), ASKERS);
    const rounds: { readonly product: AskedTimes; readonly bare: AskedTimes }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const asked = some(PER_ROUND);
      rounds.push({
        product: await askHealth(product, asked, ASKERS),
        bare: await askHealth(bare, asked, ASKERS),
      });
    }
    const quiet = await askHealth(product, some(ALONE), 1);
    const busy = await whileFlooded(database, () => askHealth(product, some(ALONE), 1));
    return {
      figures: [
        atLeast(0.6, '/health NAME to a bare server with the same reads, 8 askers', ratioOf(rounds)),
        figure(
          '/health NAME, answers per second, 8 askers',
          median(rounds.map((of) => PER_ROUND / of.product.seconds)),
          '/s',
        ),
        figure('/health NAME, 1 asker: answer p50', percentile(quiet.answerMs, 50), 'ms'),
        figure('/health NAME, 1 asker: answer p99', percentile(quiet.answerMs, 99), 'ms'),
        figure('/health NAME while ingest runs, 1 asker: ack p99', percentile(busy.times.ackMs, 99), 'ms'),
        figure('/health NAME while ingest runs, 1 asker: answer p50', percentile(busy.times.answerMs, 50), 'ms'),
        atMost(25, '/health NAME while ingest runs, 1 asker: answer p99', percentile(busy.times.answerMs, 99), 'ms'),
      ],
      notes: [
        'The product acknowledges first and sends its answer to the response URL; the bare server answers in its reply.',
        `Meanwhile ${busy.perSecond} events per second were stored in another database of the same server.`,
      ],
    };
  } finally {
    server.kill();
    await slack.close();
  }
}

async function startServing(child: ChildProcess, order: ServeOrder): Promise<z.infer<typeof serving>> {
  child.send(order);
  const [message] = await once(child, 'message');
  return serving.parse(message);
}

/** The median of the ratios of every round: answers per second of the product to those of the bare server. */
function ratioOf(rounds: readonly { readonly product: AskedTimes; readonly bare: AskedTimes }[]): number {
  return median(rounds.map(({ bare, product }) => bare.seconds / product.seconds));
}

/** Names in an order that visits all of them, going on where the last call ended. */
function sample(names: readonly string[]): (count: number) => string[] {
  let next = 0;
  return (count) => Array.from({ length: count }, () => names[(next++ * 997) % names.length] ?? '');
}

function whileFlooded(
  database: Database,
  work: () => Promise<AskedTimes>,
): Promise<{ readonly times: AskedTimes; readonly perSecond: number }> {
  return withOwnDatabase(database, FLOOD, async (url) => {
    const child = fork(fileURLToPath(new URL('flood.ts', import.meta.url)));
    try {
      child.send({ url, accounts: FLOOD_ACCOUNTS });
      await once(child, 'message');
      const times = await work();
      child.send('stop');
      const [perSecond] = await once(child, 'message');
      return { times, perSecond: z.number().parse(perSecond) };
    } finally {
      child.kill();
    }
  });
}
