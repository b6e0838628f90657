import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/app/keys/create-api-key.ts';
import { readConfig } from '../../src/config.ts';
import { createWeb } from '../../src/http/web.ts';
import { readSettings } from '../../src/settings.ts';
import { openPool } from '../../src/store/db.ts';
import { createReaders } from '../../src/wiring/readers-side.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { streams } from '../support/pieces.ts';
import { suiteLog } from '../support/suite-log.ts';

let database: TestDatabase;
let authorization: string;
beforeAll(async () => {
  database = await cloneDatabase();
  const input = { kind: 'read', name: 'warehouse', actor: 'cli:test' } as const;
  authorization = `Bearer ${(await createApiKey({ ctx: testContext(database.pool), input })).secret}`;
});
afterAll(() => database.close());

function webOn(pool: TestDatabase['pool']) {
  const config = readConfig({ TEAM_TIMEZONE: 'UTC' });
  const log = suiteLog();
  const settings = readSettings(config.settingsFile, { required: false });
  const readiness = { report: async () => ({ status: 'ready' as const, checks: {} }) };
  return createWeb({ log, readiness, mounts: createReaders({ config, settings, log }, pool, streams) });
}

const LIST = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"at_risk","arguments":{}}}';
const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

describe('what reads with a key', () => {
  it('is answered beside the rest of the server', async () => {
    const web = webOn(database.pool);
    const page = await web.request('/v1/accounts', { headers: { authorization } });
    expect([page.status, await page.json()]).toMatchObject([200, { accounts: [], next_cursor: null }]);
    const tools = await web.request('/mcp', { method: 'POST', body: LIST, headers: { ...HEADERS, authorization } });
    expect([tools.status, await tools.json()]).toMatchObject([
      200,
      { result: { structuredContent: { accounts: [] } } },
    ]);
    expect((await web.request('/v1/none')).status).toBe(404);
    expect((await web.request('/livez')).status).toBe(200);
  });

  it('leaves one line in the audit for a question that it asks again', async () => {
    const web = webOn(database.pool);
    const ask = () => web.request('/v1/accounts?limit=7', { headers: { authorization } });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    const text = "select count(*)::int as lines from audit_log where detail->>'text' = 'limit=7'";
    expect((await database.pool.query(text)).rows).toEqual([{ lines: 1 }]);
  });

  it('hears that the database is away, and when to ask again', async () => {
    const away = openPool({
      url: 'postgres://nobody@127.0.0.1:1/none',
      name: 'away',
      max: 1,
      statementTimeoutMs: 1000,
      onError: () => undefined,
    });
    const web = webOn(away);
    const page = await web.request('/v1/accounts', { headers: { authorization } });
    const tools = await web.request('/mcp', { method: 'POST', body: LIST, headers: { ...HEADERS, authorization } });
    for (const answer of [page, tools]) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await answer.text()).toContain('Try again later');
    }
    await away.end();
  });
});
