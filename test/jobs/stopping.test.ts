import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DailyJob, TickJob } from '../../src/jobs/job.ts';
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts';
import { startScheduler } from '../../src/jobs/scheduler.ts';
import type { JobEnd } from '../../src/lib/metrics.ts';
import { listJobRuns } from '../../src/store/job-runs.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { closedGate } from '../support/gate.ts';

const MORNING = new Date('2026-03-01T09:00:30Z');
const DAY = '2026-03-01';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());
afterEach(() => database.pool.query('truncate job_runs'));

const context = () => testContext(database.pool, { now: () => MORNING });
const daily = (name: string, run: DailyJob['run']): DailyJob => ({
  name,
  scope: '',
  schedule: { at: '09:00', days: [1, 2, 3, 4, 5, 6, 7], timeZone: 'UTC', catchUpHours: 6 },
  run,
});
const stuck = (): Promise<null> => new Promise(() => undefined);
const begun = async (): Promise<void> => {
  await expect.poll(async () => (await listJobRuns(database.pool, 'first', '', 1))[0]?.state).toBe('running');
};

describe('jobs of a process that is told to stop', () => {
  it('give a run back that does not end, and another process runs it at once', async () => {
    const jobs = { daily: [daily('first', stuck)], eachTick: [] };
    const scheduler = startScheduler({ ctx: context(), jobs, runner: 'stopped' });
    await begun();
    expect(await scheduler.stop(50)).toBe(false);
    expect(await listJobRuns(database.pool, 'first', '', 1)).toMatchObject([
      { state: 'failed', note: 'given back: its process was stopped' },
    ]);
    const again = { daily: [daily('first', async () => 'by the other')], eachTick: [] };
    const results = await runDueJobs({ ctx: context(), jobs: again, now: MORNING, runner: 'other' });
    expect(results).toEqual([{ job: 'first', scope: '', localDate: DAY, outcome: 'done', note: 'by the other' }]);
  });

  it('do not use up the tries of a day, however often their process is stopped', async () => {
    for (let stops = 0; stops < 6; stops++) {
      const jobs = { daily: [daily('first', stuck)], eachTick: [] };
      const scheduler = startScheduler({ ctx: context(), jobs, runner: `stopped ${stops}` });
      await begun();
      expect(await scheduler.stop(10)).toBe(false);
    }
    const again = { daily: [daily('first', async () => 'at last')], eachTick: [] };
    const results = await runDueJobs({ ctx: context(), jobs: again, now: MORNING, runner: 'other' });
    expect(results).toMatchObject([{ outcome: 'done', note: 'at last' }]);
  });

  it('would keep others from a run that was not given back', async () => {
    const jobs = { daily: [daily('first', stuck)], eachTick: [] };
    void runDueJobs({ ctx: context(), jobs, now: MORNING, runner: 'killed' });
    await begun();
    const again = { daily: [daily('first', async () => 'by the other')], eachTick: [] };
    expect(await runDueJobs({ ctx: context(), jobs: again, now: MORNING, runner: 'other' })).toEqual([]);
  });

  it('begin nothing any more, and end the job that runs', async () => {
    const ran: string[] = [];
    const gate = closedGate();
    const first = daily('first', async () => {
      await gate.pass();
      ran.push('first');
      return null;
    });
    const second = daily('second', async () => {
      ran.push('second');
      return null;
    });
    const tick: TickJob = { name: 'tick', run: async () => void ran.push('tick') };
    const scheduler = startScheduler({
      ctx: context(),
      jobs: { daily: [first, second], eachTick: [tick] },
      runner: 'x',
    });
    await gate.reached;
    const stopped = scheduler.stop(20_000);
    gate.open();
    expect(await stopped).toBe(true);
    expect(ran).toEqual(['first']);
    expect(await listJobRuns(database.pool, 'second', '', 1)).toEqual([]);
  });

  it('are told with their ticks, so that a long one can end early', async () => {
    let told: AbortSignal | undefined;
    const tick: TickJob = {
      name: 'tick',
      run: async ({ stop }) => {
        told = stop;
      },
    };
    const scheduler = startScheduler({ ctx: context(), jobs: { daily: [], eachTick: [tick] }, runner: 'x' });
    expect(told?.aborted ?? false).toBe(false);
    await expect.poll(() => told).toBeDefined();
    await scheduler.stop(20_000);
    expect(told?.aborted).toBe(true);
  });
});

describe('what is measured of jobs', () => {
  it('says how each ended, how late it began and how long it took', async () => {
    const ends: JobEnd[] = [];
    const jobs = {
      daily: [
        daily('good', async () => null),
        daily('bad', async () => {
          throw new Error('no');
        }),
      ],
      eachTick: [{ name: 'tick', run: async () => undefined }],
    };
    const metrics = { jobEnded: (end: JobEnd) => void ends.push(end) };
    await runDueJobs({ ctx: context(), jobs, now: MORNING, runner: 'x', metrics });
    expect(ends.map(({ seconds: _seconds, ...end }) => end)).toEqual([
      { job: 'good', outcome: 'done', lateSeconds: 30 },
      { job: 'bad', outcome: 'failed', lateSeconds: 30 },
      { job: 'tick', outcome: 'done', lateSeconds: null },
    ]);
    expect(ends.every(({ seconds }) => seconds >= 0 && seconds < 5)).toBe(true);
  });
});
