import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { sourceCommand } from '../../src/cli/source.ts';
import { insertApiKey } from '../../src/store/api-keys.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { recordingIo } from '../support/recording-io.ts';
import { feedHours } from '../support/volume.ts';

const HOUR = 3_600_000;
const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * HOUR);

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await cloneDatabase();
  folder = mkdtempSync(join(tmpdir(), 'cs-pulse-source-list-'));
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function list(argv: string[] = [], more: Record<string, string> = {}) {
  const { io, said } = recordingIo();
  const env = { DATABASE_URL: database.url, CS_PULSE_DATA_DIR: folder, ZENDESK_WEBHOOK_SECRET: 'a-secret', ...more };
  const code = await sourceCommand(['list', ...argv], io, env);
  return { code, out: said().out };
}

describe('cs-pulse source list', () => {
  it('names every source before anything came, and which are let in', async () => {
    const { code, out } = await list();
    expect(code).toBe(0);
    expect(out).toMatch(/^stripe +off +never +0 +0 +0 +STRIPE_WEBHOOK_SECRET is not set$/m);
    expect(out).toMatch(/^zendesk +nothing yet +never +0 +0 +0 +ZENDESK_WEBHOOK_SECRET$/m);
    expect(out).toMatch(/^segment +off +.*SEGMENT_SHARED_SECRET is not set, no ingest keys$/m);
    expect(out).not.toContain('a-secret');
  });

  it('says how much of late came when, what waits, and what looks broken', async () => {
    const secretSha256 = Buffer.alloc(32, 1);
    await insertApiKey(database.pool, { keyId: 'key_1', kind: 'ingest', name: 'app', secretSha256, at: hoursAgo(1) });
    await feedHours(database.pool, { from: hoursAgo(24 * 35), to: hoursAgo(30) });
    const ctx = testContext(database.pool, { now: () => new Date() });
    const ticket = { kind: 'ticket', ticketId: '1', state: 'opened', priority: null, subject: null } as const;
    const signals = [{ ...ticket, accountKey: 'zendesk:1', knownOnly: true as const, occurredAt: hoursAgo(2) }];
    await recordSignals({ ctx, input: { source: 'zendesk', signals } });
    await feedHours(database.pool, { source: 'csv', kind: 'nps', from: hoursAgo(3), to: hoursAgo(1), perHour: 4 });

    const rows = JSON.parse((await list(['--json'])).out) as Record<string, unknown>[];
    const row = (source: string) => rows.find((each) => each['source'] === source);
    expect(row('events')).toMatchObject({
      configured: true,
      let_in_by: '1 ingest key',
      last_24_hours: 0,
      // Of seven days, the hours until thirty hours ago.
      last_7_days: expect.toSatisfy((sum: number) => Math.abs(sum - 10 * (7 * 24 - 30)) <= 10),
      broken: true,
    });
    expect(row('zendesk')).toMatchObject({ configured: true, waiting: 1, last_24_hours: 0, broken: false });
    expect(row('zendesk')?.['last_event_age_seconds']).toBeNull();
    expect(row('zendesk')?.['last_received_seconds_ago']).toBeLessThan(60);
    expect(row('csv')).toMatchObject({ configured: null, let_in_by: 'files', last_24_hours: 12, last_7_days: 12 });
    expect((await list()).out).toMatch(/^events +BROKEN +1 d ago +0 +\d+ +0 +1 ingest key$/m);
  });

  it('names the databases of the settings file, and what was taken out of it but has sent something', async () => {
    const file = join(folder, 'settings.yaml');
    const query = '{ kind: users, query: select 1, watermark: updated_at }';
    const source = `{ name: warehouse, url_env: WAREHOUSE_URL, queries: [${query}] }`;
    writeFileSync(file, `sources: { sql: [${source}] }\n`);
    await feedHours(database.pool, { source: 'old-lake', kind: 'profile', from: hoursAgo(2), to: hoursAgo(2) });
    const env = { CS_PULSE_CONFIG: file };
    const { out } = await list([], env);
    expect(out).toMatch(/^warehouse +off +never +0 +0 +0 +WAREHOUSE_URL is not set$/m);
    expect(out).toMatch(/^old-lake +ok +2 h ago +10 +10 +0 +nothing any more$/m);
    const set = await list([], { ...env, WAREHOUSE_URL: 'postgres://reader:a-password@db/lake' });
    expect(set.out).toMatch(/^warehouse +nothing yet +never +0 +0 +0 +WAREHOUSE_URL$/m);
    expect(set.out).not.toContain('a-password');
  });

  it.each([[['extra']], [['--nothing']]])('refuses %j', async (argv) => {
    await expect(list(argv)).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_PARSE_ARGS/) });
  });
});
