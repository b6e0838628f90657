import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { preferences } from '../../../src/app/preferences/preferences.ts';
import { setPreferences } from '../../../src/app/preferences/set-preferences.ts';
import { ownerDigestsJob } from '../../../src/jobs/jobs/owner-digests.ts';
import type { PreferencesChange } from '../../../src/store/preferences.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { digestReport, goldenStanding } from '../../support/slack-reports.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
// The audit takes new rows only: each test has a person of its own.
beforeEach(() => database.pool.query('truncate preferences, outbox'));
afterAll(() => database.close());

const ctx = () => testContext(database.pool);
const set = (slackUserId: string, change: PreferencesChange) =>
  setPreferences({ ctx: ctx(), input: { slackUserId, ...change } });
const audited = async (actor: string) =>
  (
    await database.pool.query(
      `select detail from audit_log where actor = $1 and action = 'set_preferences' order by audit_id`,
      [actor],
    )
  ).rows.map(({ detail }) => detail);

describe('setPreferences', () => {
  it('changes what is named alone, and writes down each change once', async () => {
    await set('U0ONE', { timeZone: 'Asia/Tokyo' });
    await Promise.all([set('U0ONE', { dmDigest: true }), set('U0ONE', { dmDigest: true })]);
    await set('U0ONE', { dmLines: 'low_bands' });
    expect(await preferences({ ctx: ctx(), input: { slackUserId: 'U0ONE' } })).toEqual({
      dmDigest: true,
      dmLines: 'low_bands',
      timeZone: 'Asia/Tokyo',
      teamTimeZone: 'UTC',
    });
    expect((await set('U0ONE', { timeZone: null })).timeZone).toBeNull();
    await set('U0ONE', { timeZone: null });
    expect(await audited('U0ONE')).toEqual([
      { time_zone: 'Asia/Tokyo' },
      { dm_digest: true },
      { dm_lines: 'low_bands' },
      { time_zone: null },
    ]);
  });

  it.each([{ timeZone: 'Mars/Olympus' }, { timeZone: '' }, { timeZone: 'x'.repeat(500) }])(
    'refuses the zone %j',
    async (change) => {
      await expect(set('U0TWO', change)).rejects.toThrow('timeZone must be an IANA zone');
      expect(await audited('U0TWO')).toEqual([]);
    },
  );
});

describe('the time of the own digest', () => {
  const report = digestReport([goldenStanding('megacorp')]);
  const job = (zones: Readonly<Record<string, string | null>>) =>
    ownerDigestsJob({
      timeZone: 'Europe/Berlin',
      at: '09:00',
      days: [1],
      snapshotScores: () => Promise.resolve({ state: 'done' } as never),
      updateEpisodes: async () => ({ days: [], opened: 0, recovered: 0 }),
      ownDigests: async () =>
        Object.entries(zones).map(([slackUserId, timeZone]) => ({ slackUserId, timeZone, report })),
      readerOf: async () => ({ kind: 'allowed', money: true }),
      renderOwn: () => ({ text: 'yours', blocks: [], classic: null }),
    });

  it('is the same hour of the same day where the person is, or the team’s where that has passed', async () => {
    const dueAt = new Date('2099-03-02T08:00:00Z');
    const zones = {
      U0TEAM: null,
      U0WEST: 'America/New_York',
      U0EAST: 'Asia/Tokyo',
      U0FAR: 'Pacific/Honolulu',
    };
    await job(zones).run({ ctx: ctx(), day: '2099-03-02', dueAt, lateMinutes: 0 });
    const { rows } = await database.pool.query<{ channel: string; next_attempt_at: Date }>(
      'select channel, next_attempt_at from outbox order by channel',
    );
    const waits = Object.fromEntries(
      rows.map(({ channel, next_attempt_at: at }) => [
        channel,
        at.getTime() > Date.now() + 60_000 ? at.toISOString() : 'now',
      ]),
    );
    expect(waits).toEqual({
      U0TEAM: 'now',
      U0EAST: 'now',
      U0WEST: '2099-03-02T14:00:00.000Z',
      U0FAR: '2099-03-02T19:00:00.000Z',
    });
  });
});
