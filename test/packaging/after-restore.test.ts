import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FindInput, Publisher } from '../../src/app/delivery/publisher.ts';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { createJobs } from '../../src/jobs/jobs/index.ts';
import { runDueJobs } from '../../src/jobs/run-due-jobs.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { ROOT } from '../support/replay-image.ts';
import { digestReport, goldenStanding } from '../support/slack-reports.ts';

const GUIDE = readFileSync(join(ROOT, 'docs', 'backup.md'), 'utf8');
const BACKUP = '2026-03-02 02:00+00';
const WAITING = { kind: 'digest', channel: 'C100', localDate: '2026-02-27' };

/** The script of the guide, with the values that psql would put in. */
function afterRestore(): string {
  const [, script = ''] = /```sql\n([\s\S]*?)```/.exec(GUIDE) ?? [];
  return script.replaceAll(":'day'", `'2026-03-02'`).replaceAll(":'backup'", `'${BACKUP}'`);
}

describe('a morning on which the backup of the night is restored', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());
  afterEach(() => database.pool.query('truncate job_runs, outbox'));

  /** What is in Slack's channel outlives every database. */
  function team() {
    const channel = new Map<string, string>();
    const posted: string[] = [];
    const asked: FindInput[] = [];
    const publisher: Publisher = {
      post: async ({ beforeSend, key, message }) => {
        if (!(await beforeSend())) return { kind: 'abandoned' };
        posted.push(message.text);
        channel.set(key, `1.${posted.length}`);
        return { kind: 'ok', ts: `1.${posted.length}` };
      },
      update: async () => ({ kind: 'ok' }),
      findByKey: async (input) => {
        asked.push(input);
        const ts = channel.get(input.key);
        return ts === undefined ? { kind: 'absent' } : { kind: 'found', ts };
      },
    };
    const ctx = testContext(database.pool);
    const jobs = createJobs({
      timeZone: 'UTC',
      reconcileSeats: async () => ({ accounts: 0, items: 0, movements: 0, corrections: 0, heldByHand: 0 }),
      watchSources: async () => undefined,
      updateEpisodes: async () => undefined,
      snapshotWindow: async () => undefined,
      snapshotScores: async () => undefined,
      digests: [
        {
          timeZone: 'UTC',
          at: '09:00',
          days: [1, 2, 3, 4, 5],
          channel: 'C100',
          composeDigest: async () => digestReport([goldenStanding('megacorp')]),
          renderDigest: () => ({ text: 'digest', blocks: [], classic: null }),
        },
      ],
      delivery: { publisher },
    });
    const at = (now: string) => runDueJobs({ ctx, jobs, now: new Date(now), runner: 'test' });
    return { asked, at, ctx, posted };
  }

  /** The tables as they were at the time of the backup. */
  async function backup() {
    await database.pool.query('create table kept_runs as table job_runs; create table kept_outbox as table outbox');
    return async () => {
      await database.pool.query(`truncate job_runs, outbox; insert into job_runs table kept_runs;
        insert into outbox table kept_outbox; drop table kept_runs, kept_outbox`);
    };
  }

  it('has one digest after the script of the guide, and the next day its own', async () => {
    const { at, posted } = team();
    await at('2026-02-27T09:00:00Z');
    const restore = await backup();
    await at('2026-03-02T09:00:00Z');
    expect(posted).toEqual(['digest', 'digest']);
    await restore();
    await database.pool.query(afterRestore());
    await at('2026-03-02T10:00:00Z');
    expect(posted).toHaveLength(2);
    await at('2026-03-03T09:00:00Z');
    expect(posted).toHaveLength(3);
  });

  it('would have two without the script', async () => {
    const { at, posted } = team();
    await at('2026-02-27T09:00:00Z');
    const restore = await backup();
    await at('2026-03-02T09:00:00Z');
    await restore();
    await at('2026-03-02T10:00:00Z');
    expect(posted).toHaveLength(3);
  });

  it.each([true, false])('looks up what waited in the backup, when the script ran: %s', async (ran) => {
    const { asked, at, ctx, posted } = team();
    await queueMessage({ ctx, input: { ...WAITING, message: { text: 'waits', blocks: [], classic: null } } });
    const restore = await backup();
    await at('2026-02-28T09:00:00Z');
    expect(posted).toEqual(['waits']);
    await restore();
    if (ran) await database.pool.query(afterRestore());
    await at('2026-02-28T10:00:00Z');
    expect(posted).toHaveLength(ran ? 1 : 2);
    expect(asked.map(({ since }) => since < new Date(BACKUP))).toEqual(ran ? [true] : []);
  });
});
