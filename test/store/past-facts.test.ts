import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importCsv } from '../../src/ingest/csv/import-csv.ts';
import { execute } from '../../src/store/db.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { loadLastActive, loadPastFacts, loadSourceStarts } from '../../src/store/past-facts.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

const DAY = '2025-07-01';
const OPTIONS = { day: DAY, timeZone: 'UTC', reportingCurrency: 'USD' };

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  const files = {
    events: [
      'account_id,event,timestamp,user_id',
      'acme,login,2025-05-01T10:00:00Z,u1',
      'acme,login,2025-06-30T23:59:59Z,u1',
      'acme,login,2025-07-01T00:00:00Z,u2',
      'other,login,2025-06-01T08:00:00Z,u1',
    ],
    tickets: ['account_id,ticket_id,opened_at', 'acme,7,2025-07-05T00:00:00Z'],
    contacts: ['account_id,name,persona,user_id', 'acme,Kim,key_contact,u1'],
  };
  for (const [kind, lines] of Object.entries(files)) {
    await importCsv({ ctx: testContext(database.pool), kind, content: lines.join('\n'), fileName: 'file.csv' });
  }
  await execute(
    database.pool,
    `update accounts set renews_on = '2025-08-01', excluded_reason = case external_id when 'acme' then 'cancelled'
       else 'internal' end`,
  );
});
afterAll(() => database.close());

async function factsOf(accountId: string, day = DAY) {
  const { pool } = database;
  const dayStart = new Date(`${day}T00:00:00Z`);
  const past = await loadPastFacts(pool, { ...OPTIONS, day, dayStart }, await loadSourceStarts(pool));
  const now = await loadFacts(pool, { ...OPTIONS, day });
  const find = (all: typeof now) => all.find(({ facts }) => facts.account_id === accountId)?.facts;
  return { past: find(past), now: find(now) };
}

describe('facts of a past day', () => {
  it('leave out what was written down without a date of its own', async () => {
    const { past, now } = await factsOf('acme');
    expect(now).toMatchObject({ excluded: 'cancelled', days_to_renewal: 31, key_contact_days: 1, tickets_30d: 0 });
    expect(past).toMatchObject({ excluded: null, days_to_renewal: null, key_contact_days: null, tickets_30d: null });
  });

  it('know the plan and industry of now, a plan only now, and how long ago somebody was active', async () => {
    await execute(database.pool, `update accounts set plan = $1, industry = 'Retail' where external_id = 'acme'`, [
      `Pro ${'x'.repeat(90)}😀`,
    ]);
    const { past, now } = await factsOf('acme');
    expect(now).toMatchObject({ plan: `Pro ${'x'.repeat(76)}`, industry: 'Retail', last_active_days: 1 });
    expect(past).toMatchObject({ plan: null, industry: 'Retail', last_active_days: 1 });
    const days = [
      ['2025-06-30', 60],
      ['2025-05-02', 1],
    ] as const;
    for (const [day, last_active_days] of days) {
      expect((await factsOf('acme', day)).now).toMatchObject({ last_active_days });
    }
    // The only activity of this account was on 1 June.
    expect((await factsOf('other', '2025-09-29')).now?.last_active_days).toBe(120);
    expect((await factsOf('other', '2025-09-30')).now?.last_active_days).toBe(121);
    expect((await factsOf('other', '2026-06-30')).now?.last_active_days).toBe(121);
  });

  it('keep what never was a customer, and everything that was counted', async () => {
    expect((await factsOf('other')).past?.excluded).toBe('internal');
    const { past, now } = await factsOf('acme');
    expect(past).toMatchObject({ events_30d: 1, active_users_30d: 1, data_days: 61 });
    expect(past?.event_blocks_14d).toEqual(now?.event_blocks_14d);
  });

  it('know tickets from the first one on', async () => {
    expect((await factsOf('acme', '2025-07-05')).past?.tickets_30d).toBeNull();
    expect((await factsOf('acme', '2025-07-06')).past?.tickets_30d).toBe(1);
  });

  it('know the last activity strictly before the day', async () => {
    const last = [...(await loadLastActive(database.pool, DAY)).values()].map((at) => at.toISOString()).sort();
    expect(last).toEqual(['2025-06-01T08:00:00.000Z', '2025-06-30T23:59:59.000Z']);
  });
});
