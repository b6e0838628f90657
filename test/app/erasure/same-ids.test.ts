import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { exportPerson } from '../../../src/app/erasure/export-person.ts';
import { forgetUser } from '../../../src/app/erasure/forget-user.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import type { ContactSignal, Signal } from '../../../src/domain/signal.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { activity, eventId } from '../signals.ts';

const ANN = 'ann@acme.example';
const BOB = 'bob@globex.example';

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
const forget = (userId: string) =>
  forgetUser({ ctx, input: { userId, accountId: null, erase: true, actor: 'cli:test' } });
const acme = { accountKey: 'acme', occurredAt: TEST_NOW };
const globex = { accountKey: 'globex', occurredAt: TEST_NOW };
const contact = (given: Partial<ContactSignal>): Signal => ({
  ...acme,
  kind: 'contact',
  contactId: 'c1',
  name: 'Ann',
  email: null,
  persona: 'exec',
  userKey: null,
  optedOut: false,
  ...given,
});
const answers = async () => (await database.pool.query('select user_key, score from nps_answers order by score')).rows;

describe('people with the same id in two accounts', () => {
  beforeEach(async () => {
    await record(
      { ...acme, kind: 'user', userKey: '1', email: ANN, name: 'Ann Ames' },
      { ...globex, kind: 'user', userKey: '1', email: BOB, name: 'Bob Burr' },
      { ...globex, kind: 'nps', userKey: '1', score: 9 },
      { ...acme, kind: 'nps', userKey: '1', score: 2 },
    );
  });

  it('are not taken for one when one of them is forgotten by the address', async () => {
    const { known } = await forget(ANN);
    expect(known).toEqual([{ accountId: 'acme', key: ANN }]);
    const { rows } = await database.pool.query(
      'select external_id, email, name from account_users where email is not null',
    );
    expect(rows).toEqual([{ external_id: '1', email: BOB, name: 'Bob Burr' }]);
    expect(await answers()).toEqual([
      { user_key: expect.stringMatching(/^erased:/), score: 2 },
      { user_key: '1', score: 9 },
    ]);
    const event = (at: typeof acme) => activity({ ...at, id: eventId(at.accountKey), userKey: '1' });
    expect(await record(event(acme), event(globex))).toEqual(['erased', 'accepted']);
  });

  it('are both forgotten by the id', async () => {
    expect((await forget('1')).known).toHaveLength(2);
    const event = (at: typeof acme) => activity({ ...at, id: eventId(at.accountKey), userKey: '1' });
    expect(await record(event(acme), event(globex))).toEqual(['erased', 'erased']);
  });

  it('are not handed out to one another', async () => {
    const { text } = await exportPerson({ ctx, input: { userId: ANN, accountId: null, actor: 'test' } });
    expect(text).toContain(ANN);
    expect(text).not.toMatch(/globex|Bob/);
  });
});

describe('a person who is found by other spellings and keys', () => {
  it('is forgotten as a contact whose id is an address in another spelling', async () => {
    await record(contact({ contactId: 'Ann@Acme.example' }));
    await forget('ann@ACME.example');
    expect((await database.pool.query('select from contacts')).rowCount).toBe(0);
  });

  it('may have answered by id and by address at the same moment', async () => {
    await record({ ...acme, kind: 'user', userKey: 'u1', email: ANN });
    await record({ ...acme, kind: 'nps', userKey: 'u1', score: 3 }, { ...acme, kind: 'nps', userKey: ANN, score: 8 });
    expect(await forget('u1')).toMatchObject({ rows: { nps_answers: 2 } });
    // The address comes first, as when scores are computed.
    expect(await answers()).toEqual([{ user_key: expect.stringMatching(/^erased:/), score: 8 }]);
  });

  it('is found again by an address that only their profile told, when somebody wrote it meanwhile', async () => {
    await record(
      { ...acme, kind: 'user', userKey: 'u1', email: ANN },
      activity({ ...globex, id: eventId('other'), userKey: 'u2' }),
    );
    const writer = await database.pool.connect();
    await writer.query('begin');
    await writer.query(
      `insert into contacts (account_id, contact_id, name, email, persona)
       select account_id, 'c1', 'Ann', $1, 'exec' from account_keys where external_id = 'globex'`,
      [ANN],
    );
    const forgetting = forget('u1');
    while ((await database.pool.query('select from tombstones')).rowCount === 0) await wait(10);
    await writer.query('commit');
    writer.release();
    await forgetting;
    expect((await database.pool.query('select from contacts')).rowCount).toBe(0);
  });
});
