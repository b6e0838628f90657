import { describe, expect, it } from 'vitest';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import { createTeamTables, EVENTS, readOne, USERS, warehouse } from '../../support/sql-reads.ts';
import { ctx, ours, theirs, useTeamReads } from './team-reads.ts';

useTeamReads(createTeamTables);

const event = (id: string, loaded: string | null, name = 'signed_in') =>
  theirs.run(`insert into product_events values ($1, 'acme', $3, '2026-02-20T10:00:00Z', 'ann', $2)`, [
    id,
    loaded,
    name,
  ]);

async function numberOf(text: string): Promise<number> {
  const { rows } = await ours.pool.query(`select count(*)::int as n from ${text}`);
  return rows[0].n;
}

describe('a read of a query', () => {
  it('brings everything at first, then only what is new, and stores it once', async () => {
    await event('1', '2026-02-20T10:00:00.123456Z');
    await event('2', '2026-02-21T10:00:00Z');
    const first = await readOne(ctx, warehouse(EVENTS), theirs.readerUrl);
    expect(first).toMatchObject({ outcome: 'ended', rows: 2, accepted: 2, duplicates: 0, rejected: 0, error: null });
    await event('3', '2026-02-22T10:00:00Z');
    const second = await readOne(ctx, warehouse(EVENTS), theirs.readerUrl);
    expect(second).toMatchObject({ rows: 2, accepted: 1, duplicates: 1, mark: '2026-02-22 10:00:00+00' });
    expect(await numberOf('events')).toBe(3);
    const third = await readOne(ctx, warehouse(EVENTS), theirs.readerUrl);
    expect(third).toMatchObject({ rows: 1, accepted: 0, duplicates: 1 });
  });

  it('finds rows that come late within the overlap, and not those beyond it', async () => {
    await event('1', '2026-02-20T10:00:00Z');
    await readOne(ctx, warehouse(EVENTS), theirs.readerUrl);
    await event('late', '2026-02-20T09:50:00Z');
    await event('too late', '2026-02-20T09:49:59Z');
    expect(await readOne(ctx, warehouse(EVENTS), theirs.readerUrl)).toMatchObject({ rows: 2, accepted: 1 });
    expect(await numberOf('events')).toBe(2);
  });

  it('loses no rows of one watermark, however many and wherever a batch ends', async () => {
    await theirs.run(`insert into product_events
      select i::text, 'acme', 'signed_in', '2026-02-20T10:00:00Z', 'ann', '2026-02-21T10:00:00Z' from generate_series(1, 1203) i`);
    expect(await readOne(ctx, warehouse(EVENTS), theirs.readerUrl)).toMatchObject({ rows: 1203, accepted: 1203 });
    await event('one more', '2026-02-21T10:00:00Z');
    await readOne(ctx, warehouse({ ...EVENTS, overlap: { seconds: 0 } }), theirs.readerUrl);
    expect(await numberOf('events')).toBe(1204);
  });

  it.each([
    ['date', 'current_date - 10', { seconds: 0 }],
    ['timestamp', "timestamp '2026-02-20 10:00:00.5'", { seconds: 0 }],
    ['smallint', '7', { steps: 0 }],
    ['bigint', '9007199254740993', { steps: 5 }],
  ])('goes on from a watermark of type %s', async (type, value, overlap) => {
    await theirs.run(
      `create table typed (org text, id text, changed ${type}); insert into typed values ('acme', 'ann', ${value})`,
    );
    const query = { ...USERS, query: 'select org as account_id, id as user_id, changed from typed', overlap };
    expect(await readOne(ctx, warehouse(query), theirs.readerUrl)).toMatchObject({ error: null, accepted: 1 });
    await theirs.run(
      `insert into typed values ('acme', 'before', ${value} - ${type === 'timestamp' ? "interval '9 days'" : 6})`,
    );
    await theirs.run(`insert into typed values ('acme', 'beside', ${value})`);
    expect(await readOne(ctx, warehouse(query), theirs.readerUrl)).toMatchObject({ error: null, rows: 2, accepted: 1 });
  });

  it('is not led astray by rows from the future', async () => {
    await event('future', '2999-01-01T00:00:00Z');
    await readOne(ctx, warehouse(EVENTS), theirs.readerUrl);
    await theirs.run(`insert into product_events values ('now', 'acme', 'x', '2026-02-20T10:00:00Z', 'ann', now())`);
    expect(await readOne(ctx, warehouse(EVENTS), theirs.readerUrl)).toMatchObject({ rows: 2, accepted: 1 });
  });

  it('counts rows without a watermark, which it never reads', async () => {
    await event('1', '2026-02-20T10:00:00Z');
    await event('null', null);
    expect(await readOne(ctx, warehouse(EVENTS), theirs.readerUrl)).toMatchObject({ rows: 1, withoutMark: 1 });
    expect(await readOne(ctx, warehouse(EVENTS), theirs.readerUrl)).toMatchObject({ rows: 1, withoutMark: null });
  });

  it('keeps what was read of rows that are deleted over there', async () => {
    await event('1', '2026-02-20T10:00:00Z');
    await readOne(ctx, warehouse(EVENTS), theirs.readerUrl);
    await theirs.run('delete from product_events');
    expect(await readOne(ctx, warehouse(EVENTS), theirs.readerUrl)).toMatchObject({ rows: 0, error: null });
    expect(await numberOf('events')).toBe(1);
  });

  it('reads another query of the same kind from its beginning', async () => {
    await event('1', '2026-02-20T10:00:00Z');
    await event('2', '2026-02-25T10:00:00Z');
    await readOne(ctx, warehouse(EVENTS), theirs.readerUrl);
    const other = { ...EVENTS, query: `${EVENTS.query} where org <> 'internal'` };
    expect(await readOne(ctx, warehouse(other), theirs.readerUrl)).toMatchObject({ rows: 2, duplicates: 2 });
    expect(await readOne(ctx, warehouse(other), theirs.readerUrl)).toMatchObject({ rows: 1 });
  });

  it('begins where it is told to', async () => {
    await event('1', '2026-02-20T10:00:00Z');
    await event('2', '2026-02-25T10:00:00Z');
    const since = { since: '2026-02-25' };
    expect(await readOne(ctx, warehouse(EVENTS), theirs.readerUrl, since)).toMatchObject({ rows: 1, accepted: 1 });
    const wrong = await readOne(ctx, warehouse(EVENTS), theirs.readerUrl, { since: 'soon' });
    expect(wrong).toMatchObject({ outcome: 'failed', error: expect.stringContaining('soon') });
  });

  it('stores nothing in a dry run, and says the same', async () => {
    await event('1', '2026-02-20T10:00:00Z');
    await event('2', '2026-02-20T11:00:00Z', '');
    const dry = await readOne(ctx, warehouse(EVENTS), theirs.readerUrl, { dryRun: true });
    const wet = await readOne(ctx, warehouse(EVENTS), theirs.readerUrl);
    expect([dry.rows, dry.accepted, dry.rejected]).toEqual([2, 1, 1]);
    expect([wet.rows, wet.accepted, wet.rejected]).toEqual([2, 1, 1]);
    expect(dry.samples).toEqual([{ mark: '2026-02-20 11:00:00+00', reason: 'event: is empty' }]);
    expect(await numberOf('events')).toBe(1);
  });

  it('takes rows as said when they changed, so that old ones turn nothing back', async () => {
    await theirs.run(`create table orgs (id text, name text, updated timestamptz); insert into orgs values
      ('acme', 'Old Acme', '2026-01-10T00:00:00Z'), ('globex', 'Globex', '2026-02-20T00:00:00Z')`);
    const named = (accountKey: string, name: string, day: string) =>
      ({ kind: 'account', accountKey, name, occurredAt: new Date(`${day}T00:00:00Z`) }) as const;
    const signals = [named('acme', 'New Acme', '2026-02-01'), named('globex', 'Old Globex', '2026-02-01')];
    await recordSignals({ ctx, input: { source: 'hubspot', signals } });
    const accounts = {
      kind: 'accounts',
      query: 'select id as account_id, name, updated from orgs',
      watermark: 'updated',
    };
    const report = await readOne(ctx, warehouse({ ...accounts, overlap: null }), theirs.readerUrl);
    expect(report).toMatchObject({ outcome: 'ended', rows: 2, accepted: 1, duplicates: 1 });
    const { rows } = await ours.pool.query('select name from accounts order by name');
    expect(rows).toEqual([{ name: 'Globex' }, { name: 'New Acme' }]);
    // A query that is corrected says something else at the same time, and that counts.
    const corrected = {
      ...accounts,
      query: `select id as account_id, upper(name) as name, updated from orgs`,
      overlap: null,
    };
    await readOne(ctx, warehouse(corrected), theirs.readerUrl);
    expect((await ours.pool.query('select name from accounts order by name')).rows[0]).toEqual({ name: 'GLOBEX' });
  });
});
