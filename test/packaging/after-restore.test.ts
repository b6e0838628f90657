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
  function team({ mayRead = true } = {}) {
    const channel = new Map<string, string>();
    const posted: string[] = [];
    const edited: string[] = [];
    const asked: FindInput[] = [];
    const publisher: Publisher = {
      post: async ({ beforeSend, key, message }) => {
        if (!(await beforeSend())) return { kind: 'abandoned' };
        posted.push(message.text);
        channel.set(key, `1.${posted.length}`);
        return { kind: 'ok', ts: `1.${posted.length}` };
      },
      update: async ({ message, ts }) => {
        edited.push(`${ts} ${message.text}`);
        return { kind: 'ok' };
      },
      findByKey: async (input) => {
        asked.push(input);
        if (!mayRead) return { kind: 'forbidden', error: 'missing_scope' };
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
    return { asked, at, ctx, edited, posted };
  }

  /** The tables as they were at the time of the backup. */
  async function backup() {
    await database.pool.query('create table kept_runs as table job_runs; create table kept_outbox as table outbox');
    return async () => {
      await database.pool.query(`truncate job_runs, outbox; insert into job_runs table kept_runs;
        insert into outbox table kept_outbox; drop table kept_runs, kept_outbox`);
    };
  }

  /** A digest on a morning whose night's backup is then restored, and the next tick. */
  async function morning({ at }: ReturnType<typeof team>, script: boolean) {
    await at('2026-02-27T09:00:00Z');
    const restore = await backup();
    await at('2026-03-02T09:00:00Z');
    await restore();
    if (script) await database.pool.query(afterRestore());
    await at('2026-03-02T09:01:00Z');
  }

  it('has one digest, found in the channel and brought up to date, and the next day its own', async () => {
    const ours = team();
    await morning(ours, false);
    expect(ours.posted).toEqual(['digest', 'digest']);
    expect(ours.edited).toEqual(['1.2 digest']);
    const { rows } = await database.pool.query(`select message_ts, state from outbox where local_date = '2026-03-02'`);
    expect(rows).toEqual([{ message_ts: '1.2', state: 'posted' }]);
    await ours.at('2026-03-03T09:00:00Z');
    expect(ours.posted).toHaveLength(3);
    expect(ours.edited).toHaveLength(1);
  });

  it.each([true, false])(
    'has one where nobody may read the channel, when the script of the guide ran: %s',
    async (ran) => {
      const ours = team({ mayRead: false });
      await morning(ours, ran);
      expect(ours.posted).toHaveLength(ran ? 2 : 3);
      await ours.at('2026-03-03T09:00:00Z');
      expect(ours.posted).toHaveLength(ran ? 3 : 4);
    },
  );

  it('looks for a message from the beginning of its day on, wherever the team is', async () => {
    const ours = team();
    await ours.at('2026-03-02T09:00:00Z');
    expect(ours.asked.map(({ since }) => since.toISOString())).toEqual(['2026-03-01T10:00:00.000Z']);
  });

  it('finds what waited in the backup and was posted since', async () => {
    const { at, ctx, posted } = team();
    await queueMessage({ ctx, input: { ...WAITING, message: { text: 'waits', blocks: [], classic: null } } });
    const restore = await backup();
    await at('2026-02-28T09:00:00Z');
    expect(posted).toEqual(['waits']);
    await restore();
    await at('2026-02-28T10:00:00Z');
    expect(posted).toEqual(['waits']);
  });

  it.each([true, false])(
    'marks it as a repeat where nobody may read the channel, when the script ran: %s',
    async (ran) => {
      const { at, ctx, posted } = team({ mayRead: false });
      await queueMessage({ ctx, input: { ...WAITING, message: { text: 'waits', blocks: [], classic: null } } });
      const restore = await backup();
      await at('2026-02-28T09:00:00Z');
      await restore();
      if (ran) await database.pool.query(afterRestore());
      await at('2026-02-28T10:00:00Z');
      expect(posted).toEqual(['waits', ran ? '(repeat) waits' : 'waits']);
    },
  );
});
