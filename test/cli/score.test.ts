import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { scoreCommand } from '../../src/cli/score.ts';
import { account, golden, recipeAccounts } from '../domain/golden.ts';

async function run(input: string | object, argv = ['--facts', '-']) {
  const written: string[] = [];
  const errors: string[] = [];
  const code = await scoreCommand(argv, {
    stdin: async () => (typeof input === 'string' ? input : JSON.stringify(input)),
    out: (text) => written.push(text),
    err: (text) => errors.push(text),
  });
  return { code, out: written.join(''), err: errors.join(''), writes: written.length };
}

describe('score --facts', () => {
  test('answers the golden accounts in their order, by name and by definition', async () => {
    for (const definition of ['balanced', golden.definition]) {
      const { code, out, err } = await run({ definition, accounts: golden.accounts });
      expect([code, err]).toEqual([0, '']);
      expect(JSON.parse(out)).toEqual(golden.expected);
    }
  });

  test('answers classic with its own names', async () => {
    const { out } = await run({ definition: 'classic', accounts: recipeAccounts });
    expect(JSON.parse(out)).toEqual(golden.classic);
  });

  test('answers classic_mrr50', async () => {
    const { out } = await run({ definition: 'classic_mrr50', accounts: recipeAccounts });
    expect(JSON.parse(out)[0]).toMatchObject({ account_id: 'megacorp', score: '40.0', points: { mrr: '40.0' } });
  });

  test('reads a file, with a byte order mark too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cs-pulse-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'facts.json');
    await writeFile(path, `\uFEFF${JSON.stringify({ definition: 'balanced', accounts: golden.accounts })}`);
    const { code, out } = await run('', ['--facts', path, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(golden.expected);
  });

  test.each([0, 1, 499, 500, 501, 1000])('writes one JSON array of %i rows, in slices', async (rows) => {
    const accounts = Array.from({ length: rows }, (_, index) => ({ ...account('acme'), account_id: `a${index}` }));
    const { code, out, writes } = await run({ accounts });
    expect(code).toBe(0);
    expect(JSON.parse(out).map(({ account_id }: { account_id: string }) => account_id)).toEqual(
      accounts.map(({ account_id }) => account_id),
    );
    expect(writes).toBe(Math.max(2, Math.ceil(rows / 500) + 1));
  });

  test('uses the fleet factor of the accounts given', async () => {
    const down = { ...account('exact80'), user_day_blocks_14d: [16, 32, 32], event_blocks_14d: [1200, 2400, 2400] };
    const fleet = Array.from({ length: 20 }, (_, index) => ({ ...down, account_id: `a${index}` }));
    const [alone, together] = [await run({ accounts: [down] }), await run({ accounts: fleet })];
    expect(JSON.parse(alone.out)[0].top_risk_signal).toBe('trend');
    expect(JSON.parse(together.out)[0].top_risk_signal).toBeNull();
  });

  test.each([
    ['an unknown fact', { seats: 3 }, 'accounts[1].seats: is not a fact name'],
    ['a negative count', { paid_seats: -1 }, 'accounts[1].paid_seats: must not be negative'],
    ['a fraction', { events_30d: 1.5 }, 'accounts[1].events_30d: must be a whole number'],
    ['a number as text', { mrr_minor: '5000' }, 'accounts[1].mrr_minor: must be a whole number'],
    ['a number beyond exactness', { mrr_minor: 2 ** 60 }, 'accounts[1].mrr_minor: must be a whole number'],
    ['a missing fact', { data_days: undefined }, 'accounts[1].data_days: is missing; it must be a whole number'],
    ['a wrong block', { event_blocks_14d: [5, -5] }, 'accounts[1].event_blocks_14d[1]: must not be negative'],
    [
      'five windows',
      { active_user_windows: [1, 2, 3, 4, 5] },
      'accounts[1].active_user_windows: must hold at most four',
    ],
    ['an unknown reason', { excluded: 'because' }, 'accounts[1].excluded: must be one of usage_based_plan'],
    ['a currency in small letters', { currency: 'usd' }, 'accounts[1].currency: must be an ISO 4217 code'],
  ])('refuses %s with its path and the remedy, and prints no score', async (_name, change, message) => {
    const { code, out, err } = await run({ accounts: [account('acme'), { ...account('globex'), ...change }] });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test('puts accounts under the rules of their segment by plan, industry and silence', async () => {
    const segment = { name: 'calm', match: { plan: 'Pro', industry: ['retail'] }, silent_days: 35 };
    const definition = { id: 'ours', version: 1, segments: [segment] };
    const quiet = { ...account('acme'), plan: 'PRO', industry: 'Retail', last_active_days: 30 };
    const { out } = await run({ definition, accounts: [quiet, { ...quiet, industry: null }] });
    expect(JSON.parse(out)).toMatchObject([{ cap: null, segment: 'calm' }, { cap: 'silent_14_days' }]);
    expect(JSON.parse(out)[1]).not.toHaveProperty('segment');
    const long = await run({ accounts: [{ ...quiet, plan: 'x'.repeat(81) }] });
    expect(long.err).toContain('accounts[0].plan: must have at most 80 characters');
  });

  test('accepts a renewal that has passed', async () => {
    expect((await run({ accounts: [{ ...account('acme'), days_to_renewal: -3 }] })).code).toBe(0);
  });

  test('names the first problems and counts the rest', async () => {
    const accounts = Array.from({ length: 30 }, () => ({ ...account('acme'), paid_seats: -1 }));
    const { err } = await run({ accounts });
    expect(err.trim().split('\n')).toHaveLength(21);
    expect(err).toContain('and 10 more');
  });

  test.each([
    ['an unknown model', { definition: 'gut_feeling', accounts: [] }, 'definition: must be one of balanced'],
    ['a model with a wrong weight', { definition: { ...golden.definition, version: 0 }, accounts: [] }, 'version'],
    ['a stray field', { acounts: [], accounts: [] }, 'acounts: is not part of the input'],
    ['no accounts', { definition: 'balanced' }, 'accounts: is missing; it must be a list'],
    ['no JSON', '{"accounts": [', 'not valid JSON'],
    ['an array', [], 'input'],
  ])('refuses %s', async (_name, input, message) => {
    const { code, out, err } = await run(input);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test.each([
    ['no option', [], '--facts is missing'],
    ['an unknown option', ['--fact', '-'], '--fact'],
    ['a file that is not there', ['--facts', '/nonexistent/facts.json'], 'cannot be read'],
  ])('refuses %s as a usage error', async (_name, argv, message) => {
    const { code, err } = await run({ accounts: [] }, argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
