import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setOverride } from '../../src/app/judgements/set-override.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { readWhyArguments, whyCommand } from '../../src/cli/why.ts';
import { addDays } from '../../src/domain/day.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../support/portfolio.ts';
import { recordingIo } from '../support/recording-io.ts';

const D = GOLDEN.as_of;

interface WhyJson {
  readonly from: { readonly score: string | null };
  readonly to: { readonly score: string | null };
  readonly change: string | null;
  readonly terms: readonly { readonly points: string; readonly text: string }[];
}

describe('cs-pulse why', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
    await insertRecipePortfolio(database.pool, D);
    const ctx = testContext(database.pool);
    for (const age of [380, 14, 7, 0]) await snapshotScores({ ctx, input: { day: addDays(D, -age) } });
  });
  afterAll(() => database.close());

  async function run(...argv: string[]): Promise<string> {
    const { io, said } = recordingIo();
    expect(await whyCommand(argv, io, testContext(database.pool))).toBe(0);
    return said().out;
  }

  const tenths = (points: string): number => Math.round(Number(points) * 10);

  it('prints the published JSON, whose points add up to the change', async () => {
    const json: WhyJson = JSON.parse(await run('globex', '--json'));
    expect(Object.keys(json)).toEqual(['account_id', 'from', 'to', 'change', 'terms', 'as_of', 'data', 'stale']);
    expect(json).toMatchObject({
      account_id: 'globex',
      from: { date: addDays(D, -7), band: expect.any(String) },
      to: { date: D, score: '41.2', band: 'WARN' },
    });
    expect(json.terms.length).toBeGreaterThan(0);
    for (const term of json.terms) {
      expect(Object.keys(term)).toEqual(['key', 'kind', 'points', 'text']);
      expect(term).toMatchObject({ points: expect.stringMatching(/^-?\d+\.\d$/), text: expect.stringMatching(/\S/) });
    }
    const sum = json.terms.reduce((total, { points }) => total + tenths(points), 0);
    expect(sum).toBe(tenths(json.change ?? ''));
    expect(sum).toBe(tenths(json.to.score ?? '') - tenths(json.from.score ?? ''));
  });

  it('takes two days, and gives a reason where one has no score', async () => {
    const day = addDays(D, -14);
    const json = JSON.parse(await run('megacorp', '--from', day, '--to', addDays(D, -7), '--json'));
    expect([json.from.date, json.to.date]).toEqual([day, addDays(D, -7)]);
    const young = JSON.parse(await run('tinyco', '--from', addDays(D, -380), '--json'));
    expect(young).toMatchObject({ from: { score: null }, change: null, terms: [] });
    expect(young.reason).toContain('There was no score on');
  });

  it('names an override and who decided it', async () => {
    const input = { accountId: 'acme', actor: 'U0DANA', kind: 'cap' as const, points: '44.9', reason: 'They leave' };
    await setOverride({ ctx: testContext(database.pool), input: { ...input, expiresOn: addDays(D, 63) } });
    const json: WhyJson = JSON.parse(await run('acme', '--from', D, '--to', D, '--json'));
    expect(json).toMatchObject({
      change: '-43.1',
      terms: [
        { key: 'override', kind: 'override', points: '-43.1', text: expect.stringContaining('by Dana: They leave') },
      ],
    });
    expect(await run('acme', '--from', D, '--to', D)).toContain('−43.1 override: capped the score at 44.9 until 3 May');
  });

  it('says the same in words', async () => {
    const text = await run('globex');
    expect(text.split('\n').slice(0, 2)).toEqual([
      'globex',
      expect.stringMatching(/^Since Sun 22 Feb 2026: .*41\.2 WARN/),
    ]);
    expect(text).toMatch(/^ {2}[−+]\d+\.\d /m);
  });

  it.each([
    [[], 'name one account'],
    [['a', 'b'], 'name one account'],
    [['a', '--from', '2026-02-30'], '--from: 2026-02-30 is no day'],
    [['a', '--to', '0000-01-01'], '--to: 0000-01-01 is no day from 1970-01-01 on'],
    [['a', '--to', 'today'], '--to: today is no day'],
    [['a', '--from', '2026-03-01', '--to', '2026-02-01'], '--from: 2026-03-01 is after'],
  ])('refuses %j before it looks for the database', (argv, message) => {
    expect(() => readWhyArguments(argv)).toThrow(message);
  });
});
