import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { setPreferences } from '../../src/app/preferences/set-preferences.ts';
import { readConfig } from '../../src/config.ts';
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts';
import { readSettings } from '../../src/settings.ts';
import { type People, teamJobs } from '../../src/wiring/jobs-side.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../support/portfolio.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, GOLDEN.as_of);
});
afterAll(() => database.close());
afterEach(() => database.pool.query('truncate job_runs, outbox, preferences'));

const CONFIG = readConfig({ PULSE_CHANNEL: 'C0PULSE', SLACK_BOT_TOKEN: 'xoxb-test', SLACK_SIGNING_SECRET: 'secret' });
const ALLOWED: People = {
  fallbackOwner: null,
  directory: null,
  readerOf: async () => ({ kind: 'allowed', money: true }),
};

function settingsOf(text: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'digests-')), 'settings.yaml');
  writeFileSync(file, text);
  return readSettings(file, { required: true });
}

async function at(now: string, text: string, people = ALLOWED) {
  const ctx = testContext(database.pool, { now: () => new Date(now) });
  const jobs = teamJobs({ config: CONFIG, settings: settingsOf(text) }, null, people);
  return runDueJobs({ ctx, jobs, now: ctx.now(), runner: 'test' });
}

async function queued() {
  const { rows } = await database.pool.query<{
    kind: string;
    channel: string;
    local_date: string;
    text: string;
    amounts: boolean | null;
  }>(
    `select kind, channel, local_date::text, payload ->> 'text' as text, (payload ->> 'amounts')::boolean as amounts
     from outbox order by kind, channel, local_date`,
  );
  return rows;
}

const slots = async () => (await queued()).map(({ kind, channel, local_date: day }) => `${kind} ${channel} ${day}`);

const TWO = `
digests:
  - { name: team, days: sun-sat }
  - name: pro
    channel: C0PRO
    at: "07:00"
    days: sun-sat
    filter: { plan: Pro, bands: [CRITICAL] }
`;

describe('several digests', () => {
  it('each go to their own channel at their own hour, once a day', async () => {
    await at('2026-03-01T07:00:00Z', TWO);
    expect(await slots()).toEqual(['digest:pro C0PRO 2026-03-01', 'digest:pro/1 C0PRO 2026-03-01']);
    await at('2026-03-01T09:00:00Z', TWO);
    await at('2026-03-01T09:01:00Z', TWO);
    const found = await queued();
    expect(found.filter(({ kind }) => !kind.includes('/')).map(({ kind, channel }) => [kind, channel])).toEqual([
      ['digest', 'C0PULSE'],
      ['digest:pro', 'C0PRO'],
    ]);
    const text = (kind: string) => found.find((row) => row.kind === kind)?.text ?? '';
    expect(text('digest')).toContain('globex');
    expect(text('digest:pro')).toContain('only plan Pro, lines of CRITICAL');
    expect(text('digest:pro/1')).not.toContain('globex');
    expect(text('digest/1')).toContain('<@U0DANA>');
    expect(text('digest')).not.toContain('<@');
  });

  it('say one line when nothing is new, or nothing at all, and the ledger says so', async () => {
    const quiet = (empty: string) =>
      `digests: [{ name: team, days: sun-sat, empty: ${empty}, filter: { plan: Enterprise } }]`;
    const results = await at('2026-03-01T09:00:00Z', quiet('silent'));
    expect(await queued()).toEqual([]);
    expect(results.find(({ job }) => job === 'digest')?.note).toBe('nothing new, and this digest is silent then');
    await database.pool.query('truncate job_runs');
    await at('2026-03-01T09:00:00Z', quiet('heartbeat'));
    const [only, ...others] = await queued();
    expect([only?.text.split('\n')[0], others]).toEqual([
      '*CS pulse · Sun 1 Mar 2026* · nothing new · seats at risk $0/mo · quiet: 0 accounts',
      [],
    ]);
  });

  it('in another zone come at its hour, with the numbers of the team’s day, once also when its clocks change', async () => {
    const zone = 'digests: [{ name: far, at: "02:30", days: sun-sat, zone: America/New_York }]';
    await at('2026-03-07T07:30:00Z', zone);
    await at('2026-03-08T07:29:00Z', zone);
    expect((await slots()).filter((slot) => !slot.includes('/'))).toEqual(['digest:far C0PULSE 2026-03-07']);
    // 02:30 does not exist on 8 March in New York: the clocks go from 02:00 to 03:00, which is 07:00 UTC.
    await at('2026-03-08T07:30:00Z', zone);
    await at('2026-03-08T07:31:00Z', zone);
    expect((await slots()).filter((slot) => !slot.includes('/'))).toEqual([
      'digest:far C0PULSE 2026-03-07',
      'digest:far C0PULSE 2026-03-08',
    ]);
    expect((await queued()).find(({ local_date: day }) => day === '2026-03-08')?.text).toContain('Sun 8 Mar 2026');
  });

  it('are followed by the rollup on its weekday, in its channel', async () => {
    const weekly = 'digests: [{ name: team, rollup: { day: mon, channel: C0LEADS } }]';
    await at('2026-03-02T09:00:00Z', weekly);
    await at('2026-03-03T09:00:00Z', weekly);
    const rollups = (await queued()).filter(({ kind }) => kind === 'rollup');
    expect(rollups.map(({ channel, local_date: day }) => [channel, day])).toEqual([['C0LEADS', '2026-03-02']]);
    expect(rollups[0]?.text).toContain('CS pulse · week to Mon 2 Mar 2026');
  });
});

