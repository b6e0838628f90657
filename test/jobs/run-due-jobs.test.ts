import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DailyJob, JobRunInput } from '../../src/jobs/job.ts';
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts';
import { startScheduler } from '../../src/jobs/scheduler.ts';
import { claimJobRun, finishJobRun, listJobRuns, renewJobRun } from '../../src/store/job-runs.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { closedGate } from '../support/gate.ts';

const SLOT = { job: 'digest', scope: 'C100', localDate: '2026-03-01' };
const OWN = { runner: 'test', leaseMs: 60_000, maxAttempts: 5 };
const MORNING = new Date('2026-03-01T09:00:30Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());
afterEach(() => database.pool.query('truncate job_runs'));

const job = (run: (input: JobRunInput) => Promise<string | null>): DailyJob => ({
  name: SLOT.job,
  scope: SLOT.scope,
  schedule: { at: '09:00', days: [1, 2, 3, 4, 5, 6, 7], timeZone: 'UTC', catchUpHours: 6 },
  run,
});

/** A job that runs until it is released, and then notes `note`. */
function held(note: string) {
  const { open, pass, reached } = closedGate();
  return { job: job(() => pass().then(() => note)), begun: reached, release: open };
}

const leaseEnd = async (): Promise<number> =>
  (await database.pool.query('select lease_until from job_runs')).rows[0].lease_until.getTime();

function runAt(now: Date, daily: DailyJob, extra: { leaseMs?: number; retryMs?: number } = {}) {
  const ctx = testContext(database.pool);
  return runDueJobs({ ctx, jobs: { daily: [daily], eachTick: [] }, now, runner: 'test', ...extra });
}

const expireLease = () =>
  database.pool.query(`update job_runs set lease_until = clock_timestamp() - interval '1 second'`);

describe('a run that is due', () => {
  it('is done by one of twenty runners that see it at the same moment', async () => {
    let done = 0;
    const slow = job(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      done += 1;
      return 'ok';
    });
    const results = await Promise.all(Array.from({ length: 20 }, () => runAt(MORNING, slow)));
    expect(results.flat()).toEqual([{ ...SLOT, outcome: 'done', note: 'ok' }]);
    expect(done).toBe(1);
    expect(await runAt(new Date('2026-03-01T09:30:00Z'), slow)).toEqual([]);
    expect(done).toBe(1);
  });

  it('is told how late it is', async () => {
    const told: number[] = [];
    await runAt(
      new Date('2026-03-01T11:15:00Z'),
      job(async ({ lateMinutes }) => {
        told.push(lateMinutes);
        return null;
      }),
    );
    expect(told).toEqual([135]);
  });

  it('is taken over when its runner died, and the dead one can no longer close it', async () => {
    const dead = await claimJobRun(database.pool, SLOT, OWN);
    expect(dead?.attempt).toBe(1);
    expect(
      await runAt(
        MORNING,
        job(async () => 'too early'),
      ),
    ).toEqual([]);
    await expireLease();
    expect(
      await runAt(
        MORNING,
        job(async () => 'taken over'),
      ),
    ).toMatchObject([{ outcome: 'done' }]);
    if (!dead) throw new Error('the first claim must succeed');
    expect(await finishJobRun(database.pool, dead, 'from the grave')).toBe(false);
    expect(await renewJobRun(database.pool, dead, 1000)).toBe(false);
    expect(await listJobRuns(database.pool, SLOT.job, SLOT.scope, 5)).toMatchObject([
      { note: 'taken over', attempts: 2 },
    ]);
  });

  it('keeps its lease as long as it works', async () => {
    const long = held('long');
    const running = runAt(MORNING, long.job, { leaseMs: 3000 });
    await long.begun;
    const first = await leaseEnd();
    await expect.poll(async () => (await leaseEnd()) > first).toBe(true);
    expect(
      await runAt(
        MORNING,
        job(async () => 'second'),
      ),
    ).toEqual([]);
    long.release();
    expect(await running).toMatchObject([{ note: 'long' }]);
  });

  it('is tried again after a failure, five times in all', async () => {
    const failing = job(() => Promise.reject(new Error('no data yet')));
    expect(await runAt(MORNING, failing)).toMatchObject([{ outcome: 'failed', note: 'no data yet' }]);
    expect(await runAt(MORNING, failing)).toEqual([]);
    for (let attempt = 2; attempt <= 5; attempt += 1) {
      await expireLease();
      expect(await runAt(MORNING, failing)).toMatchObject([{ outcome: 'failed' }]);
    }
    await expireLease();
    expect(await runAt(MORNING, failing)).toEqual([]);
    expect(await listJobRuns(database.pool, SLOT.job, SLOT.scope, 5)).toMatchObject([{ state: 'failed', attempts: 5 }]);
  });

  it('is given up, with a note, when it ends its process each time', async () => {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect(await claimJobRun(database.pool, SLOT, OWN)).toMatchObject({ attempt });
      await expireLease();
    }
    expect(
      await runAt(
        MORNING,
        job(async () => 'again'),
      ),
    ).toMatchObject([{ outcome: 'failed', note: expect.stringMatching(/died/) }]);
    expect(
      await runAt(
        MORNING,
        job(async () => 'again'),
      ),
    ).toEqual([]);
  });
});

