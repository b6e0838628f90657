import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import { sourceState } from '../../../src/app/freshness/source-ages.ts';
import { sourceOverview } from '../../../src/app/freshness/source-overview.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { feedHours } from '../../support/volume.ts';

const HOUR = 3_600_000;
const hoursAgo = (hours: number): Date => new Date(TEST_NOW.getTime() - hours * HOUR);

let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.close());

const ctx = () => testContext(database.pool);
const feeds = async () => (await sourceState(ctx(), { volume: true })).feeds;

describe('how each source stands', () => {
  it('is its newest signal of any kind, and the last full day held against such weekdays', async () => {
    // Saturday 28 February is the last full day; it and the four Saturdays before it.
    for (const [week, perHour] of [10, 12, 8, 11, 9].entries()) {
      const from = new Date(Date.parse('2026-02-28T00:00:00Z') - week * 7 * 24 * HOUR);
      await feedHours(database.pool, { from, to: new Date(from.getTime() + 23 * HOUR), perHour });
    }
    await feedHours(database.pool, { from: hoursAgo(1), to: hoursAgo(1), perHour: 5 });
    await feedHours(database.pool, { source: 'stripe', kind: 'billing', from: hoursAgo(30), to: hoursAgo(30) });
    await feedHours(database.pool, { source: 'stripe', kind: 'profile', from: hoursAgo(3), to: hoursAgo(3) });
    expect(await feeds()).toEqual([
      {
        source: 'events',
        ageMinutes: 60,
        broken: false,
        volume: { lastDay: 240, usualLeast: 192, usualMost: 288 },
      },
      { source: 'stripe', ageMinutes: 180, broken: false, volume: null },
    ]);
  });

  it('is unknown of files and of a source that is younger than a week', async () => {
    await feedHours(database.pool, { source: 'csv', from: hoursAgo(24 * 40), to: hoursAgo(2) });
    await feedHours(database.pool, { from: hoursAgo(24 * 5), to: hoursAgo(1) });
    expect((await feeds()).map(({ source, volume }) => [source, volume])).toEqual([
      ['csv', null],
      ['events', null],
    ]);
  });

  it('is broken for the source that stopped, not for its neighbour', async () => {
    await feedHours(database.pool, { from: hoursAgo(24 * 35), to: hoursAgo(1) });
    await feedHours(database.pool, { source: 'segment', from: hoursAgo(24 * 35), to: hoursAgo(60) });
    expect((await feeds()).map(({ broken, source }) => [source, broken])).toEqual([
      ['events', false],
      ['segment', true],
    ]);
  });

  it('is asked for by the digest, and by no answer that does not show it', async () => {
    await feedHours(database.pool, { from: hoursAgo(24 * 35), to: hoursAgo(1) });
    await snapshotScores({ ctx: ctx(), input: {} });
    const report = await composeDigest({ ctx: ctx(), input: {} });
    expect(report.feeds).toMatchObject([{ source: 'events', volume: { lastDay: 240 } }]);
    expect((await sourceState(ctx())).feeds).toEqual([]);
  });

  it('is the same by name in the overview, from the same instant', async () => {
    await feedHours(database.pool, { from: hoursAgo(24 * 8), to: hoursAgo(1) });
    const [events] = await sourceOverview({ ctx: ctx() });
    // The quarter of exactly a day and a week ago is within.
    expect(events).toEqual({
      source: 'events',
      ageSeconds: 3600,
      receivedSecondsAgo: 3600,
      last24Hours: 240,
      last7Days: 1680,
      waiting: 0,
    });
  });
});
