import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cursorOf } from '../../src/api/cursor.ts';
import { problemSchema } from '../../src/api/problem.ts';
import { createReadApi } from '../../src/api/read-api.ts';
import { createReaderGate } from '../../src/app/keys/admit-reader.ts';
import { revokeApiKey } from '../../src/app/keys/revoke-api-key.ts';
import { AppError } from '../../src/lib/errors.ts';
import { fc } from '../support/fc.ts';
import { streams } from '../support/pieces.ts';
import { type ReadApiStand, startReadApi } from './read-api-stand.ts';

let stand: ReadApiStand;
beforeAll(async () => {
  stand = await startReadApi();
});
afterAll(() => stand.database.close());

async function refused(response: Response, status: number, detail: RegExp): Promise<void> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const body = problemSchema.parse(await response.json());
  expect([response.status, body.status]).toEqual([status, status]);
  expect(body.detail).toMatch(detail);
}

const CURSOR = cursorOf({ day: '2020-01-01', accountId: 'acme' });

describe('a refusal of the read API', () => {
  it.each([
    ['/v1/accounts/none', 404, /none/],
    ['/v1/accounts/%00', 400, /account_id/],
    ['/v1/accounts/a%00b/history', 400, /account_id/],
    ['/v1/accounts/%ZZ', 400, /account_id.*UTF-8/],
    ['/v1/accounts/%C3%28', 400, /account_id/],
    ['/v1/accounts/%ED%A0%80', 400, /account_id/],
    [`/v1/accounts/${'x'.repeat(10_000)}`, 400, /account_id.*200 bytes/],
    ['/v1/accounts/', 400, /account_id.*empty/],
    ['/v1/accounts/.csv', 400, /account_id.*empty/],
    ["/v1/accounts/'%3B%20drop%20table%20accounts", 404, /drop table/],
    ['/v1/accounts?limit=0', 400, /^limit: .*1 to 500/],
    ['/v1/accounts?limit=501', 400, /^limit: /],
    ['/v1/accounts?limit=-1', 400, /^limit: /],
    ['/v1/accounts?limit=1e2', 400, /^limit: /],
    ['/v1/accounts?limit=1&limit=2', 400, /^limit: .*twice/],
    ['/v1/accounts?cursor=', 400, /^cursor: .*none of ours/],
    ['/v1/accounts?cursor=%00', 400, /^cursor: /],
    [`/v1/accounts?cursor=${'x'.repeat(9000)}`, 400, /^cursor: /],
    [`/v1/accounts?cursor=${Buffer.from('["2026-02-30","a"]').toString('base64url')}`, 400, /^cursor: /],
    [`/v1/accounts?cursor=${Buffer.from('["2026-03-01","\\u0000"]').toString('base64url')}`, 400, /^cursor: /],
    [`/v1/accounts?cursor=${CURSOR}`, 400, /^cursor: .*2020-01-01/],
    ['/v1/accounts?band=critical', 400, /^band: .*CRITICAL/],
    ['/v1/accounts?bucket=at_risk,', 400, /^bucket: /],
    ['/v1/accounts?owner=', 400, /^owner: /],
    ['/v1/accounts?owner=%00', 400, /^owner: /],
    ['/v1/accounts?colour=red', 400, /^colour: .*limit, cursor, band/],
    ['/v1/accounts?__proto__=1', 400, /^__proto__: /],
    ['/v1/accounts/acme?limit=1', 400, /^limit: .*takes none/],
    ['/v1/reports/portfolio?from=2026-13', 400, /^from: .*2026-03/],
    ['/v1/reports/portfolio?from=1900-01', 400, /^from: .*at most 36/],
    ['/v1/reports/portfolio?to=9999-12', 400, /^to: .*not begun/],
    ['/v1/reports/cohortz', 404, /openapi\.json/],
    ['/v1/accounts/acme/history/more', 404, /path/],
    ['/v1/', 404, /path/],
  ] as const)('names the field and the remedy for %s', async (path, status, detail) => {
    await refused(await stand.get(path), status, detail);
    expect(stand.failures).toEqual([]);
  });

  it('is never an error of ours, whatever the address', async () => {
    const part = fc.oneof(
      fc
        .string({ unit: 'binary', maxLength: 40 })
        .map((text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''))),
      fc.stringMatching(/^[ -"$->@-~]{0,40}$/),
    );
    const path = fc.oneof(
      part.map((id) => `/v1/accounts/${id}`),
      part.map((id) => `/v1/accounts/${id}/history`),
      fc
        .tuple(fc.constantFrom('limit', 'cursor', 'band', 'bucket', 'owner'), part)
        .map(([name, value]) => `/v1/accounts?${name}=${value}`),
      part.map((value) => `/v1/reports/utilization?plan=${value}`),
    );
    await fc.assert(
      fc.asyncProperty(path, async (address) => {
        const { body, status } = await stand.get(address);
        await body?.cancel();
        expect([200, 400, 404]).toContain(status);
      }),
      { numRuns: 150 },
    );
    expect(stand.failures).toEqual([]);
  });

  it('meets everybody without a read key', async () => {
    const ask = (headers: Record<string, string>) =>
      stand.api(new Request('http://localhost/v1/accounts', { headers }));
    for (const headers of [{}, { authorization: 'Bearer csp_wrong' }, { authorization: `Basic ${stand.readKey}` }]) {
      const response = await ask(headers);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      await refused(response, 401, /Authorization.*--kind read/);
    }
    await refused(
      await ask({ authorization: `Bearer ${stand.ingestKey}` }),
      403,
      /Authorization.*may send and not read/,
    );
  });

  it('meets a key that was revoked, and looks nothing up for it', async () => {
    const other = await startReadApi();
    await revokeApiKey({ ctx: other.ctx, input: { idOrName: 'reader', actor: 'cli:test' } });
    await refused(await other.get('/v1/accounts/acme'), 401, /Authorization/);
    await other.database.close();
  });

  it('meets other methods than GET and HEAD', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const response = await stand.get('/v1/accounts/acme', { method });
      expect(response.headers.get('allow')).toBe('GET, HEAD');
      await refused(response, 405, /method/);
    }
  });

  it('meets a key that asks too often, and no other key', async () => {
    const ctx = stand.ctx;
    const admit = createReaderGate({ ctx, input: { rate: { perSecond: 1, burst: 3 } } });
    const api = createReadApi({ ctx, admit, streams, explain: (work) => work(), onFailure: String });
    const ask = () =>
      api(new Request('http://localhost/v1/accounts/acme', { headers: { authorization: `Bearer ${stand.readKey}` } }));
    const statuses = [await ask(), await ask(), await ask()].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200]);
    const response = await ask();
    expect(response.headers.get('retry-after')).toBe('1');
    await refused(response, 429, /try again in 1 s/);
  });

  it('says that the data store is away, and tells nothing of an error of ours', async () => {
    const deps = {
      ctx: stand.ctx,
      admit: createReaderGate({ ctx: stand.ctx, input: {} }),
      streams,
      onFailure: () => 'reference 7',
    };
    const ask = (explain: (work: () => Promise<Response>) => Promise<Response>) =>
      createReadApi({ ...deps, explain })(new Request('http://localhost/v1/accounts'));
    const away = await ask(() => Promise.reject(new AppError('unavailable', 'Try again in a minute.')));
    expect(away.headers.get('retry-after')).toBe('5');
    await refused(away, 503, /again in a minute/);
    await refused(await ask(() => Promise.reject(new Error('secret'))), 500, /^reference 7$/);
  });

  it('leaves no trace in the audit', async () => {
    const count = async () => (await stand.database.pool.query('select count(*)::int as n from audit_log')).rows[0].n;
    const before = await count();
    await stand.get('/v1/accounts/none');
    await stand.get('/v1/accounts?limit=0');
    expect(await count()).toBe(before);
    await stand.get('/v1/accounts/acme');
    expect(await count()).toBe(before + 1);
  });
});