describe('a run whose time has passed', () => {
  it('is noted once as skipped and never run', async () => {
    let ran = 0;
    const daily = job(async () => {
      ran += 1;
      return null;
    });
    await runAt(MORNING, daily);
    const late = new Date('2026-03-03T20:00:00Z');
    const [first, second] = await Promise.all([runAt(late, daily), runAt(late, daily)]);
    expect([...first, ...second].map(({ localDate, outcome }) => `${outcome} ${localDate}`).sort()).toEqual([
      'skipped 2026-03-02',
      'skipped 2026-03-03',
    ]);
    expect(ran).toBe(1);
    expect(await runAt(new Date('2026-03-03T09:00:00Z'), daily)).toEqual([]);
  });
});

it('a job that fails does not keep the next one, or the ones of every tick, from running', async () => {
  const ran: string[] = [];
  const ctx = testContext(database.pool);
  const daily = [
    job(() => Promise.reject(new Error('boom'))),
    {
      ...job(async () => {
        ran.push('daily');
        return null;
      }),
      name: 'other',
    },
  ];
  const eachTick = [
    { name: 'broken', run: () => Promise.reject(new Error('boom')) },
    { name: 'outbox', run: async () => void ran.push('tick') },
  ];
  await runDueJobs({ ctx, jobs: { daily, eachTick }, now: MORNING, runner: 'test' });
  expect(ran).toEqual(['daily', 'tick']);
});

describe('the scheduler', () => {
  it('looks for work at once and waits for what is running when it stops', async () => {
    const slow = held('slow');
    const scheduler = startScheduler({
      ctx: testContext(database.pool, { now: () => MORNING }),
      jobs: { daily: [slow.job], eachTick: [] },
      runner: 'test',
    });
    await slow.begun;
    const stopped = scheduler.stop(20_000);
    slow.release();
    expect(await stopped).toBe(true);
    expect(await listJobRuns(database.pool, SLOT.job, SLOT.scope, 1)).toMatchObject([{ state: 'done', note: 'slow' }]);
  });

  it('does not wait for ever', async () => {
    const stuck = held('stuck');
    const scheduler = startScheduler({
      ctx: testContext(database.pool, { now: () => MORNING }),
      jobs: { daily: [stuck.job], eachTick: [] },
      runner: 'test',
    });
    await stuck.begun;
    expect(await scheduler.stop(50)).toBe(false);
    stuck.release();
    expect(await scheduler.stop(20_000)).toBe(true);
  });
});
