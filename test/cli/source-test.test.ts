import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rehearseSignals } from '../../src/app/record/rehearse-signals.ts';
import { sourceCommand } from '../../src/cli/source.ts';
import { type HttpServer, startHttpServer } from '../../src/http/server.ts';
import { createWeb } from '../../src/http/web.ts';
import type { IngestDeps } from '../../src/ingest/deps.ts';
import { SAMPLE_ACCOUNT } from '../../src/ingest/samples/sample.ts';
import { sources } from '../../src/ingest/sources/index.ts';
import { openPool } from '../../src/store/db.ts';
import { everything } from '../ingest/fixtures.ts';
import { INGEST_SECRET, listenerOn, openIngest } from '../ingest/harness.ts';
import { SENDERS } from '../ingest/senders.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { recordingIo } from '../support/recording-io.ts';
import { suiteLog } from '../support/suite-log.ts';

const log = suiteLog();
const VARIABLES = {
  STRIPE_WEBHOOK_SECRET: SENDERS.stripe.secrets.join(','),
  SENTRY_CLIENT_SECRET: SENDERS.sentry.secrets[0],
  ZENDESK_WEBHOOK_SECRET: SENDERS.zendesk.secrets[0],
  SEGMENT_SHARED_SECRET: SENDERS.segment.secrets[0],
  POSTHOG_WEBHOOK_SECRET: SENDERS.posthog.secrets[0],
  HUBSPOT_CLIENT_SECRET: SENDERS.hubspot.secrets[0],
  CS_PULSE_INGEST_KEY: INGEST_SECRET,
};
const NOWHERE = { url: 'postgres://nobody@127.0.0.1:1/none' };
const ALL_SECRETS = Object.values(VARIABLES).flatMap((list) => list.split(','));

let database: TestDatabase;
let folder: string;
let server: HttpServer;
const others: { stop: (deadline: number) => Promise<void> }[] = [];

/** A server such as `start` makes, on the clock of now. */
async function serve(overrides: Partial<IngestDeps> = {}): Promise<HttpServer> {
  const ctx = testContext(database.pool, { now: () => new Date() });
  const direct = listenerOn(database, {
    now: ctx.now,
    rehearse: (source, signals, delivery) => rehearseSignals({ ctx, input: { source, signals, delivery } }),
    ...overrides,
  });
  const web = createWeb({ log, readiness: { report: async () => ({ status: 'ready', checks: {} }) } });
  const started = await startHttpServer({ host: '127.0.0.1', port: 0, slack: null, direct, web, log });
  others.push(started);
  return started;
}

