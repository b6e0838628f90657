import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Publisher } from '../../src/app/delivery/publisher.ts';
import { createJobs, type JobDeps } from '../../src/jobs/jobs/index.ts';
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { digestReport, goldenStanding } from '../support/slack-reports.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());
afterEach(() => database.pool.query('truncate job_runs, outbox'));

/** Everything that the jobs of a team do, in order. */
function team(overrides: Partial<JobDeps> = {}) {
  const done: string[] = [];
  const posted: string[] = [];
  const evaluated: string[] = [];
  const publisher: Publisher = {
    post: async ({ beforeSend, message }) => {
      if (!(await beforeSend())) return { kind: 'abandoned' };
      posted.push(message.text);
      return { kind: 'ok', ts: `1.${posted.length}` };
    },
    update: async () => ({ kind: 'ok' }),
    findByKey: async () => ({ kind: 'absent' }),
  };
  const jobs = createJobs({
    timeZone: 'Europe/Berlin',
    reconcileSeats: async () => ({ accounts: 1, items: 1, movements: 0, corrections: 0, heldByHand: 0 }),
    watchSources: async () => undefined,
    updateEpisodes: async ({ input }) => void evaluated.push(input.day),
    snapshotWindow: async ({ input }) => void done.push(`nights to ${input.day}`),
    snapshotScores: async ({ input }) => void done.push(`snapshot ${input.day}`),
    digests: [
      {
        timeZone: 'Europe/Berlin',
        at: '09:00',
        days: [1, 2, 3, 4, 5],
        channel: 'C100',
        composeDigest: async ({ input }) => {
          done.push(`digest ${input.day}`);
          return digestReport([goldenStanding('megacorp')]);
        },
        renderDigest: (report) => ({ text: `digest of ${report.stand.day}`, blocks: [], classic: null }),
      },
    ],
    delivery: { publisher },
    ...overrides,
  });
  const ctx = testContext(database.pool, { timeZone: 'Europe/Berlin' });
  const at = (now: string) => runDueJobs({ ctx, jobs, now: new Date(now), runner: 'test' });
  return { at, done, evaluated, jobs, posted };
}

describe('the jobs of a team', () => {
  it('take a snapshot after midnight and post the digest at nine, local time, on weekdays', async () => {
    const { at, done, evaluated, posted } = team();
    await at('2026-03-01T23:04:00Z');
    expect(done).toEqual([]);
    await at('2026-03-01T23:05:00Z');
    expect(done).toEqual(['nights to 2026-03-02']);
    await at('2026-03-02T07:59:00Z');
    expect(posted).toEqual([]);
    await at('2026-03-02T08:00:00Z');
    expect(done.slice(1)).toEqual(['snapshot 2026-03-02', 'digest 2026-03-02']);
    expect(posted).toEqual(['digest of 2026-03-01']);
    expect(evaluated).toEqual(['2026-03-02', '2026-03-02']);
    await at('2026-03-02T08:01:00Z');
    await at('2026-03-07T08:00:00Z');
    expect(posted).toHaveLength(1);
  });

  it('hold the seat ledger against billing just before the snapshot, once a day', async () => {
    const order: string[] = [];
    const counts = { accounts: 7, items: 8, movements: 1, corrections: 2, heldByHand: 3 };
    const { at } = team({
      reconcileSeats: async () => {
        order.push('reconcile');
        return counts;
      },
      snapshotWindow: async () => void order.push('snapshot'),
    });
    await at('2026-03-01T23:02:00Z');
    expect(order).toEqual([]);
    await at('2026-03-01T23:03:00Z');
    await at('2026-03-01T23:05:00Z');
    await at('2026-03-01T23:06:00Z');
    expect(order).toEqual(['reconcile', 'snapshot']);
    const { rows } = await database.pool.query(`select note from job_runs where job = 'reconcile'`);
    expect(rows).toEqual([{ note: '7 accounts, 2 corrections, 1 missing movements, 3 held by hand' }]);
  });

  it('say so when the digest is late', async () => {
    const { at, posted } = team();
    await at('2026-03-02T10:05:00Z');
    expect(posted).toEqual(['(2 h 5 min late: cs-pulse was not running) digest of 2026-03-01']);
  });

  it('do not compose a digest without the snapshot of its day, and try again', async () => {
    let broken = true;
    const busy = async (): Promise<void> => {
      if (broken) throw new Error('the database is busy');
    };
    const { at, done, posted } = team({ snapshotScores: busy, snapshotWindow: busy });
    const results = await at('2026-03-02T08:00:00Z');
    expect(results.map(({ job, outcome }) => `${job} ${outcome}`)).toEqual([
      'reconcile done',
      'snapshot failed',
      'digest failed',
    ]);
    expect(done).toEqual([]);
    broken = false;
    await database.pool.query(`update job_runs set lease_until = clock_timestamp()`);
    await at('2026-03-02T08:02:00Z');
    expect(posted).toEqual(['digest of 2026-03-01']);
  });

  it('are only the ledger and snapshots without a channel and a token', () => {
    const { jobs } = team({ digests: [], delivery: null });
    expect(jobs.daily.map(({ name }) => name)).toEqual(['reconcile', 'snapshot']);
    expect(jobs.eachTick.map(({ name }) => name)).toEqual(['watch']);
  });
});
