import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAudit } from '../../../src/app/audit/read-audit.ts';
import type { Context } from '../../../src/app/context.ts';
import { exportPerson } from '../../../src/app/erasure/export-person.ts';
import { forgetUser } from '../../../src/app/erasure/forget-user.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { execute } from '../../../src/store/db.ts';
import { ERASURE, TABLES_WITH_WORDS } from '../../../src/store/erasure/tables.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { dumpHits, ingestPerson, PERSON, plantWords } from './canaries.ts';

let database: TestDatabase;
let ctx: Context;
let no: number;
beforeEach(async () => {
  database = await cloneDatabase();
  ctx = testContext(database.pool);
  no = await ingestPerson(ctx, 'acme');
  await plantWords(database.pool, no);
});
afterEach(() => database.close());

const forget = (userId: string, erase = true, accountId: string | null = null) =>
  forgetUser({ ctx, input: { userId, accountId, erase, actor: 'cli:test' } });

describe('forgetting a person', () => {
  it.each([PERSON.id, PERSON.email.toUpperCase(), PERSON.formerly])('leaves nothing of %s in any table', async (id) => {
    await snapshotScores({ ctx, input: { day: '2026-03-01' } });
    const before = await dumpHits(database.pool);
    const tables = new Set(before.map((line) => line.slice(0, line.indexOf(':'))));
    // The control: every table that can name a person does.
    for (const { table } of TABLES_WITH_WORDS) expect(tables).toContain(table);
    for (const [table, rule] of Object.entries(ERASURE)) if ('person' in rule) expect(tables).toContain(table);
    const began = performance.now();
    const report = await forget(id);
    expect(performance.now() - began).toBeLessThan(60_000);
    expect(report).toMatchObject({ erased: true, again: false });
    expect(await dumpHits(database.pool)).toEqual([]);
  });

  it('finds a leak that is planted after', async () => {
    await forget(PERSON.id);
    await execute(database.pool, `insert into event_names (name) values ('x canary x')`);
    expect(await dumpHits(database.pool)).toHaveLength(1);
  });

  it('keeps what was counted, and everybody else', async () => {
    const counted = 'select account_id, day, events, errors, other_events, active::text from account_day order by 1, 2';
    const before = (await database.pool.query(counted)).rows;
    await forget(PERSON.id);
    expect((await database.pool.query(counted)).rows).toEqual(before);
    const { rows } = await database.pool.query('select external_id, email, name from account_users order by user_no');
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({ external_id: 'somebody-else', email: null, name: null });
    const { rows: scores } = await database.pool.query('select score from nps_answers');
    expect(scores).toEqual([{ score: 3 }]);
  });

  it('shows the same counts before and changes nothing then', async () => {
    const all = async () => (await dumpHits(database.pool, /./)).sort();
    const before = await all();
    const planned = await forget(PERSON.id, false);
    expect(await all()).toEqual(before);
    const done = await forget(PERSON.id);
    expect(planned).toEqual({ ...done, erased: false });
    expect(planned.known).toContainEqual({ accountId: 'acme', key: PERSON.email });
    expect(planned.rows).toMatchObject({
      account_users: 1,
      contacts: 1,
      touches: 1,
      kept_drafts: 2,
      waiting_signals: 1,
    });
  });

  it('is found in the audit by the hash alone, and bears being run again', async () => {
    const { hash } = await forget(PERSON.email);
    const { lines } = await readAudit({ ctx, input: { limit: 10 } });
    expect(lines[0]).toMatchObject({ actor: { id: 'cli:test' }, action: 'user_forgotten', detail: { hash } });
    expect(await forget(PERSON.email)).toMatchObject({ again: true, rows: {} });
    // An id that the address led to was theirs in that account alone, where nothing has it any more.
    await expect(forget(PERSON.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is refused for somebody who is not known', async () => {
    await expect(forget('nobody')).rejects.toMatchObject({ code: 'not_found' });
    await expect(forget(PERSON.id, true, 'nowhere')).rejects.toMatchObject({ code: 'not_found' });
    expect((await database.pool.query('select from tombstones')).rowCount).toBe(0);
  });

  it('leaves a person of the same id in another account, when one account is named', async () => {
    await ingestPerson(ctx, 'globex');
    await forget(PERSON.id, true, 'acme');
    const { rows } = await database.pool.query(
      `select k.external_id as account, u.email from account_users u join account_keys k using (account_id)
       where u.email is not null`,
    );
    expect(rows).toEqual([{ account: 'globex', email: PERSON.email }]);
    await forget(PERSON.id);
    expect(await dumpHits(database.pool)).toEqual([]);
  });

  it('leaves words that only look alike', async () => {
    const text = `mail x${PERSON.email} and ${PERSON.id}-b, not Canary Quux Persons`;
    await execute(
      database.pool,
      `insert into touches (account_id, kind, text, author, at) values ($1, 'note', $2, 'U1', now())`,
      [no, text],
    );
    await forget(PERSON.id);
    const { rows } = await database.pool.query(`select text from touches where kind = 'note'`);
    expect(rows).toEqual([{ text }]);
  });
});

describe('the export of a person', () => {
  it('holds everything that is stored of them, from every table', async () => {
    const { rows, sha256, text } = await exportPerson({
      ctx,
      input: { userId: PERSON.id, accountId: null, actor: 'test' },
    });
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const data = JSON.parse(text);
    expect(data).toMatchObject({
      format: 'cs-pulse person@1',
      keys: [PERSON.contactId, PERSON.formerly, PERSON.email, PERSON.id].sort(),
      users: [{ account_id: 'acme', user_id: PERSON.id, email: PERSON.email, name: PERSON.name, role: 'canary role' }],
      aliases: [{ alias: PERSON.formerly }, { alias: PERSON.email }],
      contacts: [{ contact_id: PERSON.contactId, name: PERSON.name }],
      active_days: [{ day: '2026-03-01' }],
      nps: [{ user_id: PERSON.email, score: 3 }],
      outreach: [{ recipient: PERSON.email.toUpperCase() }],
      kept_drafts: [{ contact_id: PERSON.contactId }],
      waiting_signals: [{ account_key: 'nobody-known' }],
    });
    expect(data.events).toHaveLength(2);
    const mentioned = new Set(data.mentions.map(({ table }: { table: string }) => table));
    expect([...mentioned].sort()).toEqual(TABLES_WITH_WORDS.map(({ table }) => table).sort());
    expect(rows).toBeGreaterThan(20);
  });

  it('is refused for somebody who is not known, and after they were forgotten', async () => {
    const run = (userId: string) => exportPerson({ ctx, input: { userId, accountId: null, actor: 'test' } });
    await expect(run('nobody')).rejects.toMatchObject({ code: 'not_found' });
    await forget(PERSON.id);
    await expect(run(PERSON.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
