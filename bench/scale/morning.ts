import { setTimeout as sleep } from 'node:timers/promises';
import { type JobRun, listJobRuns } from '../../src/store/job-runs.ts';
import { percentile } from '../../test/support/percentile.ts';
import { ask } from '../commands/ask.ts';
import { atMost, type Figure, figure } from '../figure.ts';
import { accountNames } from '../names.ts';
import { peakMemory } from '../process/peak-memory.ts';
import { startProduct } from '../process/product.ts';
import type { SeededDatabase } from '../seeded.ts';
import type { SlackStandIn } from '../slack-stand-in.ts';
import { productEnv, SECRET } from './world.ts';

const PATIENCE_MS = 600_000;
const ASK_EVERY_MS = 200;
const STEP = 997;
const MIB = 2 ** 20;

/**
 * One process does a whole night and morning of 50,000 accounts while somebody asks for accounts: the snapshot with the
 * three days before it, the alerts, the digest.
 */
export async function measureMorning(database: SeededDatabase, slack: SlackStandIn): Promise<Figure[]> {
  const { day, pool, seeded } = database;
  await pool.query(`delete from job_runs where job in ('snapshot', 'digest')`);
  const app = await startProduct({
    ...productEnv(database, slack),
    PULSE_CHANNEL: 'C0BENCH',
    DIGEST_AT: justPassed(new Date()),
    DIGEST_DAYS: 'mon-sun',
  });
  try {
    const target = { url: `http://127.0.0.1:${app.port}`, secret: SECRET, slack };
    const names = accountNames(seeded.accounts);
    const asked: number[] = [];
    const started = performance.now();
    for (let turn = 0; !(await isOver(database)); turn += 1) {
      if (performance.now() - started > PATIENCE_MS) throw new Error('the night and the digest did not end');
      const name = names[(turn * STEP) % names.length] ?? '';
      asked.push(...(await ask(target, [{ command: '/health', text: name, expects: name }], 1)).textMs);
      await sleep(ASK_EVERY_MS);
    }
    const [night] = await listJobRuns(pool, 'snapshot', '', 1);
    if (night?.slot.localDate !== day || !night.finishedAt) throw new Error('there was no snapshot tonight');
    const [digest] = await listJobRuns(pool, 'digest', 'team', 1);
    return [
      figure('50,000 accounts, a night with late data and alerts, beside answers', secondsOf(night), 's'),
      figure('… the digest, which looks for late data once more', secondsOf(digest), 's'),
      figure('… /health NAME p50 meanwhile', percentile(asked, 50), 'ms'),
      figure('… /health NAME p99 meanwhile', percentile(asked, 99), 'ms'),
      atMost(300, '… memory at most of night, digest and answers', (peakMemory(app.pid) ?? Number.NaN) / MIB, 'MB'),
    ];
  } finally {
    await app.stop();
  }
}

function secondsOf(run: JobRun | undefined): number {
  return run?.finishedAt ? (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000 : Number.NaN;
}

/** The digest comes after the snapshot. A failure is told at once: the ledger would try again in a while. */
async function isOver({ pool }: SeededDatabase): Promise<boolean> {
  const [digest] = await listJobRuns(pool, 'digest', 'team', 1);
  const [night] = await listJobRuns(pool, 'snapshot', '', 1);
  for (const run of [night, digest]) {
    if (run?.state === 'failed') throw new Error(`${run.slot.job} failed: ${run.note}`);
  }
  return digest?.state === 'done';
}

/** A minute ago in UTC, but not before midnight. */
function justPassed(now: Date): string {
  const before = new Date(now.getTime() - 60_000);
  return before.getUTCDate() === now.getUTCDate() ? before.toISOString().slice(11, 16) : '00:00';
}
