import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSeatMovement, type SeatMovementInput } from '../../../src/app/seats/record-seat-movement.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { insertAccount } from '../../support/portfolio.ts';

const at = (day: string) => new Date(`${day}T00:00:00Z`);
let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  const movements = [
    { at: at('2026-01-01'), delta: 10 },
    { at: at('2026-02-01'), delta: -6 },
  ];
  await insertAccount(database.pool, '2026-03-01', { accountId: 'acme', customerSince: '2026-01-01', movements });
  await insertAccount(database.pool, '2026-03-01', { accountId: 'other', customerSince: '2026-01-01' });
});
afterAll(() => database.close());

const base: SeatMovementInput = {
  accountId: 'acme',
  item: 'item',
  kind: 'add',
  delta: 2,
  effectiveAt: at('2026-01-15'),
  actor: 'dana',
  note: 'By contract',
  idempotencyKey: 'k1',
};
const record = (given: Partial<SeatMovementInput>) =>
  recordSeatMovement({ ctx: testContext(database.pool), input: { ...base, ...given } });
const count = async () => (await database.pool.query('select count(*)::int as n from seat_movements')).rows[0].n;

describe('recordSeatMovement', () => {
  it('appends a movement once per key, with who and why, and a line in the audit', async () => {
    expect(await record({})).toEqual({ status: 'recorded', idempotencyKey: 'manual:k1' });
    expect(await record({ note: 'Told again' })).toEqual({ status: 'duplicate', idempotencyKey: 'manual:k1' });
    const { rows } = await database.pool.query(
      `select kind, delta, source, actor, note, source_event_id from seat_movements where source = 'manual'`,
    );
    expect(rows).toEqual([
      { kind: 'add', delta: 2, source: 'manual', actor: 'dana', note: 'By contract', source_event_id: 'k1' },
    ]);
    const audit = await database.pool.query(`select actor, action from audit_log`);
    expect(audit.rows).toEqual([{ actor: 'dana', action: 'seat_movement' }]);
  });

  it('corrects a movement of the same item and instant', async () => {
    await record({ idempotencyKey: 'k2' });
    const correction = { kind: 'correction', delta: -1, correctsKey: 'manual:k2', idempotencyKey: 'k3' } as const;
    expect(await record(correction)).toMatchObject({ status: 'recorded' });
    expect(await record(correction)).toMatchObject({ status: 'duplicate' });
    await expect(record({ ...correction, correctsKey: 'manual:k3', idempotencyKey: 'k4' })).rejects.toThrow(
      /names a correction/,
    );
  });

  it.each<[string, Partial<SeatMovementInput>, RegExp]>([
    ['nothing', { delta: 0 }, /^delta: is 0/],
    ['half a seat', { delta: 0.5 }, /^delta: needs a whole number/],
    ['more than can be kept', { delta: 3_000_000_000 }, /^delta: is above/],
    ['an unknown account', { accountId: 'nobody' }, /^accountId: there is no account/],
    ['an empty item', { item: '  ' }, /^item: is empty/],
    ['NUL in a note', { note: 'a\u0000b' }, /^note: contains NUL/],
    ['a long note', { note: 'x'.repeat(501) }, /^note: is longer/],
    ['no time', { effectiveAt: new Date('nonsense') }, /^effectiveAt: /],
    ['a removal that adds', { kind: 'remove' }, /^delta: 2 does not fit "remove"/],
    ['an addition that removes', { delta: -2 }, /^delta: -2 does not fit "add"/],
    ['a correction of nothing', { kind: 'correction' }, /^correctsKey: a correction names/],
    ['an addition that corrects', { correctsKey: 'm0' }, /^correctsKey: a correction names/],
    ['a correction of the unknown', { kind: 'correction', correctsKey: 'm9' }, /^correctsKey: the account has no/],
    [
      'a correction at another time',
      { kind: 'correction', correctsKey: 'm0' },
      /takes effect with its original, at 2026-01-01/,
    ],
    [
      'a correction of another item',
      { kind: 'correction', correctsKey: 'm0', item: 'y', effectiveAt: at('2026-01-01') },
      /^item: the movement corrected is of item/,
    ],
    [
      "a correction of another account's movement",
      { accountId: 'other', kind: 'correction', correctsKey: 'm0', effectiveAt: at('2026-01-01') },
      /^correctsKey: the account has no movement/,
    ],
    ['a balance below 0 now', { kind: 'remove', delta: -40 }, /would have -\d+ seats/],
  ])('refuses %s and stores nothing', async (_what, given, message) => {
    const before = await count();
    await expect(record({ ...given, idempotencyKey: 'refused' })).rejects.toThrow(message);
    expect(await count()).toBe(before);
  });

  it('refuses a balance below 0 at a later time, which today does not show', async () => {
    const removal = { accountId: 'other', item: 'z', idempotencyKey: 'z1', delta: 5, kind: 'initial' } as const;
    await record(removal);
    await record({ ...removal, kind: 'remove', delta: -5, effectiveAt: at('2026-02-01'), idempotencyKey: 'z2' });
    const early = {
      ...removal,
      kind: 'remove',
      delta: -1,
      effectiveAt: at('2026-01-20'),
      idempotencyKey: 'z3',
    } as const;
    await expect(record(early)).rejects.toThrow(/z would have -1 seats at some time/);
  });

  it('refuses a key that was used for something else', async () => {
    await expect(record({ delta: 3 })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the ledger in the database', () => {
  const run = (text: string) => database.pool.query(text);
  const insert = (account: string, item: string, day: string, corrects: string | null) =>
    run(`insert into seat_movements (account_id, subscription_item, kind, delta, effective_at, source, source_event_id,
        idempotency_key, corrects_id)
      select a.account_id, '${item}', '${corrects === null ? 'add' : 'correction'}', 1, '${day}T00:00:00Z', 'test', 't', 't-${account}-${item}-${day}',
        ${corrects === null ? 'null' : `(select movement_id from seat_movements where idempotency_key = '${corrects}' limit 1)`}
      from accounts a where external_id = '${account}'`);

  it('takes a row that belongs together, and no change or removal of any', async () => {
    await insert('acme', 'item', '2026-01-01', 'm0');
    await expect(run('update seat_movements set delta = 99')).rejects.toThrow(/append-only/);
    await expect(run(`update seat_movements set note = 'x' where source = 'test'`)).rejects.toThrow(/append-only/);
    await expect(run('delete from seat_movements')).rejects.toThrow(/append-only/);
  });

  it.each([
    ['another instant', 'acme', 'item', '2026-01-02'],
    ['another item', 'acme', 'other', '2026-01-01'],
    ['another account', 'other', 'item', '2026-01-01'],
  ])('refuses a correction of %s', async (_what, account, item, day) => {
    await expect(insert(account, item, day, 'm0')).rejects.toThrow(/seat_movements_corrects_fkey/);
  });

  it('forgets a whole account when that one is named, and no other', async () => {
    const client = await database.pool.connect();
    const remove = (account: string) =>
      client.query(
        `delete from seat_movements where account_id = (select account_id from accounts where external_id = '${account}')`,
      );
    await client.query('begin');
    await client.query(`select set_config('cs_pulse.forget_account', account_id::text, true) from accounts
      where external_id = 'acme'`);
    expect((await remove('acme')).rowCount).toBeGreaterThan(3);
    await expect(remove('other')).rejects.toThrow(/append-only/);
    await client.query('rollback');
    client.release();
  });
});
