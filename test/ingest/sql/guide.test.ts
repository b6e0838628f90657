import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvKinds } from '../../../src/ingest/csv/kinds/index.ts';
import { readSettings } from '../../../src/settings.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { read } from '../../support/sql-reads.ts';
import { type TeamDatabase, teamDatabase } from '../../support/team-database.ts';

const GUIDE = readFileSync(new URL('../../../docs/sources/sql.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-guide-'));

let ours: TestDatabase;
let theirs: TeamDatabase;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([cloneDatabase(), teamDatabase()]);
  await theirs.run(`
    create type role as enum ('admin', 'member');
    create table orgs (id text, name text, domain text, plan text, csm_email text, signed_on date, renews_on date, updated_at timestamptz);
    insert into orgs values ('acme', 'Acme', 'acme.example', 'pro', 'dana@yours.example', '2025-01-10', '2026-06-01', '2026-02-01T00:00:00Z');
    create table app_users (id uuid default gen_random_uuid(), org_id text, email text, full_name text, role role, deactivated_at timestamp, updated_at timestamp);
    insert into app_users (org_id, email, full_name, role, updated_at) values ('acme', 'ann@acme.example', 'Ann', 'admin', '2026-02-01 00:00:00');
    create table product_events (id bigserial, org_id text, user_id uuid, name text, happened_at timestamp);
    insert into product_events (org_id, user_id, name, happened_at) select 'acme', id, 'report_created', '2026-02-20 23:30:00' from app_users;
    create table plans (id text, org_id text, valid_from date, status text, plan text, seats int, mrr_cents bigint, currency char(3), renews_at timestamptz, updated_at timestamptz);
    insert into plans values ('s1', 'acme', '2026-01-01', 'active', 'pro', 10, 75050, 'USD', '2026-06-01T00:00:00Z', '2026-02-01T00:00:00Z')`);
});
afterAll(async () => {
  await Promise.all([ours.close(), theirs.close()]);
  rmSync(folder, { recursive: true });
});

/** The blocks of a language in the guide, without their indentation. */
function blocks(language: string): string[] {
  return [...GUIDE.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map(
    ([, indent = '', body = '']) => body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

describe('the guide to databases of the team', () => {
  it('makes a user who can run its queries, which are stored', async () => {
    const [grants = ''] = blocks('sql');
    const name = `reader_of_guide_${process.pid}`;
    const database = new URL(theirs.readerUrl).pathname.slice(1);
    await theirs.run(grants.replaceAll('cs_pulse_reader', name).replace('database app', `database ${database}`));
    const url = new URL(theirs.readerUrl);
    url.username = name;
    url.password = 'CHANGE-ME';
    const file = join(folder, 'settings.yaml');
    writeFileSync(file, blocks('yaml')[0] ?? '');
    const [source] = readSettings(file).sources.sql;
    if (!source) throw new Error('the guide configures no source');
    // Midnight in Auckland is another day than in UTC, which the guide names as the zone of times without one.
    const ctx = testContext(ours.pool, { timeZone: 'Pacific/Auckland' });
    const report = await read(ctx, source, url.href);
    expect(report?.queries).toMatchObject(
      ['accounts', 'users', 'events', 'subscriptions'].map((kind) => ({
        kind,
        outcome: 'ended',
        accepted: 1,
        rejected: 0,
      })),
    );
    const { rows } = await ours.pool.query('select occurred_at, renews_on, owner_email from events, accounts');
    expect(rows).toEqual([
      { occurred_at: new Date('2026-02-20T23:30:00Z'), renews_on: '2026-06-01', owner_email: 'dana@yours.example' },
    ]);
    const billed = await ours.pool.query('select seats, mrr_minor, effective_at from subscription_states');
    expect(billed.rows).toMatchObject([{ seats: 10, mrr_minor: 75_050 }]);
    await theirs.run(`drop owned by ${name}; drop role ${name}`);
  });

  it('names every kind', () => {
    for (const kind of Object.keys(csvKinds)) expect(GUIDE).toContain(`\`${kind}\``);
  });
});
