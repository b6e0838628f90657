import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookupAccounts } from '../../src/store/account-search.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';
import { insertAccount } from '../support/portfolio.ts';

const LETTERS = ['a', 'B', 'é', '%', '_', '\\', '.', ' ', '😀', '\u{10ffff}', '\u0001'] as const;
const word = fc.array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 3 }).map((letters) => letters.join(''));
const ACCOUNTS = 300;

/** What the indexed look-up must find, by reading every account. */
const SCAN = `
  select external_id, rank from (
    select external_id, name, case
      when lower(external_id) = $1 then 1
      when lower(name) = $1 then 2
      when lower(domain) = $1 then 3
      when $1 = any (folded(aliases)) then 4
      when starts_with(lower(name), $1) or starts_with(lower(external_id), $1) or starts_with(lower(domain), $1) then 5
    end as rank from accounts
  ) ranked
  where rank is not null
  order by rank, length(name), lower(name), external_id
  limit $2`;

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
  const account = fc.record({
    name: word,
    domain: fc.option(word, { nil: null }),
    aliases: fc.array(word, { maxLength: 2 }),
  });
  for (const [no, given] of fc.sample(account, ACCOUNTS).entries()) {
    const accountId = `${given.name}${no}`;
    await insertAccount(database.pool, '2026-03-01', { ...given, accountId, customerSince: '2025-01-01' });
  }
});
afterAll(() => database.close());

describe('lookupAccounts', () => {
  it('finds by its indexes what reading every account finds, in the same order', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(word, fc.constantFrom(11, ACCOUNTS), async (text, limit) => {
        const looked = await lookupAccounts(database.pool, text, limit);
        const { rows } = await database.pool.query(SCAN, [text.toLowerCase(), limit]);
        expect(looked.map(({ entry, rank }) => ({ external_id: entry.accountId, rank }))).toEqual(rows);
        found += looked.length;
      }),
      { numRuns: 200 },
    );
    expect(found).toBeGreaterThan(200);
  });

  it('reads no table from end to end for it', async () => {
    const client = await database.pool.connect();
    try {
      await client.query('set enable_seqscan = off');
      await lookupAccounts(client, 'acme', 11);
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `explain execute "account-lookup" ('acme', 'acme%', 11)`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      for (const index of ['accounts_by_lower_id', 'accounts_by_lower_name', 'accounts_by_domain', 'accounts_by_alias'])
        expect(plan).toContain(index);
      expect(plan).not.toContain('Seq Scan on accounts');
    } finally {
      client.release(true);
    }
  });
});
