import { afterAll, beforeAll, expect, it } from 'vitest';
import { doctor } from '../../../src/app/doctor/doctor.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

it('says that nobody runs jobs, an hour after the database was made and until the first has run', async () => {
  const found = async (minutesLater: number) => {
    const ctx = testContext(database.pool, { now: () => new Date(Date.now() + minutesLater * 60_000) });
    const jobs = ['snapshot', 'digest'].map((job) => ({ job, scope: '', nextAt: null, dueDay: null }));
    const { findings } = await doctor({ ctx, input: { findings: [], jobs } });
    return findings.filter(({ area, state }) => area === 'jobs' && state === 'problem').map(({ text }) => text);
  };
  expect(await found(0)).toEqual([]);
  expect(await found(61)).toEqual(['no job has ever run: no process runs jobs']);
  await database.pool.query(
    `insert into job_runs (job, scope, local_date, state, attempts, lease_until, runner, started_at)
     values ('snapshot', '', '2026-03-01', 'done', 1, now(), 'here', now())`,
  );
  expect(await found(61)).toEqual([]);
});
