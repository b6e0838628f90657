import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../src/ingest/source.ts';
import { sources } from '../../src/ingest/sources/index.ts';
import { TEST_NOW } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { openIngest } from './harness.ts';
import { SENDERS } from './senders.ts';

const FOLDER = new URL('../fixtures/', import.meta.url);
const settings = { seatPrices: [], currency: 'USD' };

function fixturesOf(source: string): { name: string; body: string }[] {
  const folder = new URL(`${source}/`, FOLDER);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !file.endsWith('.signals.json'))
    .map((file) => ({ name: file.replace('.json', ''), body: readFileSync(new URL(file, folder), 'utf8') }));
}

const minutesFromNow = (minutes: number) => new Date(TEST_NOW.getTime() + minutes * 60_000);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(Object.values<Source>(sources))('the source $name', (source) => {
  const sender = SENDERS[source.name as keyof typeof sources];
  const sign = (body: string, at: Date) => sender.sign(body, at, sender.secrets[0]);
  const fixtures = fixturesOf(source.name);
  let database: TestDatabase;
  let app: Hono;
  beforeAll(async () => {
    database = await cloneDatabase();
    app = await openIngest(database);
  });
  afterAll(() => database.close());

  const post = (body: string, headers: Record<string, string>) =>
    app.request(sender.path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  /** Rows of every table, as one text. */
  const everything = async () => {
    const tables = await database.pool.query<{ name: string }>(
      `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
         and not relispartition and relname <> 'api_keys' order by 1`,
    );
    const parts = tables.rows.map(({ name }) => `select '${name} ' || t::text as line from ${name} t`);
    const { rows } = await database.pool.query<{ line: string }>(`${parts.join(' union all ')} order by 1`);
    return rows.map((row) => row.line).join('\n');
  };

  it('has fixtures', () => {
    expect(fixtures.length).toBeGreaterThan(0);
  });

  it.each(fixtures)('reads $name as its golden signals', ({ name, body }) => {
    const golden = new URL(`${source.name}/${name}.signals.json`, FOLDER);
    expect(existsSync(golden), `${name}.signals.json is missing`).toBe(true);
    const parsed = source.parse({
      payload: JSON.parse(body),
      headers: new Headers(sign(body, TEST_NOW)),
      receivedAt: TEST_NOW,
      settings,
    });
    expect(plain(parsed)).toEqual(JSON.parse(readFileSync(golden, 'utf8')));
  });

  it('stores every fixture, and a replay in any order adds and changes nothing', async () => {
    for (const { name, body } of fixtures) {
      const response = await post(body, sign(body, TEST_NOW));
      expect([name, response.status, await response.json()]).toMatchObject([name, 200, { rejected: [] }]);
    }
    const before = await everything();
    for (const { name, body } of [...fixtures].reverse()) {
      const response = await post(body, sign(body, TEST_NOW));
      expect([name, response.status]).toEqual([name, 200]);
    }
    expect(await everything()).toBe(before);
  });

  it.runIf(source.verify !== null)('refuses what was tampered with, is stale, or is ahead of time', async () => {
    const before = await everything();
    for (const { body } of fixtures) {
      const signed = sign(body, TEST_NOW);
      const tries = [
        post(`${body} `, signed),
        post(`\ufeff${body}`, signed),
        post(body, {}),
        ...(sender.timed ? [-6, 6].map((minutes) => post(body, sign(body, minutesFromNow(minutes)))) : []),
      ];
      for (const attempt of tries) expect((await attempt).status).toBe(401);
    }
    expect(await everything()).toBe(before);
  });
});
