import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import { noteNoticesSaid } from '../../../src/app/freshness/data-notices.ts';
import { sourceFaults } from '../../../src/app/freshness/source-faults.ts';
import { watchSources } from '../../../src/app/freshness/watch-sources.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { localDayOf } from '../../../src/lib/local-time.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../../support/portfolio.ts';
import { feedHours } from '../../support/volume.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, GOLDEN.as_of);
  await database.pool.query('delete from source_watermarks');
});
afterEach(() => database.close());

const at = (text: string, overrides: Partial<Context> = {}): Context =>
  testContext(database.pool, { now: () => new Date(text), ...overrides });
const feed = (from: string, to: string, more: { source?: string; kind?: string; perHour?: number } = {}) =>
  feedHours(database.pool, { from: new Date(from), to: new Date(to), ...more });

/** One signal batch a day at 08:00 until 2026-03-02, smaller on one day. */
async function feedDays(days: { source: string; usual: number; fallen: number; fallenOn: string }): Promise<void> {
  await feed('2026-03-02T08:00:00Z', '2026-03-02T08:00:00Z', { source: days.source });
  await database.pool.query(
    `insert into source_volume
     select $1, 'activity', d, case when d::date = $4 then $3::integer else $2::integer end
     from generate_series('2026-01-25T08:00:00Z'::timestamptz, '2026-03-01T08:00:00Z', interval '1 day') d`,
    [days.source, days.usual, days.fallen, days.fallenOn],
  );
}

/** The notices of the morning's digest as "state feed", noted as said when it is posted. */
async function morning(text: string): Promise<string[]> {
  const ctx = at(text);
  const day = localDayOf(ctx.now(), ctx.timeZone);
  await watchSources({ ctx });
  await snapshotScores({ ctx, input: { day } });
  const { notices } = await composeDigest({ ctx, input: { day } });
  await noteNoticesSaid(ctx, day, notices);
  return notices.map(({ feed: name, source, state }) => `${state} ${source} ${name ?? 'all'}`);
}

const faultsAt = async (text: string, overrides: Partial<Context> = {}): Promise<string[]> =>
  (await sourceFaults(at(text, overrides))).map(({ kind, source, what }) => `${what} ${kind} ${source}`);

