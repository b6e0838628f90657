import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/store/db.ts';
import { type Step, sendTogether } from '../../src/store/send-together.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

const add = (n: string): Step => ({ name: 'add', text: 'insert into sent (n) values ($1::integer)', values: [n] });
/** Nobody else has prepared these names. */
const fresh = (name: string, n: string): Step => ({ ...add(n), name });

describe('statements that are sent together', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
    await database.pool.query('create table sent (n integer primary key)');
  });
  afterAll(() => database.close());

  const stored = async (): Promise<number[]> =>
    (await database.pool.query<{ n: number }>('select n from sent order by n')).rows.map(({ n }) => n);

  it('run in their order, with the commit, each prepared once', async () => {
    await inTransaction(database.pool, async (_, atEnd) => atEnd([add('1'), add('2')]));
    await inTransaction(database.pool, async (tx, atEnd) => {
      atEnd([add('3')]);
      expect((await tx.query('select from sent')).rowCount).toBe(2);
      const text = "select count(*)::int as n from pg_prepared_statements where name = 'add'";
      expect((await tx.query(text)).rows).toEqual([{ n: 1 }]);
    });
    expect(await stored()).toEqual([1, 2, 3]);
  });

  it('undo everything when one fails, run none behind it, and leave the connection as it was', async () => {
    const steps = [fresh('first', '11'), fresh('again', '1'), fresh('behind', 'no number')];
    const failed = inTransaction(database.pool, async (_, atEnd) => atEnd(steps));
    await expect(failed).rejects.toMatchObject({ code: '23505', table: 'sent' });
    expect(await stored()).toEqual([1, 2, 3]);
    // What the failed ones had prepared by then is no hindrance.
    await inTransaction(database.pool, async (_, atEnd) => {
      atEnd([fresh('first', '11'), fresh('again', '12'), fresh('behind', '13')]);
    });
    expect(await stored()).toEqual([1, 2, 3, 11, 12, 13]);
  });

  it('join the transaction of a client that is given', async () => {
    const undone = inTransaction(database.pool, async (tx) => {
      await inTransaction(tx, async (_, atEnd) => atEnd([add('21')]));
      expect((await tx.query('select from sent where n = 21')).rowCount).toBe(1);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await stored()).not.toContain(21);
  });

  it('fail, and do not hang, when the connection is lost or the time is up', async () => {
    const sleep: Step = { name: 'sleep', text: 'select pg_sleep($1::float8)', values: ['30'] };
    const killed = inTransaction(database.pool, async (tx, atEnd) => {
      const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      setTimeout(() => void database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]), 50);
      atEnd([add('31'), sleep]);
    });
    await expect(killed).rejects.toThrow();
    const late = inTransaction(database.pool, async (tx, atEnd) => {
      await tx.query("set local statement_timeout = '50ms'");
      atEnd([add('32'), sleep]);
    });
    await expect(late).rejects.toMatchObject({ code: '57014' });
    expect(await stored()).not.toEqual(expect.arrayContaining([31]));
    const client = await database.pool.connect();
    await sendTogether(client, [add('33')]);
    client.release();
    expect(await stored()).toContain(33);
  });

  it('are refused when what COPY reads is cut off', async () => {
    const input = Buffer.from('d\0\0\0\u0008junkc\0\0\0\u0004', 'latin1');
    const copy: Step = { name: 'copy', text: 'copy sent from stdin with (format binary)', values: [], input };
    const failed = inTransaction(database.pool, async (_, atEnd) => atEnd([copy, add('41')]));
    await expect(failed).rejects.toMatchObject({ code: '22P04' });
    expect(await stored()).not.toContain(41);
  });
});
