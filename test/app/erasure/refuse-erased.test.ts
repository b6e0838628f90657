import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { forgetAccount } from '../../../src/app/erasure/forget-account.ts';
import { forgetUser } from '../../../src/app/erasure/forget-user.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import type { AccountSignal, Signal } from '../../../src/domain/signal.ts';
import { importCsv } from '../../../src/ingest/csv/import-csv.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { activity, eventId } from '../signals.ts';
import { ACCOUNT, dumpHits, ingestPerson, PERSON, plantAccount } from './canaries.ts';

let database: TestDatabase;
let ctx: Context;
beforeEach(async () => {
  database = await cloneDatabase();
  ctx = testContext(database.pool);
});
afterEach(() => database.close());

const record = async (...signals: Signal[]) => {
  const outcomes = await recordSignals({ ctx, input: { source: 'test', signals } });
  return outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.code : outcome.status));
};
const base = { accountKey: 'acme', occurredAt: TEST_NOW };
const contact = (given: object): Signal => ({
  ...base,
  kind: 'contact',
  contactId: 'c1',
  name: 'Kim',
  email: null,
  persona: 'exec',
  userKey: null,
  optedOut: false,
  ...given,
});

describe('a person who was forgotten', () => {
  beforeEach(async () => {
    await ingestPerson(ctx, 'acme');
    await forgetUser({ ctx, input: { userId: PERSON.id, accountId: null, erase: true, actor: 'test' } });
  });

  it.each<[string, Signal]>([
    ['by acting under their id', activity({ ...base, id: eventId('x'), userKey: PERSON.id })],
    ['by acting under an address', activity({ ...base, id: eventId('x'), userKey: PERSON.email.toUpperCase() })],
    ['by acting under an address of before', activity({ ...base, id: eventId('x'), userKey: PERSON.formerly })],
    ['in another account', activity({ ...base, accountKey: 'globex', id: eventId('x'), userKey: PERSON.id })],
    ['by a profile', { ...base, kind: 'user', userKey: PERSON.id, name: PERSON.name }],
    [
      'by a profile of another id with their address',
      { ...base, kind: 'user', userKey: 'new-id', email: PERSON.email },
    ],
    [
      'by an address for somebody who is known',
      { ...base, kind: 'user', userKey: 'somebody-else', email: PERSON.email },
    ],
    ['by an answer', { ...base, kind: 'nps', userKey: PERSON.id, score: 9 }],
    ['as a contact', contact({ contactId: PERSON.contactId })],
    ['as a contact of their address', contact({ email: PERSON.email })],
    ['as a contact who is that user', contact({ userKey: PERSON.id })],
    [
      'in what waits for its account',
      { ...base, accountKey: 'unheard', knownOnly: true, kind: 'nps', userKey: PERSON.id, score: 1 },
    ],
  ])('does not come back %s', async (_, signal) => {
    const bystander = activity({ ...base, id: eventId('y'), userKey: 'bystander' });
    expect(await record(signal, bystander)).toEqual(['erased', 'accepted']);
    expect(await dumpHits(database.pool)).toEqual([]);
  });

  it('does not come back by a file, and the row is named', async () => {
    const csv = `account_id,user_id,email\nacme,${PERSON.id},\nacme,other,other@mail.example\n`;
    const report = await importCsv({ ctx, kind: 'users', content: csv, fileName: 'users.csv' });
    expect(report).toMatchObject({
      accepted: 1,
      rejectedRows: 1,
      rejected: [{ line: 2, reason: expect.stringContaining('forgotten') }],
    });
    expect(await dumpHits(database.pool)).toEqual([]);
  });

  it('may be meant by errors and programs, which make nobody known', async () => {
    const error: Signal = { ...base, kind: 'error', id: eventId('e'), userKey: PERSON.id };
    const program = activity({ ...base, id: eventId('p'), userKey: PERSON.id, actor: 'service' });
    expect(await record(error, program)).toEqual(['accepted', 'accepted']);
    expect(await dumpHits(database.pool)).toEqual([]);
  });
});

describe('an account that was forgotten', () => {
  beforeEach(async () => {
    await plantAccount(ctx);
    await forgetAccount({ ctx, input: { accountId: ACCOUNT.id, erase: true, actor: 'test' } });
    await forgetUser({ ctx, input: { userId: PERSON.id, accountId: null, erase: true, actor: 'test' } });
  });
  const profile = (given: Partial<AccountSignal>): Signal => ({
    ...base,
    kind: 'account',
    accountKey: 'globex',
    ...given,
  });

  it.each(Object.entries({ ...ACCOUNT, name: ACCOUNT.alias.toUpperCase() }))('is refused by its %s', async (_, key) => {
    const event = activity({ ...base, accountKey: key, id: eventId('x'), userKey: 'u1' });
    expect(await record(event, { ...event, knownOnly: true })).toEqual(['erased', 'erased']);
    expect(await record(profile({ accountKey: key, name: 'Again' }))).toEqual(['erased']);
    expect(await dumpHits(database.pool)).toEqual([]);
  });

  it.each<[string, Partial<AccountSignal>]>([
    ['id', { aliases: [ACCOUNT.id.toUpperCase()] }],
    ['alias', { aliases: ['fine', ACCOUNT.alias] }],
    ['billing customer', { stripeCustomerId: ACCOUNT.customer }],
  ])('does not come in through another account that names its %s', async (_, given) => {
    const event = activity({ ...base, accountKey: 'globex', id: eventId('x'), userKey: 'u1' });
    expect(await record(profile(given), event)).toEqual(['erased', 'accepted']);
    expect(await dumpHits(database.pool)).toEqual([]);
  });

  it('leaves its domain to a company that comes back under a new id', async () => {
    expect(await record(profile({ domain: ACCOUNT.domain }))).toEqual(['accepted']);
    const event = activity({ ...base, accountKey: ACCOUNT.domain, id: eventId('x'), userKey: 'u1' });
    expect(await record(event)).toEqual(['accepted']);
  });

  it('is not meant by an id in another case', async () => {
    const key = ACCOUNT.id.toUpperCase();
    expect(await record(activity({ ...base, accountKey: key, id: eventId('x'), userKey: 'u1' }))).toEqual(['accepted']);
  });
});