/** Something else than cs-pulse, at an address of its own. */
async function stranger(status: number, headers: Record<string, string>, body: string): Promise<string> {
  const other = createServer((_request, response) => response.writeHead(status, headers).end(body));
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  others.push({ stop: async () => void other.close() });
  return `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
}

async function run(argv: string[], env: Record<string, string> = {}) {
  const { io, said } = recordingIo();
  const code = await sourceCommand(['test', ...argv], io, {
    PORT: String(server.port),
    CS_PULSE_DATA_DIR: folder,
    ...VARIABLES,
    ...env,
  });
  const { out } = said();
  for (const secret of ALL_SECRETS) expect(out).not.toContain(secret);
  return { code, out };
}

beforeAll(async () => {
  database = await cloneDatabase();
  folder = mkdtempSync(join(tmpdir(), 'cs-pulse-source-test-'));
  await openIngest(database);
  server = await serve();
});
afterAll(async () => {
  await Promise.all(others.map((other) => other.stop(100)));
  await database.close();
  rmSync(folder, { recursive: true });
});

describe('cs-pulse source test', () => {
  it.each(Object.keys(sources))('sends a sample of %s that arrives, twice, and leaves nothing', async (name) => {
    const before = await everything(database);
    for (let time = 1; time <= 2; time++) {
      const { code, out } = await run([name, '--json']);
      expect(JSON.parse(out)).toMatchObject({ source: name, ok: true, account_id: SAMPLE_ACCOUNT, remedy: null });
      expect(code).toBe(0);
    }
    expect(await everything(database)).toBe(before);
  });

  it('tries every secret and the key, each by name', async () => {
    const proofs = async (name: string) => {
      const { attempts } = JSON.parse((await run([name, '--json'])).out) as { attempts: { proof: string }[] };
      return attempts.map(({ proof }) => proof);
    };
    expect(await proofs('stripe')).toEqual(['secret 1 of 2', 'secret 2 of 2']);
    expect(await proofs('segment')).toEqual(['secret', 'ingest key']);
    expect(await proofs('events')).toEqual(['ingest key']);
  });

  it('says in words what was accepted, where, and that nothing is kept', async () => {
    const { out } = await run(['sentry']);
    expect(out).toMatch(
      /^ok {5} sentry, secret: POST http:\/\/127\.0\.0\.1:\d+\/webhooks\/sentry: 200, accepted 1 \(\d\.\d\d s\)\n/,
    );
    expect(out).toContain(`the account ${SAMPLE_ACCOUNT}`);
  });

  it('tells another secret from a missing one, and names the variable', async () => {
    const wrong = await run(['stripe', '--json'], { STRIPE_WEBHOOK_SECRET: 'whsec_other' });
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.out)).toMatchObject({
      ok: false,
      attempts: [{ status: 401, state: 'problem', remedy: expect.stringContaining('STRIPE_WEBHOOK_SECRET') }],
    });
    const off = await serve({ secrets: {} });
    const unset = await run(['zendesk', '--url', `http://127.0.0.1:${off.port}`]);
    expect(unset.code).toBe(1);
    expect(unset.out).toMatch(/404.*\n +→ the server has no ZENDESK_WEBHOOK_SECRET/);
    const key = await run(['events'], { CS_PULSE_INGEST_KEY: 'csp_revoked' });
    expect([key.code, key.out]).toEqual([1, expect.stringMatching(/401.*\n +→ .*cs-pulse keys list/)]);
  });

  it('has nothing to test without a secret, and says what to set', async () => {
    const { code, out } = await run(['segment'], { SEGMENT_SHARED_SECRET: '', CS_PULSE_INGEST_KEY: '' });
    expect(code).toBe(1);
    expect(out).toMatch(/SEGMENT_SHARED_SECRET, or CS_PULSE_INGEST_KEY/);
  });

  it('ends with 3 when nothing answers, or the database behind it is away', async () => {
    const nothing = await run(['sentry', '--url', 'http://127.0.0.1:1']);
    expect([nothing.code, nothing.out]).toEqual([3, expect.stringMatching(/nothing answered.*\n +→ keep/)]);
    const ctx = testContext(database.pool);
    const db = openPool({ ...NOWHERE, name: 'away', max: 1, statementTimeoutMs: 1000, onError: () => undefined });
    const away = await serve({
      rehearse: (source, signals) => rehearseSignals({ ctx: { ...ctx, db }, input: { source, signals } }),
    });
    const { code, out } = await run(['sentry', '--url', `http://127.0.0.1:${away.port}`]);
    expect([code, out]).toEqual([3, expect.stringMatching(/503.*\n +→ its database is away/)]);
  });

  it('signs the outside address for HubSpot, whichever address it calls', async () => {
    const outside = { PUBLIC_URL: 'https://pulse.example.com' };
    const behind = await serve({ publicUrl: outside.PUBLIC_URL });
    const url = `http://127.0.0.1:${behind.port}`;
    expect((await run(['hubspot', '--url', url], outside)).code).toBe(0);
    const { code, out } = await run(['hubspot', '--url', url]);
    expect([code, out]).toEqual([1, expect.stringMatching(/401.*\n +→ .*PUBLIC_URL/)]);
  });

  it.each([
    [3600, /the one of the server is (3599|3600|3601) s ahead of the one here/],
    [-3600, /the one of the server is (3599|3600|3601) s behind the one here/],
    [5, /give the server the STRIPE_WEBHOOK_SECRET/],
  ])('looks at the clocks when a signature is refused and they differ by %i s', async (seconds, expected) => {
    const date = new Date(Date.now() + seconds * 1000).toUTCString();
    const refusal = '{"code":"unauthorized","message":"The signature is missing."}';
    const refusing = await stranger(401, { 'content-type': 'application/json', date }, refusal);
    const { code, out } = await run(['stripe', '--url', refusing]);
    expect([code, out]).toEqual([1, expect.stringMatching(expected)]);
  });

  it('is not fooled by what else answers, and follows no redirect', async () => {
    const page = await stranger(200, { 'content-type': 'text/html' }, '<h1>\u001b[31mIt works</h1>');
    expect(await run(['posthog', '--url', page])).toEqual({
      code: 1,
      out: expect.stringContaining('it is not cs-pulse that answers'),
    });
    const moved = await stranger(308, { location: `${page}/elsewhere` }, '');
    const { code, out } = await run(['posthog', '--url', moved]);
    expect([code, out]).toEqual([1, expect.stringContaining(`308: leads to ${page}/elsewhere`)]);
    const old = await stranger(
      200,
      { 'content-type': 'application/json' },
      '{"accepted":1,"duplicates":0,"rejected":[]}',
    );
    expect((await run(['posthog', '--url', old])).out).toContain('does not know samples');
    const hostile = await stranger(
      400,
      { 'content-type': 'application/json' },
      '{"code":"x","message":"\\u001b[2Jgone"}',
    );
    const steered = await run(['posthog', '--url', hostile]);
    expect(steered.out).toContain('gone');
    expect(steered.out).not.toContain('\u001b');
  });

  it('speaks of accounts as the settings file does', async () => {
    const file = join(folder, 'settings.yaml');
    writeFileSync(file, 'sources: { sentry: { account_tag: tenant }, posthog: { group_type: organization } }\n');
    const env = { CS_PULSE_CONFIG: file };
    const before = await everything(database);
    const { out } = await run(['sentry', '--json'], env);
    // The server here has the defaults: its answer shows that the tag is another.
    expect(JSON.parse(out)).toMatchObject({ ok: false, attempts: [{ status: 200, state: 'problem' }] });
    expect(out).toContain('account_id: is missing');
    const group = await run(['posthog'], env);
    expect([group.code, group.out]).toEqual([1, expect.stringContaining('account_id: is missing')]);
    // It is the sample that names no account, not a sender: nothing is counted.
    expect(await everything(database)).toBe(before);
  });

  it.each([[['nobody']], [[]], [['stripe', 'sentry']], [['stripe', '--url', 'ftp://x']]])(
    'refuses %j',
    async (argv) => {
      await expect(run(argv)).rejects.toMatchObject({ code: 'invalid' });
    },
  );
});
