import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DailyJob } from '../../src/jobs/job.ts';
import { jobStandings } from '../../src/jobs/job-standing.ts';
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());
afterEach(() => database.pool.query('truncate job_runs'));

const job = (scope: string, run: DailyJob['run'] = async () => null): DailyJob => ({
  name: 'digest',
  scope,
  schedule: { at: '09:00', days: [1, 2, 3, 4, 5], timeZone: 'UTC', catchUpHours: 6 },
  run,
});
const at = (instant: string) => testContext(database.pool, { now: () => new Date(instant) });
const standing = async (instant: string, jobs: readonly DailyJob[]) => (await jobStandings(at(instant), jobs))[0];
const run = (instant: string, jobs: readonly DailyJob[]) =>
  runDueJobs({ ctx: at(instant), jobs: { daily: jobs, eachTick: [] }, now: new Date(instant), runner: 'x' });

describe('how a job stands', () => {
  it('counts from when a run was due until it is done, and not at the weekend', async () => {
    const jobs = [job('')];
    await run('2026-03-02T09:00:00Z', jobs);
    expect((await standing('2026-03-03T08:59:59Z', jobs))?.overdueSeconds).toBe(0);
    expect((await standing('2026-03-03T09:20:00Z', jobs))?.overdueSeconds).toBe(1200);
    await run('2026-03-03T09:20:00Z', jobs);
    expect((await standing('2026-03-03T09:30:00Z', jobs))?.overdueSeconds).toBe(0);
    await run('2026-03-06T09:00:00Z', jobs);
    expect((await standing('2026-03-08T12:00:00Z', jobs))?.overdueSeconds).toBe(0);
  });

  it('is overdue when its runs fail, whoever runs them', async () => {
    const failing = job('', async () => {
      throw new Error('no');
    });
    await run('2026-03-02T09:00:00Z', [failing]);
    expect(await standing('2026-03-02T09:10:00Z', [failing])).toEqual({
      job: 'digest',
      overdueSeconds: 600,
      lastDoneAt: null,
    });
  });

  it('is that of the scope which is furthest behind', async () => {
    const [first, second] = [job('first'), job('second')];
    await run('2026-03-02T09:00:00Z', [first, second]);
    await run('2026-03-03T09:00:00Z', [first]);
    const both = await standing('2026-03-03T09:05:00Z', [first, second]);
    expect(both?.overdueSeconds).toBe(300);
    const { rows } = await database.pool.query("select finished_at from job_runs where scope = 'second'");
    expect(both?.lastDoneAt).toEqual(rows[0]?.finished_at);
  });

  it('is not overdue on a new installation for what was due before it, but for what can still run', async () => {
    expect((await standing('2026-03-02T20:00:00Z', [job('')]))?.overdueSeconds).toBe(0);
    expect((await standing('2026-03-02T10:00:00Z', [job('')]))?.overdueSeconds).toBe(3600);
  });
});
