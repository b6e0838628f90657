import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../../src/app/context.ts';
import { listPublished } from '../../../src/app/publishing/list-published.ts';
import { openPublished } from '../../../src/app/publishing/open-published.ts';
import { publishDashboard } from '../../../src/app/publishing/publish-dashboard.ts';
import {
  type PublisherAccess,
  type PublisherRights,
  rememberedRights,
} from '../../../src/app/publishing/publisher-rights.ts';
import { resumePublished } from '../../../src/app/publishing/resume-published.ts';
import { seePublished } from '../../../src/app/publishing/see-published.ts';
import { execute, rows } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';

const ALL: PublisherAccess = { kind: 'allowed', money: true };
const NO_MONEY: PublisherAccess = { kind: 'allowed', money: false };
const GONE: PublisherAccess = { kind: 'refused' };
const SILENT: PublisherAccess = { kind: 'unknown' };

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await cloneDatabase();
  ctx = testContext(database.pool);
});
afterAll(() => database.close());
beforeEach(async () => {
  await execute(database.pool, 'truncate published_links cascade');
});

async function publish(money: boolean) {
  const { link, url } = await publishDashboard({
    ctx,
    input: {
      kind: 'health',
      money,
      days: null,
      publisher: { id: 'U0DANA', money: true },
      place: { origin: 'https://pulse.example.com' },
    },
  });
  return { linkId: link.id, token: new URL(url).hash.slice(1) };
}

const says = (access: PublisherAccess): PublisherRights => {
  return async (slackUserId) => (slackUserId === 'U0DANA' ? access : GONE);
};

/** What is shown to a browser that was let in while all was well, to a program, and to one that comes now. */
async function shownBy(money: boolean, access: PublisherAccess) {
  const { linkId, token } = await publish(money);
  const opened = await openPublished({ ctx, input: { linkId, token, rights: says(ALL) } });
  const rights = says(access);
  const session = await seePublished({ ctx, input: { linkId, proof: { session: opened?.session ?? '' }, rights } });
  const program = await seePublished({ ctx, input: { linkId, proof: { token }, rights } });
  const late = await openPublished({ ctx, input: { linkId, token, rights } });
  const [link] = (await listPublished({ ctx, input: { publishedBy: null } })).links;
  return { linkId, shown: [session !== null, program !== null, late !== null], link };
}

describe('a link whose publisher', () => {
  it.each([
    ['may see all of it', true, ALL],
    ['may see it, which has no amounts', false, NO_MONEY],
  ])('%s is shown', async (_what, money, access) => {
    const { link, shown } = await shownBy(money, access);
    expect(shown).toEqual([true, true, true]);
    expect(link).toMatchObject({ state: 'active', pausedFor: null });
  });

  it.each([
    ['may not ask any more', false, GONE, 'rights'],
    ['may not ask any more, with amounts', true, GONE, 'rights'],
    ['may not see amounts any more', true, NO_MONEY, 'money'],
  ])('%s is paused, says why, and is noted once', async (_what, money, access, reason) => {
    const { link, linkId, shown } = await shownBy(money, access);
    expect(shown).toEqual([false, false, false]);
    expect(link).toMatchObject({ state: 'paused', pausedFor: reason });
    const lines = await rows(
      database.pool,
      z.object({ actor: z.string(), reason: z.string() }),
      `select actor, detail ->> 'reason' as reason from audit_log
       where action = 'dashboard_paused' and detail ->> 'link_id' = $1`,
      [linkId],
    );
    expect(lines).toEqual([{ actor: 'publisher rights', reason }]);
  });

  it('is shown again when an admin resumes it and the rights are back, and not before', async () => {
    const { linkId, token } = await publish(true);
    const see = (access: PublisherAccess) =>
      seePublished({ ctx, input: { linkId, proof: { token }, rights: says(access) } });
    const actor = { id: 'U0ADMIN', others: true };
    expect(await see(GONE)).toBeNull();
    expect(await see(ALL)).toBeNull();
    expect(await resumePublished({ ctx, input: { linkId, actor } })).toMatchObject({
      state: 'active',
      pausedFor: null,
    });
    expect(await see(GONE)).toBeNull();
    await resumePublished({ ctx, input: { linkId, actor } });
    expect(await see(ALL)).toEqual({ kind: 'health', money: true });
  });

  it('nobody can say anything of is not shown for now, and not paused', async () => {
    const { linkId, token } = await publish(false);
    const input = { linkId, rights: says(SILENT) };
    await expect(openPublished({ ctx, input: { ...input, token } })).rejects.toMatchObject({ code: 'unavailable' });
    await expect(seePublished({ ctx, input: { ...input, proof: { token } } })).rejects.toThrow(/Slack did not say/);
    expect(await seePublished({ ctx, input: { linkId, proof: { token }, rights: null } })).not.toBeNull();
  });

  it('is not looked up for a wrong secret', async () => {
    const { linkId, token } = await publish(false);
    const wrong = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    const asked: string[] = [];
    const rights: PublisherRights = async (id) => {
      asked.push(id);
      return GONE;
    };
    expect(await openPublished({ ctx, input: { linkId, token: wrong, rights } })).toBeNull();
    expect(asked).toEqual([]);
  });
});

describe('what is known of a publisher', () => {
  it('holds for ten minutes while Slack is silent, and gives way to what it says', async () => {
    let minutes = 0;
    let answer: PublisherAccess = ALL;
    const rights = rememberedRights(
      async () => answer,
      () => new Date(minutes * 60_000),
    );
    expect(await rights('U0DANA')).toEqual(ALL);
    answer = SILENT;
    for (minutes of [1, 9]) expect(await rights('U0DANA')).toEqual(ALL);
    expect(await rights('U0EVE')).toEqual(SILENT);
    minutes = 10;
    expect(await rights('U0DANA')).toEqual(SILENT);
    answer = GONE;
    expect(await rights('U0DANA')).toEqual(GONE);
    answer = SILENT;
    minutes = 11;
    expect(await rights('U0DANA')).toEqual(GONE);
  });
});
