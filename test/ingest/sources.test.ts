import { existsSync, readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../src/ingest/source.ts';
import { sources } from '../../src/ingest/sources/index.ts';
import { TEST_NOW } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { everything, FIXTURES, fixturesOf } from './fixtures.ts';
import { openIngest } from './harness.ts';
import { SENDERS } from './senders.ts';

const settings = { seatPrices: [], currency: 'USD' };
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(Object.values<Source>(sources))('the source $name', (source) => {
  const sender = SENDERS[source.name as keyof typeof sources];
  const sign = (body: string) => sender.sign(body, TEST_NOW, sender.secrets[0]);
  const fixtures = fixturesOf(source.name);
  let database: TestDatabase;
  let app: Hono;
  beforeAll(async () => {
    database = await cloneDatabase();
    app = await openIngest(database);
  });
  afterAll(() => database.close());

  const post = (body: string) =>
    app.request(sender.path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...sign(body) },
    });

  it('has fixtures', () => {
    expect(fixtures.length).toBeGreaterThan(0);
  });

  it.each(fixtures)('reads $name as its golden signals', ({ name, body }) => {
    const golden = new URL(`${source.name}/${name}.signals.json`, FIXTURES);
    expect(existsSync(golden), `${name}.signals.json is missing`).toBe(true);
    const sent: unknown = JSON.parse(body);
    const payload = source.api?.paths.includes(sender.path) ? source.api.list(sent, sender.path) : sent;
    const parsed = source.parse({ payload, headers: new Headers(sign(body)), receivedAt: TEST_NOW, settings });
    expect(plain(parsed)).toEqual(JSON.parse(readFileSync(golden, 'utf8')));
  });

  it('stores every fixture, and a replay in any order adds and changes nothing', async () => {
    for (const { name, body } of fixtures) {
      const response = await post(body);
      expect([name, response.status, await response.json()]).toMatchObject([name, 200, { rejected: [] }]);
    }
    const before = await everything(database);
    for (const { name, body } of [...fixtures].reverse())
      expect([name, (await post(body)).status]).toEqual([name, 200]);
    expect(await everything(database)).toBe(before);
  });
});
