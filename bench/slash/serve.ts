import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { accountHealth } from '../../src/app/accounts/account-health.ts';
import { findAccount } from '../../src/app/accounts/find-account.ts';
import type { Context } from '../../src/app/context.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/lib/log.ts';
import { startApp } from '../../src/main.ts';
import { readSettings } from '../../src/settings.ts';
import { openPool } from '../../src/store/db.ts';

const order = z.strictObject({ url: z.string(), apiUrl: z.string(), secret: z.string() });
/** What the process that serves is told. */
export type ServeOrder = z.infer<typeof order>;
/** Where it serves. */
export const serving = z.strictObject({ product: z.int(), bare: z.int() });

/** As many connections as the product has for people who wait. */
const CONNECTIONS = 4;

async function serve({ apiUrl, secret, url }: ServeOrder): Promise<z.infer<typeof serving>> {
  const app = await startApp({
    config: readConfig({
      DATABASE_URL: url,
      SLACK_BOT_TOKEN: 'xoxb-bench',
      SLACK_SIGNING_SECRET: secret,
      SLACK_API_URL: apiUrl,
    }),
    settings: readSettings('no-such-file.yaml'),
    databaseUrl: url,
    host: '127.0.0.1',
    port: 0,
    mayMigrate: false,
    role: 'web',
    log: createLogger('silent'),
  });
  await app.ready;
  const onError = (error: Error): void => console.error(error.message);
  const db = openPool({ url, name: 'bench bare', max: CONNECTIONS, statementTimeoutMs: 10_000, onError });
  return { product: app.port, bare: await startBare({ ...app.ctx, db }, secret) };
}

/** What one could write by hand: a server that checks the signature, reads the same account and answers at once. */
async function startBare(ctx: Context, secret: string): Promise<number> {
  const server = createServer((request, response) => {
    void bodyOf(request)
      .then(async (body) => {
        if (!isSigned(request, body, secret)) return response.writeHead(401).end();
        const text = new URLSearchParams(body).get('text') ?? '';
        const found = await findAccount({ ctx, input: { text } });
        if (found.kind !== 'one') return response.writeHead(404).end();
        const report = await accountHealth({ ctx, input: { accountId: found.account.accountId } });
        return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(report));
      })
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function isSigned({ headers }: IncomingMessage, body: string, secret: string): boolean {
  const given = Buffer.from(String(headers['x-slack-signature']));
  const text = `v0:${String(headers['x-slack-request-timestamp'])}:${body}`;
  const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(text).digest('hex')}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

process.on('message', (message) => {
  void serve(order.parse(message)).then((ports) => process.send?.(ports));
});
