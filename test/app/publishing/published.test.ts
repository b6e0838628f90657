import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../../src/app/context.ts';
import { listPublished } from '../../../src/app/publishing/list-published.ts';
import { openPublished } from '../../../src/app/publishing/open-published.ts';
import { pausePublished } from '../../../src/app/publishing/pause-published.ts';
import { type PublishInput, publishDashboard } from '../../../src/app/publishing/publish-dashboard.ts';
import { publishingPlace } from '../../../src/app/publishing/publishing-place.ts';
import { resumePublished } from '../../../src/app/publishing/resume-published.ts';
import { revokePublished } from '../../../src/app/publishing/revoke-published.ts';
import { seePublished } from '../../../src/app/publishing/see-published.ts';
import { applyRetention } from '../../../src/app/retention/apply-retention.ts';
import { execute, rows } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = new Date('2026-03-01T06:00:00Z');
const DANA = { id: 'U0DANA', money: true };
const BY_DANA = { id: 'U0DANA', others: false };
const BY_EVE = { id: 'U0EVE', others: false };
const BY_ADMIN = { id: 'U0ADMIN', others: true };

let database: TestDatabase;
let now = START;
let ctx: Context;
beforeAll(async () => {
  database = await cloneDatabase();
  ctx = testContext(database.pool, { now: () => now });
});
afterAll(() => database.close());
beforeEach(async () => {
  now = START;
  await execute(database.pool, 'truncate published_links cascade');
});

async function publish(more: Partial<PublishInput> = {}) {
  const place = { origin: 'https://pulse.example.com' };
  const published = await publishDashboard({
    ctx,
    input: { kind: 'health', money: false, days: null, publisher: DANA, place, ...more },
  });
  const { hash, pathname } = new URL(published.url);
  return { ...published, linkId: pathname.replace('/p/', ''), token: hash.slice(1) };
}

const open = (linkId: string, token: string) => openPublished({ ctx, input: { linkId, token, rights: null } });
const see = (linkId: string, session: string) =>
  seePublished({ ctx, input: { linkId, proof: { session }, rights: null } });
const later = (ms: number) => {
  now = new Date(START.getTime() + ms);
};

describe('where dashboards are published', () => {
  it.each([
    [false, 'https://pulse.example.com', /publishing: \{ enabled: true \}/],
    [true, null, /PUBLIC_URL to the https address/],
    [true, 'http://pulse.example.com', /PUBLIC_URL/],
    [true, 'https://pulse.example.com/pulse', /without a path/],
    [true, 'https://dana@pulse.example.com', /PUBLIC_URL/],
  ])('is nowhere with %s and %s, and it is said what to set', async (enabled, publicUrl, words) => {
    await expect(publish({ place: publishingPlace(enabled, publicUrl) })).rejects.toThrow(words);
  });

  it('is the address of the installation', () => {
    expect(publishingPlace(true, 'https://pulse.example.com')).toEqual({ origin: 'https://pulse.example.com' });
    expect(publishingPlace(true, 'https://pulse.example.com:8443/')).toEqual({
      origin: 'https://pulse.example.com:8443',
    });
  });
});

