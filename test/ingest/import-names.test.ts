import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { importCsv } from '../../src/ingest/csv/import-csv.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

describe('importing what accounts are called elsewhere', () => {
  let database: TestDatabase;
  let minute = 0;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  /** Each file is imported a minute after the one before. */
  const context = () => {
    minute += 1;
    const now = new Date(Date.parse('2026-03-01T06:00:00Z') + minute * 60_000);
    return testContext(database.pool, { now: () => now });
  };
  const run = async (...lines: readonly string[]) => {
    const input = { ctx: context(), kind: 'accounts', content: lines.join('\n'), fileName: 'accounts.csv' };
    const { accepted, duplicates, rejected } = await importCsv(input);
    return { accepted, duplicates, rejected };
  };
  const aliasesOf = async (id: string) =>
    (await database.pool.query('select aliases from accounts where external_id = $1', [id])).rows[0]?.aliases;

  it('takes ids of other systems as aliases, several parted by |, and a second run changes nothing', async () => {
    const file = ['account_id,aliases,zendesk_organization_id,hubspot_company_id', 'acme,Acme Inc,11|12, 21 '];
    expect(await run(...file)).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect(await aliasesOf('acme')).toEqual(['Acme Inc', 'hubspot:21', 'zendesk:11', 'zendesk:12']);
    expect(await run(...file)).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
  });

  it('leaves what a file does not name, and takes away with a dash', async () => {
    await run('account_id,aliases,zendesk_organization_id', 'globex,Globex Corp,31');
    await run('account_id,hubspot_company_id', 'globex,41');
    await run('account_id,aliases', 'globex,Globex');
    expect(await aliasesOf('globex')).toEqual(['Globex', 'hubspot:41', 'zendesk:31']);
    await run('account_id,zendesk_organization_id', 'globex,-');
    expect(await aliasesOf('globex')).toEqual(['Globex', 'hubspot:41']);
  });

  it('finds the account for what has waited for it', async () => {
    const signal = {
      kind: 'ticket',
      accountKey: 'zendesk:51',
      knownOnly: true,
      occurredAt: new Date('2026-02-20T10:00:00Z'),
      ticketId: 'T1',
      state: 'opened',
      priority: 'urgent',
      subject: 'Export fails',
    } as const;
    await recordSignals({ ctx: context(), input: { source: 'zendesk', signals: [signal] } });
    await run('account_id,name,zendesk_organization_id', 'initech,Initech,51');
    const { rows } = await database.pool.query(
      'select a.external_id, source, subject, priority from tickets join accounts a using (account_id)',
    );
    expect(rows).toEqual([{ external_id: 'initech', source: 'zendesk', subject: 'Export fails', priority: 'urgent' }]);
  });
});
