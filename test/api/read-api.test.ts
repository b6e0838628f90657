import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../src/api/endpoints/index.ts';
import { createReadApi } from '../../src/api/read-api.ts';
import { createReaderGate } from '../../src/app/keys/admit-reader.ts';
import { reportText } from '../../src/cli/report.ts';
import { streams } from '../support/pieces.ts';
import { GOLDEN } from '../support/portfolio.ts';
import { bodyOf, type ReadApiStand, startReadApi } from './read-api-stand.ts';

let stand: ReadApiStand;
beforeAll(async () => {
  stand = await startReadApi();
});
afterAll(() => stand.database.close());

const RECIPE: readonly string[] = ['acme', 'globex', 'innovate', 'megacorp', 'tinyco'];
const GOLDEN_RECIPE = GOLDEN.expected.filter((one) => RECIPE.includes(String(one['account_id'])));
const pathOf = (path: string): string => path.replace('{id}', 'acme');

describe('the read API', () => {
  it.each(ENDPOINTS.map((one) => [one.path, one] as const))('answers %s by its schema', async (path, { response }) => {
    const answer = await stand.get(pathOf(path));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const body = await bodyOf(answer);
    expect(response.safeParse(body).error).toBeUndefined();
    expect(response.safeParse({ ...body, unknown: 1 }).success).toBe(false);
  });

  it.each(ENDPOINTS.map(({ path }) => path))('answers %s as CSV with its header', async (path) => {
    const answer = await stand.get(`${pathOf(path)}.csv`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = (await answer.text()).split('\r\n');
    expect(lines[0]).toMatch(/^(account_id|date|month),/);
    expect(lines.length).toBeGreaterThan(2);
  });

  it.each(GOLDEN_RECIPE.map((one) => [String(one['account_id']), one] as const))(
    'says the golden numbers of %s',
    async (accountId, expected) => {
      const body = await stand.json(`/v1/accounts/${accountId}`);
      for (const name of [
        'score',
        'band',
        'bucket',
        'utilization',
        'coverage',
        'confidence',
        'top_risk_signal',
        'flags',
      ]) {
        expect([name, body[name]]).toEqual([name, expected[name]]);
      }
      expect(body).toMatchObject({ as_of: `${GOLDEN.as_of}T00:00:00.000Z`, definition: 'balanced@1' });
      expect(body['mrr']).toMatchObject({ minor: expect.any(Number), currency: expect.stringMatching(/^[A-Z]{3}$/) });
    },
  );

  it('says the same as the command line, in both forms', async () => {
    for (const kind of ['health', 'utilization'] as const) {
      expect(await stand.json(`/v1/reports/${kind}`)).toEqual(JSON.parse(await reportText(stand.ctx, kind, 'json')));
      const csv = await (await stand.get(`/v1/reports/${kind}.csv`)).text();
      expect(csv).toBe(await reportText(stand.ctx, kind, 'csv'));
    }
  });

  it('says of the portfolio what the command line says, and how seats are used', async () => {
    const { adoption, ...revenue } = await stand.json('/v1/reports/portfolio?from=2026-01');
    const text = await reportText(stand.ctx, 'portfolio', 'json', { from: '2026-01' });
    const { adoption: _printed, ...printed } = JSON.parse(text);
    expect(revenue).toEqual(printed);
    expect(adoption).toMatchObject({ accounts: expect.any(Number), cohorts: expect.anything() });
    const csv = await (await stand.get('/v1/reports/portfolio.csv?from=2026-01')).text();
    expect(csv).toBe(await reportText(stand.ctx, 'portfolio', 'csv', { from: '2026-01' }));
  });

  it('walks all accounts page by page, each once, whatever the size of a page', async () => {
    const all = (await stand.json('/v1/accounts?limit=500'))['accounts'] as { readonly account_id: string }[];
    const ids = all.map(({ account_id: id }) => id);
    expect(ids).toEqual(RECIPE);
    for (const limit of [1, 2, 3]) {
      const seen: string[] = [];
      let cursor: unknown = null;
      do {
        const page = await stand.get(`/v1/accounts?limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`);
        const body = await bodyOf(page);
        const accounts = body['accounts'] as typeof all;
        expect(accounts.length).toBeLessThanOrEqual(limit);
        seen.push(...accounts.map(({ account_id: id }) => id));
        cursor = body['next_cursor'];
        expect(page.headers.get('link')).toEqual(
          cursor === null ? null : expect.stringMatching(/^<\/v1\/accounts\?.*cursor=.+>; rel="next"$/),
        );
      } while (cursor !== null);
      expect(seen).toEqual(ids);
    }
  });

  it('filters by band, bucket and owner', async () => {
    const all = (await stand.json('/v1/accounts'))['accounts'] as Record<string, unknown>[];
    const ids = (list: unknown): unknown[] => (list as Record<string, unknown>[]).map((one) => one['account_id']);
    for (const name of ['band', 'bucket'] as const) {
      const value = String(all[0]?.[name]);
      const found = (await stand.json(`/v1/accounts?${name}=${encodeURIComponent(value)}`))['accounts'];
      expect(ids(found)).toEqual(ids(all.filter((one) => one[name] === value)));
      expect(ids(found).length).toBeLessThan(all.length);
    }
    expect((await stand.json('/v1/accounts?owner=nobody@example.com'))['accounts']).toEqual([]);
  });

  it('keeps its tag while only the ages of data grow, and gives another one for another name', async () => {
    expect((await stand.json('/v1/accounts/acme'))['data']).toContainEqual(
      expect.objectContaining({ source: 'usage' }),
    );
    for (const path of ['/v1/accounts/acme', '/v1/reports/utilization.csv']) {
      const first = await stand.get(path);
      const tag = first.headers.get('etag') ?? '';
      const later = { ...stand.ctx, now: () => new Date(stand.ctx.now().getTime() + 120_000) };
      const admit = createReaderGate({ ctx: later, input: {} });
      const api = createReadApi({ ctx: later, admit, streams, explain: (work) => work(), onFailure: String });
      const headers = { authorization: `Bearer ${stand.readKey}`, 'if-none-match': tag };
      const again = await api(new Request(`http://localhost${path}`, { headers }));
      expect([again.status, await again.text()]).toEqual([304, '']);
      const before = await stand.database.pool.query("select name from accounts where external_id = 'acme'");
      await stand.database.pool.query("update accounts set name = 'Renamed' where external_id = 'acme'");
      const renamed = await api(new Request(`http://localhost${path}`, { headers }));
      expect(renamed.status).toBe(200);
      expect(await renamed.text()).toContain('Renamed');
      await stand.database.pool.query("update accounts set name = $1 where external_id = 'acme'", [
        before.rows[0].name,
      ]);
    }
  });

  it('answers HEAD with the headers alone', async () => {
    const answer = await stand.get('/v1/accounts/acme', {
      method: 'HEAD',
      headers: { authorization: `Bearer ${stand.readKey}` },
    });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(answer.headers.get('etag')).toMatch(/^W\/"/);
  });

  it('keeps who looked at what, once an hour for as long as the same is asked', async () => {
    await stand.database.pool.query('truncate audit_log');
    let now = stand.ctx.now();
    const ctx = { ...stand.ctx, now: () => now };
    const admit = createReaderGate({ ctx, input: {} });
    const api = createReadApi({ ctx, admit, streams, explain: (work) => work(), onFailure: String });
    const headers = { authorization: `Bearer ${stand.readKey}` };
    const ask = (path: string) => api(new Request(`http://localhost${path}`, { headers }));
    const lines = async () => (await stand.database.pool.query('select count(*)::int as n from audit_log')).rows[0].n;
    for (const path of ['/v1/accounts/globex', '/v1/accounts/globex', '/v1/accounts?limit=2']) await ask(path);
    expect(await lines()).toBe(2);
    await ask('/v1/accounts?limit=3');
    expect(await lines()).toBe(3);
    now = new Date(now.getTime() + 3_599_000);
    await ask('/v1/accounts/globex');
    expect(await lines()).toBe(3);
    now = new Date(now.getTime() + 1000);
    await ask('/v1/accounts/globex');
    await ask('/v1/accounts?limit=2');
    const { rows } = await stand.database.pool.query(
      `select l.actor, l.action, k.external_id as account, l.detail from audit_log l
       left join account_keys k on k.account_id = l.account_id order by audit_id desc limit 2`,
    );
    expect(rows).toEqual([
      {
        actor: expect.stringMatching(/^key:key_/),
        action: 'asked',
        account: null,
        detail: { key: 'reader', command: 'GET /v1/accounts', text: 'limit=2' },
      },
      expect.objectContaining({ action: 'account_viewed', account: 'globex' }),
    ]);
  });
});