describe('direct messages', () => {
  const choose = (slackUserId: string) =>
    setPreferences({ ctx: testContext(database.pool), input: { slackUserId, dmDigest: true } });
  const dms = async () => (await queued()).filter(({ kind }) => kind === 'digest_dm');

  it('go to those who want them and own accounts, and show amounts as each may see them', async () => {
    await choose('U0DANA');
    await choose('U0NOBODY');
    const poor: People = { ...ALLOWED, readerOf: async () => ({ kind: 'allowed', money: false }) };
    const results = await at('2026-03-02T09:00:00Z', '', poor);
    expect(results.find(({ job }) => job === 'digest_dm')?.note).toBe(
      '1 people; left out: U0NOBODY owns no account that they want to hear of',
    );
    const [only, ...others] = await dms();
    expect([only?.channel, others]).toEqual(['U0DANA', []]);
    expect(only?.text).toContain('your accounts');
    expect(only?.text).not.toMatch(/\$|only owner/);
    expect(only?.amounts).toBe(false);
  });

  it.each([
    ['America/New_York', ''],
    ['Europe/London', '(3 h 0 min late: cs-pulse was not running)'],
    ['Atlantic/Azores', '(2 h 0 min late: cs-pulse was not running)'],
    ['Asia/Tokyo', '(3 h 0 min late: cs-pulse was not running)'],
  ])('are late by what passed since the hour in the zone of the person (%s)', async (timeZone, label) => {
    const ctx = testContext(database.pool);
    await setPreferences({ ctx, input: { slackUserId: 'U0DANA', dmDigest: true, timeZone } });
    await at('2026-03-02T12:00:00Z', '');
    const [only] = await dms();
    expect(/^\(.*?\)/.exec(only?.text ?? '')?.[0] ?? '').toBe(label);
  });

  it('leave out who may not ask any more, and come later for those who could not be looked up', async () => {
    await choose('U0DANA');
    const refused: People = { ...ALLOWED, readerOf: async () => ({ kind: 'refused' }) };
    const [gone] = (await at('2026-03-02T09:00:00Z', '', refused)).filter(({ job }) => job === 'digest_dm');
    expect([gone?.outcome, gone?.note]).toEqual(['done', '0 people; left out: U0DANA may not ask any more']);
    await database.pool.query('truncate job_runs');
    const unknown: People = { ...ALLOWED, readerOf: async () => ({ kind: 'unknown' }) };
    const [failed] = (await at('2026-03-02T09:00:00Z', '', unknown)).filter(({ job }) => job === 'digest_dm');
    expect([failed?.outcome, await dms()]).toEqual(['failed', []]);
    await database.pool.query('update job_runs set lease_until = clock_timestamp()');
    await at('2026-03-02T09:05:00Z', '');
    expect(await dms()).toHaveLength(1);
  });
});

describe('the settings of digests', () => {
  it.each([
    ['digests: [{ name: Team }]', 'digests[0].name: must be a short name'],
    ['digests: [{ name: a }, { name: a }]', 'is the name of two digests: a'],
    ['digests: [{ name: a, channel: "#general" }]', 'digests[0].channel: must be a channel id'],
    ['digests: [{ name: a, at: "9:00" }]', 'digests[0].at: must be a local time'],
    ['digests: [{ name: a, days: weekdays }]', 'digests[0].days: must be weekdays'],
    ['digests: [{ name: a, zone: Berlin }]', 'digests[0].zone: must be an IANA zone'],
    ['digests: [{ name: a, filter: { bands: [bad] } }]', 'digests[0].filter.bands[0]'],
    ['digests: [{ name: a, filter: { renews_within_days: 0 } }]', 'digests[0].filter.renews_within_days'],
    ['digests: [{ name: a, rollup: { day: someday } }]', 'digests[0].rollup.day: must be weekdays'],
    ['digests: [{ name: a, colour: red }]', 'colour'],
    ['fallback_owner: dana', 'fallback_owner: must be the id of a Slack user'],
  ])('refuse %s with the path and the remedy', (text, expected) => {
    expect(() => settingsOf(text)).toThrow(expected);
  });
});