describe('forgetting while ingest runs', () => {
  it('leaves nothing, however the two meet', async () => {
    await plantAccount(ctx);
    await ingestPerson(ctx, 'acme');
    let stop = false;
    const ingest = async (lane: number) => {
      for (let turn = 0; !stop; turn++) {
        for (const accountKey of ['acme', ACCOUNT.id]) {
          const at = { accountKey, occurredAt: TEST_NOW };
          await record(
            activity({ ...at, id: eventId(`${accountKey} ${lane} ${turn}`), userKey: PERSON.id }),
            { ...at, kind: 'user', userKey: PERSON.id, email: PERSON.email, name: PERSON.name },
            { ...at, kind: 'nps', userKey: PERSON.email, score: 5 },
          );
        }
      }
    };
    const lanes = [1, 2, 3].map(ingest);
    await forgetUser({ ctx, input: { userId: PERSON.id, accountId: null, erase: true, actor: 'test' } });
    await forgetAccount({ ctx, input: { accountId: ACCOUNT.id, erase: true, actor: 'test' } });
    stop = true;
    await Promise.all(lanes);
    expect(await dumpHits(database.pool)).toEqual([]);
    const { rowCount } = await database.pool.query('select from accounts');
    expect(rowCount).toBe(1);
    const strays = await database.pool.query(
      'select from events where account_id not in (select account_id from accounts)',
    );
    expect(strays.rowCount).toBe(0);
  });

  it('refuses a profile that was read as known before, and waits for the account', async () => {
    const no = await ingestPerson(ctx, 'acme');
    const blocker = await database.pool.connect();
    await blocker.query('begin');
    await blocker.query('select from accounts where account_id = $1 for update', [no]);
    const forgetting = forgetUser({ ctx, input: { userId: PERSON.id, accountId: null, erase: true, actor: 'test' } });
    await waiters(1);
    const recording = record({ ...base, kind: 'user', userKey: PERSON.id, role: 'canary boss' });
    await waiters(2);
    await blocker.query('commit');
    blocker.release();
    expect(await recording).toEqual(['erased']);
    await forgetting;
    expect(await dumpHits(database.pool)).toEqual([]);
  });

  it('removes what a transaction writes that knew the account before', async () => {
    const no = await plantAccount(ctx);
    const writer = await database.pool.connect();
    await writer.query('begin');
    await writer.query('select from accounts where account_id = $1', [no]);
    const forgetting = forgetAccount({ ctx, input: { accountId: ACCOUNT.id, erase: true, actor: 'test' } });
    while ((await database.pool.query('select from tombstones')).rowCount === 0) await wait(10);
    await wait(100);
    await writer.query(`insert into account_day values ($1, '2026-03-01', 7, 1, 0, 0, now(), 0::bit(256))`, [no]);
    await writer.query(`insert into nps_answers values ($1, 'canary-late', now(), 5)`, [no]);
    await writer.query('commit');
    writer.release();
    await forgetting;
    expect((await database.pool.query('select from account_day where account_id = $1', [no])).rowCount).toBe(0);
    expect((await dumpHits(database.pool, /canary-late/)).length).toBe(0);
  });

  it('knows an account by a name, too, that it is given meanwhile', async () => {
    const no = await plantAccount(ctx);
    const writer = await database.pool.connect();
    await writer.query('begin');
    await writer.query(`update accounts set aliases = aliases || 'canary-late'::text where account_id = $1`, [no]);
    const forgetting = forgetAccount({ ctx, input: { accountId: ACCOUNT.id, erase: true, actor: 'test' } });
    await waiters(1);
    await writer.query('commit');
    writer.release();
    await forgetting;
    const event = activity({ ...base, accountKey: 'canary-late', id: eventId('x'), userKey: 'u1' });
    expect(await record(event)).toEqual(['erased']);
    expect(await dumpHits(database.pool, /canary-late/)).toEqual([]);
  });

  /** Until so many connections wait for a lock. */
  async function waiters(count: number): Promise<void> {
    const text = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while (((await database.pool.query(text)).rowCount ?? 0) < count) await wait(10);
  }
});
