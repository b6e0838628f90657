import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HelpSnapshots, snapshotHelpJob } from '../../src/jobs/jobs/snapshot-help.ts';
import { claimJobRun, finishJobRun } from '../../src/store/job-runs.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

const slot = { job: 'snapshot', scope: '', localDate: '2026-03-01' };

function counting() {
  let calls = 0;
  const helpSnapshots: HelpSnapshots = async () => {
    calls += 1;
  };
  return { job: snapshotHelpJob({ helpSnapshots }), calls: () => calls };
}

describe('the job that helps with snapshots', () => {
  it('looks once where no snapshot is under way', async () => {
    const { calls, job } = counting();
    await job.run({ ctx: testContext(database.pool) });
    expect(calls()).toBe(1);
  });

  it('stays while the ledger says that a process makes one, and no longer', async () => {
    const { calls, job } = counting();
    const claim = await claimJobRun(database.pool, slot, { runner: 'other', leaseMs: 60_000, maxAttempts: 5 });
    if (claim === null) throw new Error('the run is not free');
    const helping = job.run({ ctx: testContext(database.pool) });
    await expect.poll(calls).toBeGreaterThan(1);
    await finishJobRun(database.pool, claim, null);
    await helping;
    const before = calls();
    await job.run({ ctx: testContext(database.pool) });
    expect(calls()).toBe(before + 1);
  });

  it('leaves when its process is told to stop, and tells the work', async () => {
    await claimJobRun(
      database.pool,
      { ...slot, localDate: '2026-03-02' },
      { runner: 'other', leaseMs: 60_000, maxAttempts: 5 },
    );
    const stop = new AbortController();
    let told: AbortSignal | undefined;
    const job = snapshotHelpJob({
      helpSnapshots: async ({ input }) => {
        told = input.stop;
      },
    });
    const helping = job.run({ ctx: testContext(database.pool), stop: stop.signal });
    stop.abort();
    await helping;
    expect(told?.aborted).toBe(true);
  });
});
