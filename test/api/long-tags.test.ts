import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { createReadApi as CreateReadApi } from '../../src/api/read-api.ts';
import { createReaderGate } from '../../src/app/keys/admit-reader.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { streams } from '../support/pieces.ts';
import { GOLDEN } from '../support/portfolio.ts';
import { type ReadApiStand, startReadApi } from './read-api-stand.ts';

const VERSION_MODULE = '../../src/lib/product-version.ts';
const product = { version: '1.0.0' };

const PATHS = [
  '/v1/reports/health',
  '/v1/reports/health.csv',
  '/v1/reports/utilization',
  '/v1/reports/utilization.csv',
];

let stand: ReadApiStand;
let createReadApi: typeof CreateReadApi;
beforeAll(async () => {
  // Loaded apart from what test files share, with a version that changes.
  vi.resetModules();
  vi.doMock(VERSION_MODULE, () => ({
    get PRODUCT_VERSION() {
      return product.version;
    },
  }));
  ({ createReadApi } = await import('../../src/api/read-api.ts'));
  stand = await startReadApi();
});
afterAll(async () => {
  vi.doUnmock(VERSION_MODULE);
  vi.resetModules();
  await stand.database.close();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Asks so many minutes later. */
function ask(
  path: string,
  { known, method = 'GET', minutes = 0 }: { known?: string; method?: string; minutes?: number },
) {
  const ctx = { ...stand.ctx, now: () => new Date(stand.ctx.now().getTime() + minutes * 60_000) };
  const admit = createReaderGate({ ctx, input: { rate: { perSecond: 1000, burst: 100_000 } } });
  const api = createReadApi({ ctx, admit, streams, explain: (work) => work(), onFailure: String });
  const headers = {
    authorization: `Bearer ${stand.readKey}`,
    ...(known === undefined ? {} : { 'if-none-match': known }),
  };
  return api(new Request(`http://localhost${path}`, { method, headers }));
}

async function tagOf(path: string): Promise<string> {
  const answer = await ask(path, {});
  await answer.text();
  return answer.headers.get('etag') ?? '';
}

const wideReads = (spy: { readonly mock: { readonly calls: readonly (readonly unknown[])[] } }): number =>
  spy.mock.calls.filter(([first]) => JSON.stringify(first).includes('h.health')).length;

describe.each(PATHS)('the tag of %s', (path) => {
  it('is known again without the report being made, also when the data is older by then', async () => {
    const known = await tagOf(path);
    const queries = vi.spyOn(stand.database.pool, 'query');
    const again = await ask(path, { known, minutes: 2 });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', known]);
    const head = await ask(path, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', known]);
    expect(wideReads(queries)).toBe(0);
    await (await ask(path, {})).text();
    expect(wideReads(queries)).toBeGreaterThan(0);
  });
});

const tagsOf = async (): Promise<string[]> => {
  const tags: string[] = [];
  for (const path of PATHS) tags.push(await tagOf(path));
  return tags;
};

describe('tags', () => {
  it('are other ones for another name, owner, plan, renewal, score or account', async () => {
    const { database, ctx } = stand;
    const seen = [await tagsOf()];
    for (const change of [
      `update accounts set name = 'Renamed' where external_id = 'acme'`,
      `update accounts set name = 'acme', updated_at = updated_at + interval '1 s' where external_id = 'acme'`,
      `update accounts set owner_email = null where external_id = 'globex'`,
      `update accounts set plan = 'Max' where external_id = 'globex'`,
      `update accounts set renews_on = date '2026-12-01' where external_id = 'tinyco'`,
      `delete from health_snapshots where account_id =
         (select account_id from account_keys where external_id = 'innovate')`,
      `insert into tickets (account_id, source, ticket_id, subject, priority, opened_at)
         select account_id, 'fixture', 'late', 'Down', 'Urgent', '2026-02-27' from account_keys
         where external_id = 'acme'`,
    ]) {
      await database.pool.query(change);
      if (change.startsWith('insert')) await snapshotScores({ ctx, input: { day: GOLDEN.as_of } });
      seen.push(await tagsOf());
    }
    expect(new Set(seen.flat()).size).toBe(8 * PATHS.length);
    expect((await ask(PATHS[0] ?? '', { known: seen[0]?.[0] ?? '' })).status).toBe(200);
    expect(await tagsOf()).toEqual(seen.at(-1));
  });

  it('differ by form, address and question', async () => {
    const asked = [...PATHS, '/v1/reports/utilization?plan=Pro', '/v1/reports/utilization?plan=Max'];
    const tags = await Promise.all(asked.slice(0, 2).map(tagOf));
    for (const path of asked.slice(2)) tags.push(await tagOf(path));
    expect(tags.every((tag) => /^W\/".{27}"$/.test(tag))).toBe(true);
    expect(new Set(tags).size).toBe(asked.length);
  });

  it('are other ones of another version of the product', async () => {
    const [path = ''] = PATHS;
    const known = await tagOf(path);
    product.version = '1.0.1';
    const answer = await ask(path, { known });
    expect([answer.status, (await answer.text()).length > 0]).toEqual([200, true]);
    product.version = '1.0.0';
    expect((await ask(path, { known })).status).toBe(304);
  });

  it('are not given while nothing is stored to tell by', async () => {
    await stand.database.pool.query('truncate health_snapshots, snapshot_runs');
    const answer = await ask('/v1/reports/health', { known: '*' });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, null]);
    expect(await answer.json()).toMatchObject({ accounts: expect.anything() });
  });
});
