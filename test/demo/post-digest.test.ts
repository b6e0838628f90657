import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEAM_DIGEST } from '../../src/app/digest/digest-plan.ts';
import { doctor } from '../../src/app/doctor/doctor.ts';
import { postDigest } from '../../src/cli/demo/post-digest.ts';
import { readConfig } from '../../src/config.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { insertRecipePortfolio } from '../support/portfolio.ts';

const DAY = '2026-03-01';
const DIGEST = { job: 'digest', scope: TEAM_DIGEST, nextAt: null, dueDay: null };
const config = readConfig({ TEAM_TIMEZONE: 'UTC' });
let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, DAY);
});
afterAll(() => database.close());

/** What the doctor says of jobs two hours after the database was made. */
async function saidOfJobs(): Promise<string[]> {
  const ctx = testContext(database.pool, { now: () => new Date(Date.now() + 7_200_000) });
  const { findings } = await doctor({ ctx, input: { findings: [], jobs: [DIGEST] } });
  return findings.filter(({ area }) => area === 'jobs').map(({ state, text }) => `${state}: ${text}`);
}

it('stands in the ledger of jobs as one that was posted at its hour does, also when the demo is started again', async () => {
  const ctx = testContext(database.pool);
  expect(await saidOfJobs()).toContain('problem: no job has ever run: no process runs jobs');
  for (const _start of ['first', 'second']) {
    await postDigest({ ctx, publisher: null }, config, DAY);
    expect(await saidOfJobs()).toEqual([expect.stringMatching(/^ok: digest .*: done for 2026-03-01/)]);
  }
});