describe('watchSources', () => {
  it('says once that a feed stopped, and once that it is back', async () => {
    await snapshotScores({ ctx: at('2026-03-01T00:05:00Z'), input: {} });
    await feed('2026-01-25T00:00:00Z', '2026-03-01T10:00:00Z');
    expect(await morning('2026-03-02T09:00:00Z')).toEqual([]);
    expect(await morning('2026-03-02T12:00:00Z')).toEqual([]);
    expect(await watchSources({ ctx: at('2026-03-02T13:00:00Z') })).toEqual({ opened: 1, open: 1, cleared: 0 });
    expect(await watchSources({ ctx: at('2026-03-02T14:00:00Z') })).toEqual({ opened: 0, open: 1, cleared: 0 });
    expect(await morning('2026-03-03T09:00:00Z')).toEqual(['broken usage events']);
    expect(await morning('2026-03-03T09:05:00Z')).toEqual(['broken usage events']);
    expect(await morning('2026-03-04T09:00:00Z')).toEqual([]);
    await feed('2026-03-01T11:00:00Z', '2026-03-05T08:00:00Z');
    expect(await morning('2026-03-05T09:00:00Z')).toEqual(['recovered usage events']);
    expect(await morning('2026-03-06T09:00:00Z')).toEqual([]);
  });

  it('tells of a feed that broke and was back between two digests in one line', async () => {
    await feed('2026-01-25T00:00:00Z', '2026-03-01T10:00:00Z');
    await watchSources({ ctx: at('2026-03-02T13:00:00Z') });
    await feed('2026-03-01T11:00:00Z', '2026-03-03T08:00:00Z');
    expect(await morning('2026-03-03T09:00:00Z')).toEqual(['recovered usage events']);
    expect(await morning('2026-03-04T09:00:00Z')).toEqual([]);
  });

  it('gives a feed that flaps all day one notice in 24 hours', async () => {
    await feed('2026-01-25T00:00:00Z', '2026-03-01T10:00:00Z');
    const opened: string[] = [];
    for (let hour = 13; hour < 13 + 48; hour += 1) {
      const now = new Date(Date.UTC(2026, 2, 2, hour)).toISOString();
      // Every second hour the missing signals seem to be there.
      if (hour % 2 === 0) await database.pool.query(`update source_volume set quarter = quarter + interval '20 years'`);
      const { opened: begun } = await watchSources({ ctx: at(now) });
      if (hour % 2 === 0) await database.pool.query(`update source_volume set quarter = quarter - interval '20 years'`);
      if (begun > 0) opened.push(now);
    }
    expect(opened).toEqual(['2026-03-02T13:00:00.000Z', '2026-03-03T13:00:00.000Z']);
  });

  it('sees one source stop while another goes on, and names it', async () => {
    await feed('2026-01-25T00:00:00Z', '2026-03-02T08:00:00Z', { source: 'segment', perHour: 1000 });
    await feed('2026-01-25T00:00:00Z', '2026-02-28T08:00:00Z', { source: 'events', perHour: 5 });
    expect(await faultsAt('2026-03-02T09:00:00Z')).toEqual(['silent activity events']);
    await watchSources({ ctx: at('2026-03-02T09:00:00Z') });
    const { dataProblems, stand } = await composeDigest({ ctx: at('2026-03-02T09:00:00Z'), input: {} });
    expect(dataProblems).toEqual([{ source: 'usage', ageMinutes: 60, stale: true }]);
    expect(stand.stale).toEqual({ since: new Date('2026-02-28T08:00:00Z') });
  });

  it('sees all sources together fall when each lost too little to be blamed', async () => {
    for (const source of ['a', 'b', 'c']) {
      await feedDays({ source, usual: 19, fallen: 5, fallenOn: '2026-03-01' });
    }
    expect(await faultsAt('2026-03-02T09:00:00Z')).toEqual(['fell activity *']);
  });

  it('expects nothing more of a source that was silent for three weeks, and says so', async () => {
    await feed('2026-01-10T00:00:00Z', '2026-02-05T10:00:00Z', { source: 'old' });
    await feed('2026-01-10T00:00:00Z', '2026-03-12T10:00:00Z', { source: 'new' });
    expect(await morning('2026-02-10T09:00:00Z')).toEqual(['broken usage old']);
    expect(await morning('2026-02-25T09:00:00Z')).toEqual([]);
    expect(await morning('2026-02-28T11:00:00Z')).toEqual(['retired usage old']);
    expect(await faultsAt('2026-03-12T11:00:00Z')).toEqual([]);
  });

  it('takes files for what they are: no feed that can fall silent, but part of all activity', async () => {
    await feed('2026-01-25T00:00:00Z', '2026-02-27T10:00:00Z', { source: 'csv' });
    expect(await faultsAt('2026-03-01T12:00:00Z')).toEqual(['silent activity *']);
    await feed('2026-01-25T00:00:00Z', '2026-03-01T11:00:00Z', { source: 'events' });
    expect(await faultsAt('2026-03-01T12:00:00Z')).toEqual([]);
  });

  it('leaves irregular kinds alone, and misses regular ones', async () => {
    await feed('2026-01-25T00:00:00Z', '2026-03-01T11:00:00Z');
    await feed('2026-02-20T00:00:00Z', '2026-02-20T05:00:00Z', { source: 'desk', kind: 'tickets' });
    expect(await faultsAt('2026-03-01T12:00:00Z')).toEqual([]);
    await feed('2026-01-25T00:00:00Z', '2026-02-27T05:00:00Z', { source: 'desk', kind: 'tickets' });
    expect(await faultsAt('2026-03-01T12:00:00Z')).toEqual(['silent tickets desk']);
    const { staleSources } = await snapshotScores({ ctx: at('2026-03-01T12:00:00Z'), input: {} });
    expect(staleSources).toEqual([]);
  });

  it('keeps to local hours: a working-week product may rest over the weekend in which the clocks change', async () => {
    // Mon to Fri, 9 to 17 in New York; the clocks go forward on Sunday 2026-03-08.
    const timeZone = 'America/New_York';
    await database.pool.query(
      `insert into source_volume
       select 'events', 'activity', h at time zone 'America/New_York', 10
       from generate_series(timestamp '2026-01-26 09:00', timestamp '2026-03-06 16:00', interval '1 hour') h
       where extract(isodow from h) < 6 and extract(hour from h) between 9 and 16`,
    );
    await feed('2026-03-06T21:00:00Z', '2026-03-06T21:00:00Z');
    expect(await faultsAt('2026-03-08T20:00:00Z', { timeZone })).toEqual([]);
    expect(await faultsAt('2026-03-09T13:59:00Z', { timeZone })).toEqual([]);
    expect(await faultsAt('2026-03-09T14:01:00Z', { timeZone })).toEqual(['silent activity events']);
  });
});

describe('snapshots of a broken source', () => {
  const runs = async () =>
    (
      await database.pool.query(
        'select day, revision, accounts, stale_sources from snapshot_runs order by day, revision',
      )
    ).rows;

  it('are marked when they are made, or by a run of their own when it shows later', async () => {
    await feed('2026-01-25T00:00:00Z', '2026-02-28T08:00:00Z');
    await snapshotScores({ ctx: at('2026-03-01T00:05:00Z'), input: {} });
    await snapshotScores({ ctx: at('2026-03-01T11:00:00Z'), input: {} });
    await snapshotScores({ ctx: at('2026-03-01T11:10:00Z'), input: {} });
    expect(await runs()).toEqual([
      { day: '2026-03-01', revision: 1, accounts: 5, stale_sources: [] },
      { day: '2026-03-01', revision: 2, accounts: 0, stale_sources: ['activity'] },
    ]);
  });

  it('stay marked until late data has changed the day', async () => {
    await feed('2026-01-25T00:00:00Z', '2026-02-27T02:00:00Z');
    const first = await snapshotScores({ ctx: at('2026-03-01T00:05:00Z'), input: {} });
    expect(first.staleSources).toEqual(['activity']);
    const unchanged = await snapshotScores({ ctx: at('2026-03-02T00:05:00Z'), input: { day: '2026-03-01' } });
    expect(unchanged).toMatchObject({ state: 'unchanged', revision: 1, staleSources: ['activity'] });
    await feed('2026-02-27T03:00:00Z', '2026-03-02T00:00:00Z');
    // The feed is back, but what the day's scores rest on has not changed.
    const later = await snapshotScores({ ctx: at('2026-03-02T00:05:00Z'), input: { day: '2026-03-01' } });
    expect(later).toMatchObject({ state: 'unchanged', revision: 1, staleSources: ['activity'] });
    await database.pool.query(`update account_day set events = events + 7 where day = '2026-02-27'`);
    const late = await snapshotScores({ ctx: at('2026-03-02T00:05:00Z'), input: { day: '2026-03-01' } });
    expect(late).toMatchObject({ state: 'written', revision: 2, staleSources: [] });
  });
});
