import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAudit } from '../../src/app/audit/read-audit.ts';
import { createKeyVerifier } from '../../src/app/keys/verify-api-key.ts';
import { auditCommand } from '../../src/cli/audit.ts';
import { keysCommand } from '../../src/cli/keys.ts';
import { osUser } from '../../src/cli/os-user.ts';
import { TEST_NOW, testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { recordingIo } from '../support/recording-io.ts';

describe('cs-pulse keys', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  const run = async (...argv: string[]) => {
    const { io, said } = recordingIo();
    const code = await keysCommand(argv, io, testContext(database.pool));
    return { code, ...said() };
  };
  const clock = { now: TEST_NOW };
  const verifier = () =>
    createKeyVerifier({ ctx: { db: database.pool, now: () => clock.now }, input: { kind: 'ingest' } });

  it('shows a secret once, stores only its hash, and revokes it within five seconds', async () => {
    const created = await run('create', '--kind', 'ingest', '--name', 'website', '--json');
    const key: unknown = JSON.parse(created.out);
    expect(key).toEqual({
      id: expect.stringMatching(/^key_/),
      kind: 'ingest',
      name: 'website',
      secret: expect.stringMatching(/^csp_[\w-]{43}$/),
    });
    const { id, secret } = key as { id: string; secret: string };
    const stored = await database.pool.query('select t::text as line from api_keys t');
    expect(JSON.stringify(stored.rows)).not.toContain(secret);

    const verify = verifier();
    expect(await verify(secret)).toEqual({ keyId: id, name: 'website' });
    const list = await run('list');
    expect(list.out).toContain('website');
    expect(list.out).not.toContain(secret);

    expect(await run('revoke', 'website')).toMatchObject({ code: 0 });
    clock.now = new Date(TEST_NOW.getTime() + 5_000);
    expect(await verify(secret)).toBeNull();
    expect(await run('revoke', id)).toMatchObject({ code: 1, err: expect.stringContaining(id) });
  });

  it('does not take a reading key for writing', async () => {
    const { out } = await run('create', '--kind', 'read', '--name', 'report', '--json');
    const { secret } = JSON.parse(out) as { secret: string };
    expect(await verifier()(secret)).toBeNull();
  });

  it('is written down with the user of the operating system, once and without the secret', async () => {
    const { out } = await run('create', '--kind', 'read', '--name', 'board', '--json');
    const { id, secret } = JSON.parse(out) as { id: string; secret: string };
    await run('revoke', 'board');
    await run('revoke', 'board');
    const { lines } = await readAudit({ ctx: testContext(database.pool), input: { actor: osUser(), limit: 2 } });
    expect(lines.map(({ action, detail }) => [action, detail])).toEqual([
      ['key_revoked', { key_id: id, kind: 'read', name: 'board' }],
      ['key_created', { key_id: id, kind: 'read', name: 'board' }],
    ]);
    expect(JSON.stringify(lines)).not.toContain(secret);
    const { io, said } = recordingIo();
    await auditCommand(['--limit', '1'], io, testContext(database.pool));
    expect(said().out).toContain(`${osUser()}  key_revoked`);
  });

  it.each([
    [['create', '--kind', 'admin', '--name', 'x']],
    [['create', '--kind', 'read']],
    [['revoke']],
    [['burn']],
    [[]],
  ])('refuses %j with the usage', async (argv) => {
    await expect(run(...argv)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('Usage') });
  });
});
