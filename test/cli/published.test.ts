import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishDashboard } from '../../src/app/publishing/publish-dashboard.ts';
import { publishedCommand, readPublishedArguments } from '../../src/cli/published.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { recordingIo } from '../support/recording-io.ts';

describe('cs-pulse published', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  const run = async (...argv: string[]) => {
    const { io, said } = recordingIo();
    const code = await publishedCommand(argv, io, testContext(database.pool));
    return { code, ...said() };
  };

  it('lists links without their secrets, and pauses, resumes and revokes anybody’s', async () => {
    expect((await run('list')).out).toContain('Nothing is published');
    const { link, url } = await publishDashboard({
      ctx: testContext(database.pool),
      input: {
        kind: 'portfolio',
        money: true,
        days: 2,
        publisher: { id: 'U0DANA', money: true },
        place: { origin: 'https://pulse.example.com' },
      },
    });
    const listed = await run('list', '--json');
    expect(JSON.parse(listed.out)).toEqual([
      {
        id: link.id,
        kind: 'portfolio',
        money: true,
        state: 'active',
        paused_for: null,
        published_by: 'U0DANA',
        published_at: '2026-03-01T06:00:00.000Z',
        expires_at: '2026-03-03T06:00:00.000Z',
        last_opened_at: null,
      },
    ]);
    expect(listed.out + (await run('list')).out).not.toContain(new URL(url).hash.slice(1));
    expect((await run('pause', link.id)).out).toMatch(/paused/);
    expect(JSON.parse((await run('resume', link.id, '--json')).out)).toMatchObject({ state: 'active' });
    expect(await run('revoke', link.id)).toMatchObject({ code: 0, out: expect.stringContaining('revoked') });
    expect(await run('revoke', link.id)).toMatchObject({ code: 1, err: expect.stringContaining(link.id) });
  });

  it('refuses what it does not understand without a database', () => {
    for (const argv of [[], ['list', 'x'], ['revoke'], ['publish', 'health'], ['revoke', 'a', 'b']]) {
      expect(() => readPublishedArguments(argv)).toThrow(/Usage/);
    }
  });
});
