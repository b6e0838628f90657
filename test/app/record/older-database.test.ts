import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import type { Signal } from '../../../src/domain/signal.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { openTestPool } from '../../support/test-pool.ts';
import { activity, eventId } from '../signals.ts';

/** A replica that took over before it had everything, or a backup that was put back: what was stored last is gone. */
const LOSES = `
  do $$ declare week text; begin
    for week in select inhrelid::regclass::text from pg_inherits where inhparent = 'events'::regclass loop
      execute 'drop table ' || week;
    end loop;
  end $$;
  truncate event_names restart identity;
  insert into event_names (name) values ('of another product');`;

describe('a process whose database is an older one behind its next connection', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let unique = 0;
  beforeEach(async () => {
    database = await cloneDatabase();
    pool = openTestPool(database.url, { max: 1 });
    await record({ kind: 'account', accountKey: 'acme', name: 'Acme', occurredAt: TEST_NOW });
    expect(await record(event('login'))).toEqual(['accepted']);
  });
  afterEach(async () => {
    await pool.end();
    await database.close();
  });

  const record = async (...signals: readonly Signal[]) => {
    const outcomes = await recordSignals({ ctx: testContext(pool), input: { source: 'test', signals } });
    return outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.message : outcome.status));
  };
  const event = (name: string) => {
    unique += 1;
    return activity({ accountKey: 'acme', id: eventId(`older${unique}`), userKey: 'u', name });
  };
  const expectStored = async () => {
    expect(await record(event('login'), event('export'))).toEqual(['accepted', 'accepted']);
    const { rows } = await pool.query('select name from events left join event_names using (name_id) order by name');
    expect(rows).toEqual([{ name: 'export' }, { name: 'login' }]);
  };

  it('refuses nothing, and gives no event the name of another', async () => {
    await database.pool.query(LOSES);
    await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`);
    await expect.poll(() => pool.totalCount).toBe(0);
    await expectStored();
  });

  it('asks for a batch again that had looked up what it needs and waited for a connection', async () => {
    const client = await pool.connect();
    const waiting = record(event('login'));
    await expect.poll(() => pool.waitingCount).toBe(1);
    await database.pool.query(LOSES);
    client.release(new Error('it broke'));
    await expect(waiting).rejects.toMatchObject({ code: 'unavailable' });
    await expectStored();
  });

  it('would refuse everything if no connection broke', async () => {
    await database.pool.query(LOSES);
    expect(await record(event('login'))).toEqual([expect.stringContaining('no partition')]);
  });
});
