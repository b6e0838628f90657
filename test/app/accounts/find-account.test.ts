import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountMatch } from '../../../src/app/accounts/account-report.ts';
import { findAccount } from '../../../src/app/accounts/find-account.ts';
import { suggestAccounts } from '../../../src/app/accounts/suggest-accounts.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { fc } from '../../support/fc.ts';
import { insertAccount } from '../../support/portfolio.ts';

let database: TestDatabase;

const ACCOUNTS = [
  { accountId: 'acct_1', name: 'Acme', domain: 'acme.example' },
  { accountId: 'acct_10', name: 'Acme Labs', domain: 'labs.example' },
  { accountId: 'acct_2', name: 'Société Générique', domain: 'generique.example' },
  { accountId: 'acct_3', name: 'Megacorp', domain: 'mega.example', aliases: ['MC Holdings'] },
  { accountId: 'acct_4', name: 'Twin', domain: 'twin-a.example' },
  { accountId: 'acct_5', name: 'twin', domain: 'twin-b.example' },
  { accountId: 'Globex', name: 'Initech', domain: 'initech.example' },
  { accountId: 'acct_7', name: 'Globex', domain: 'globex.example' },
  { accountId: 'acct_8', name: '100% Cotton', domain: null },
  { accountId: 'acct_9', name: '1001 Nights', domain: null },
  ...Array.from({ length: 14 }, (_, i) => ({ accountId: `store_${i}`, name: `Store Number ${i}`, domain: null })),
];

beforeAll(async () => {
  database = await cloneDatabase();
  for (const account of ACCOUNTS) {
    await insertAccount(database.pool, '2026-03-01', { ...account, customerSince: '2025-01-01' });
  }
});
afterAll(() => database.close());

const find = (text: string): Promise<AccountMatch> => findAccount({ ctx: testContext(database.pool), input: { text } });
function idsOf(match: AccountMatch): string[] {
  if (match.kind === 'one') return [match.account.accountId];
  return (match.kind === 'several' ? match.accounts : match.nearest).map(({ accountId }) => accountId);
}

describe('findAccount', () => {
  it.each([
    ['an id', 'acct_10', 'acct_10'],
    ['an id in capitals', 'ACCT_10', 'acct_10'],
    ['an exact id although others begin with it', 'acct_1', 'acct_1'],
    ['an exact name although others begin with it', 'acme', 'acct_1'],
    ['an exact id before an equal name', 'Globex', 'Globex'],
    ['a name with spaces around and inside', '  Acme   Labs ', 'acct_10'],
    ['a domain', 'MEGA.example', 'acct_3'],
    ['an alias in other capitals', 'mc holdings', 'acct_3'],
    ['a unique prefix', 'mega', 'acct_3'],
    ['a name without its accents', 'societe generique', 'acct_2'],
    ['a name with accents in another form', 'Socie\u0301te\u0301 Ge\u0301ne\u0301rique', 'acct_2'],
    ['a prefix without accents', 'societe', 'acct_2'],
    ['a word inside one name only', 'labs', 'acct_10'],
    ['a percent sign as itself', '100%', 'acct_8'],
    ['a typing mistake close to one name', 'megacorpp', 'acct_3'],
  ])('finds %s', async (_, text, id) => {
    const match = await find(text);
    expect([match.kind, idsOf(match)]).toEqual(['one', [id]]);
  });

  it('asks which of two accounts of the same name is meant', async () => {
    const match = await find('TWIN');
    expect([match.kind, idsOf(match)]).toEqual(['several', ['acct_4', 'acct_5']]);
  });

  it('gives at most ten of many, the shortest name first', async () => {
    const match = await find('store number');
    expect(match.kind).toBe('several');
    expect(idsOf(match)).toEqual(Array.from({ length: 10 }, (_, i) => `store_${i}`));
  });

  it('gives the three nearest when nothing is close', async () => {
    const match = await find('magicart');
    expect(match.kind).toBe('none');
    expect(idsOf(match)).toHaveLength(3);
    expect(idsOf(match)[0]).toBe('acct_3');
  });

  it.each(['', '   ', '\u200b\u0000'])('finds nothing for %j', async (text) => {
    expect(await find(text)).toEqual({ kind: 'none', nearest: [] });
  });

  it('answers any text without failing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (text) => {
        expect(idsOf(await find(text)).length).toBeLessThanOrEqual(10);
      }),
      { numRuns: 60 },
    );
  });
});

describe('suggestAccounts', () => {
  const suggest = async (text: string, limit: number) =>
    (await suggestAccounts({ ctx: testContext(database.pool), input: { text, limit } })).map((ref) => ref.accountId);

  it('lists accounts by name before anything is typed', async () => {
    expect(await suggest('', 3)).toEqual(['acct_8', 'acct_9', 'acct_1']);
  });

  it('puts the exact name before those that begin with it, once each', async () => {
    expect((await suggest('acme', 5)).slice(0, 2)).toEqual(['acct_1', 'acct_10']);
  });

  it('keeps to the limit', async () => {
    expect(await suggest('store', 4)).toHaveLength(4);
  });
});