describe('a published dashboard', () => {
  it('is opened by its secret, of which only a hash is stored', async () => {
    const { linkId, token, link } = await publish();
    expect(token).toMatch(/^csp_[\w-]{43}$/);
    expect(link).toMatchObject({ state: 'active', money: false, expiresAt: new Date(START.getTime() + 7 * DAY_MS) });
    const dump = JSON.stringify(
      await rows(
        database.pool,
        z.unknown(),
        `select to_jsonb(l) from published_links l union all select to_jsonb(a) from audit_log a`,
      ),
    );
    expect(dump).toContain(createHash('sha256').update(token).digest('hex'));
    expect(dump).not.toContain(token);
    const opened = await open(linkId, token);
    expect(opened?.expiresAt).toEqual(new Date(START.getTime() + 12 * HOUR_MS));
    expect(opened?.session).not.toBe(token);
    expect(await see(linkId, opened?.session ?? '')).toEqual({ kind: 'health', money: false });
    expect(await seePublished({ ctx, input: { linkId, proof: { token }, rights: null } })).toEqual({
      kind: 'health',
      money: false,
    });
  });

  it('shows nothing for another secret, session or link', async () => {
    const one = await publish();
    const other = await publish();
    const session = (await open(one.linkId, one.token))?.session ?? '';
    for (const [linkId, token] of [
      [one.linkId, other.token],
      [one.linkId, `${one.token.slice(0, -1)}${one.token.endsWith('A') ? 'B' : 'A'}`],
      [one.linkId, ''],
      [one.linkId, session],
      ['f'.repeat(24), one.token],
      ["'; drop table published_links; --", one.token],
      ['', one.token],
    ] as const) {
      expect(await open(linkId, token)).toBeNull();
      expect(await seePublished({ ctx, input: { linkId, proof: { token }, rights: null } })).toBeNull();
    }
    for (const [linkId, shown] of [
      [other.linkId, session],
      [one.linkId, one.token],
      [one.linkId, ''],
      [one.linkId, `csp_${'a'.repeat(43)}`],
    ] as const) {
      expect(await see(linkId, shown)).toBeNull();
    }
  });

  it('ends at its hour, and a session no later than it or after half a day', async () => {
    const { linkId, token } = await publish({ days: 1 });
    const session = (await open(linkId, token))?.session ?? '';
    later(12 * HOUR_MS - 1);
    expect(await see(linkId, session)).not.toBeNull();
    later(12 * HOUR_MS);
    expect(await see(linkId, session)).toBeNull();
    later(20 * HOUR_MS);
    const late = await open(linkId, token);
    expect(late?.expiresAt).toEqual(new Date(START.getTime() + DAY_MS));
    later(DAY_MS - 1);
    expect(await see(linkId, late?.session ?? '')).not.toBeNull();
    later(DAY_MS);
    expect(await see(linkId, late?.session ?? '')).toBeNull();
    expect(await open(linkId, token)).toBeNull();
    await expect(revokePublished({ ctx, input: { linkId, actor: BY_DANA } })).rejects.toThrow(/no such link/);
  });

  it('is paused, resumed and revoked at once, also where it is open', async () => {
    const { linkId, token } = await publish();
    const session = (await open(linkId, token))?.session ?? '';
    const input = { linkId, actor: BY_DANA };
    expect((await pausePublished({ ctx, input })).state).toBe('paused');
    expect([await see(linkId, session), await open(linkId, token)]).toEqual([null, null]);
    expect((await resumePublished({ ctx, input })).state).toBe('active');
    expect(await see(linkId, session)).not.toBeNull();
    expect((await revokePublished({ ctx, input })).state).toBe('revoked');
    expect([await see(linkId, session), await open(linkId, token)]).toEqual([null, null]);
    await expect(resumePublished({ ctx, input })).rejects.toThrow(/no such link/);
    expect(await see(linkId, session)).toBeNull();
  });

  it('is changed by whoever published it and by admins alone, and others learn nothing', async () => {
    const { linkId } = await publish();
    const refused = await pausePublished({ ctx, input: { linkId, actor: BY_EVE } }).catch((error: Error) => error);
    const unknown = await pausePublished({ ctx, input: { linkId: 'a'.repeat(24), actor: BY_EVE } }).catch(
      (error: Error) => error,
    );
    expect(refused).toEqual(unknown);
    expect((await listPublished({ ctx, input: { publishedBy: 'U0EVE' } })).links).toEqual([]);
    expect((await listPublished({ ctx, input: { publishedBy: null } })).links).toMatchObject([{ state: 'active' }]);
    expect((await pausePublished({ ctx, input: { linkId, actor: BY_ADMIN } })).state).toBe('paused');
  });

  it('shows amounts only where its publisher sees them and says so', async () => {
    const publisher = { id: 'U0EVE', money: false };
    await expect(publish({ money: true, publisher })).rejects.toThrow(/money: you do not see amounts/);
    const { linkId, token } = await publish({ money: true });
    expect(await seePublished({ ctx, input: { linkId, proof: { token }, rights: null } })).toMatchObject({
      money: true,
    });
  });

  it.each([0, 31, -1, 1.5, Number.NaN, 999])('is refused for %s days', async (days) => {
    await expect(publish({ days })).rejects.toThrow(/days: needs 1d to 30d/);
  });

  it('leaves a line in the audit for every act, without the secret', async () => {
    const { linkId, token } = await publish();
    await open(linkId, token);
    const input = { linkId, actor: BY_DANA };
    await pausePublished({ ctx, input });
    await resumePublished({ ctx, input });
    await revokePublished({ ctx, input });
    await open(linkId, token);
    const lines = await rows(
      database.pool,
      z.object({ actor: z.string(), action: z.string() }),
      `select actor, action from audit_log where detail ->> 'link_id' = $1 order by audit_id`,
      [linkId],
    );
    expect(lines.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'U0DANA dashboard_published',
      `link:${linkId} dashboard_opened`,
      'U0DANA dashboard_paused',
      'U0DANA dashboard_resumed',
      'U0DANA dashboard_revoked',
    ]);
  });

  it('notes a program that shows the secret with every request once an hour', async () => {
    const { linkId, token } = await publish();
    const count = async () => {
      const found = await rows(
        database.pool,
        z.object({ n: z.int() }),
        `select count(*)::int as n from audit_log where actor = $1`,
        [`link:${linkId}`],
      );
      return found[0]?.n;
    };
    for (const minute of [0, 1, 59]) {
      later(minute * 60_000);
      await seePublished({ ctx, input: { linkId, proof: { token }, rights: null } });
    }
    expect(await count()).toBe(1);
    later(HOUR_MS);
    await seePublished({ ctx, input: { linkId, proof: { token }, rights: null } });
    expect(await count()).toBe(2);
  });

  it('cannot be made without end by one person', async () => {
    for (let made = 0; made < 50; made += 1) await publish();
    await expect(publish()).rejects.toThrow(/50 links already/);
    expect((await publish({ publisher: { id: 'U0EVE', money: false } })).link.state).toBe('active');
  });

  it('is gone with its sessions some time after its end', async () => {
    const { linkId, token } = await publish();
    await open(linkId, token);
    later(98 * DAY_MS);
    await applyRetention({ ctx });
    const left = await rows(
      database.pool,
      z.object({ n: z.int() }),
      'select (select count(*) from published_links)::int + (select count(*) from published_sessions)::int as n',
    );
    expect(left).toEqual([{ n: 0 }]);
  });
});
