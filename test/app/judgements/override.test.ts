import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountHealth } from '../../../src/app/accounts/account-health.ts';
import { whyChanged } from '../../../src/app/changes/explain-change.ts';
import type { Context } from '../../../src/app/context.ts';
import { accountJudgements } from '../../../src/app/judgements/account-judgements.ts';
import { endOverride } from '../../../src/app/judgements/end-override.ts';
import { type SetOverrideInput, setOverride } from '../../../src/app/judgements/set-override.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { addDays, type Day } from '../../../src/domain/day.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { factsHistory, GOLDEN, insertAccount, insertRecipePortfolio } from '../../support/portfolio.ts';

/** The last day of the fixtures' activity; the tests live in the weeks before it. */
const D = GOLDEN.as_of;
const START = addDays(D, -20);

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, D);
  await execute(database.pool, `insert into owners values ('lee@example.com', 'Lee', 'U0LEE')`);
  const newco = GOLDEN.accounts.find(({ account_id }) => account_id === 'newco');
  if (!newco) throw new Error('newco is golden');
  const activity = new Map([[newco.data_days, [[0, 1]] as const]]);
  await insertAccount(database.pool, D, { ...factsHistory(newco, D, 'UTC'), activity, accountId: 'newco' });
});
afterAll(() => database.close());
beforeEach(() => execute(database.pool, 'truncate health_snapshots, snapshot_runs, score_overrides, audit_log'));

/** Six in the morning of a day. */
const at = (day: Day, time = '06:00'): Context =>
  testContext(database.pool, { now: () => new Date(`${day}T${time}:00Z`) });
const nightly = (day: Day) => snapshotScores({ ctx: at(day), input: {} });
const wish = (changes: Partial<SetOverrideInput> = {}): SetOverrideInput => ({
  accountId: 'acme',
  actor: 'U0DANA',
  kind: 'value',
  points: '44.9',
  reason: 'The champion told us on the phone that they look elsewhere',
  expiresOn: addDays(START, 10),
  ...changes,
});
const set = (day: Day, changes: Partial<SetOverrideInput> = {}) => setOverride({ ctx: at(day), input: wish(changes) });
const health = async (day: Day, accountId = 'acme') =>
  (await accountHealth({ ctx: at(day), input: { accountId } })).standing.assessment.health;

async function count(text: string): Promise<number> {
  return (await database.pool.query(`select count(*)::int as n from ${text}`)).rows[0].n;
}

/** Score and override of each stored day of an account, newest revision, oldest day first. */
async function stored(accountId = 'acme'): Promise<[Day, number | null, boolean][]> {
  const { rows } = await database.pool.query(
    `select distinct on (day) day, score_tenths, health ? 'override' as overridden from health_snapshots
     where account_id = (select account_id from account_keys where external_id = $1) order by day, revision desc`,
    [accountId],
  );
  return rows.map((row) => [row.day, row.score_tenths, row.overridden]);
}

describe('setOverride', () => {
  it.each([
    ['kind', 'of no kind', { kind: 'floor' as 'cap' }, 'value, cap'],
    ['points', 'above 100', { points: '100.1' }, 'from 0.0 to 100.0'],
    ['points', 'below 0', { points: '-1' }, 'such as 44.9'],
    ['points', 'with two decimals', { points: '44.95' }, 'one decimal'],
    ['points', 'with a comma', { points: '44,9' }, 'such as 44.9'],
    ['points', 'with an exponent', { points: '1e1' }, 'such as 44.9'],
    ['points', 'left empty', { points: '' }, 'such as 44.9'],
    ['reason', 'that draws nothing', { reason: ' \u200b\u2800\u3164 ' }, 'say why'],
    ['reason', 'of two lines', { reason: 'a\nb' }, 'one line'],
    ['reason', 'with a NUL', { reason: 'a\u0000b' }, 'control character'],
    ['reason', 'with half a character', { reason: 'half \ud83d' }, 'control character'],
    ['reason', 'of 501 characters', { reason: 'x'.repeat(501) }, 'shorten it to 500'],
    ['reason', 'of 100,000 characters', { reason: 'x'.repeat(100_000) }, '100000 characters'],
    ['expiresOn', 'of today', { expiresOn: START }, `from ${addDays(START, 1)} to ${addDays(START, 90)}`],
    ['expiresOn', 'after 91 days', { expiresOn: addDays(START, 91) }, addDays(START, 90)],
    ['expiresOn', 'of 30 February', { expiresOn: '2026-02-30' }, 'is no day'],
    ['expiresOn', 'in words', { expiresOn: 'tomorrow' }, 'is no day'],
  ])('refuses %s %s and names the remedy', async (field, _what, changes, remedy) => {
    const attempt = set(START, changes);
    await expect(attempt).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(new RegExp(`^${field}: `)),
    });
    await expect(attempt).rejects.toThrow(remedy);
    expect(await count('score_overrides')).toBe(0);
  });

  it.each([
    ['the lowest points for one day', { points: '0', expiresOn: addDays(START, 1) }],
    ['the highest points for 90 days', { points: '100.0', expiresOn: addDays(START, 90) }],
    ['500 characters, however many bytes', { points: ' 7.5 ', reason: `${'😀'.repeat(499)}!` }],
  ])('takes %s', async (_what, changes) => {
    expect((await set(START, changes)).state).toBe('changed');
  });

  it('refuses an unknown account, and one without a score with the reason', async () => {
    await expect(set(START, { accountId: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
    const attempt = set(D, { accountId: 'newco', expiresOn: addDays(D, 3) });
    await expect(attempt).rejects.toThrow(/newco has no score, because it is onboarding \(12 days of data\)\..*once/);
    expect(await count('score_overrides')).toBe(0);
    expect(await count('audit_log')).toBe(0);
  });

  it('shows at once, as a revision of this account alone, and keeps what the rules say', async () => {
    await nightly(START);
    const before = await health(START);
    expect(await set(START)).toEqual({ state: 'changed', shown: true });
    expect(await count(`health_snapshots where revision = 2`)).toBe(1);
    const after = await health(START);
    expect(after).toMatchObject({
      scoreTenths: 449,
      band: 'WARN',
      baseTenths: before.baseTenths,
      cap: before.cap,
      override: { kind: 'value', tenths: 449, author: 'U0DANA', withoutTenths: before.scoreTenths },
    });
    const { rows } = await database.pool.query('select actor, action, detail from audit_log');
    const detail = { kind: 'value', points: '44.9', reason: wish().reason, expires_on: wish().expiresOn };
    expect(rows).toEqual([{ actor: 'U0DANA', action: 'override_set', detail }]);
  });

  it('changes nothing when the same is said again', async () => {
    await nightly(START);
    await set(START);
    expect(await set(START, { reason: ` ${wish().reason} ` })).toEqual({ state: 'unchanged', shown: true });
    const both = await Promise.all([set(START, { points: '30.0' }), set(START, { points: '30.0' })]);
    expect(both.map(({ state }) => state).sort()).toEqual(['changed', 'unchanged']);
    expect([await count('score_overrides'), await count('audit_log')]).toEqual([2, 2]);
    expect(await count('health_snapshots where revision > 3')).toBe(0);
  });

  it('waits for the first snapshot of the day rather than writing one of this account alone', async () => {
    await nightly(addDays(START, -1));
    expect(await set(START)).toEqual({ state: 'changed', shown: false });
    expect(await stored()).toHaveLength(1);
    await nightly(START);
    expect((await stored()).at(-1)).toEqual([START, 449, true]);
    expect(await count(`snapshot_runs where day = '${START}' and accounts = 5`)).toBe(1);
  });

  it('counts in an answer for which there is no snapshot yet', async () => {
    await set(START);
    expect(await health(START)).toMatchObject({ scoreTenths: 449, override: { kind: 'value' } });
  });

  it('replaces the one in force, and the account keeps both', async () => {
    await nightly(START);
    await set(START);
    await set(START, { kind: 'cap', points: '20.0', actor: 'U0LEE' });
    expect(await health(START)).toMatchObject({ scoreTenths: 200, override: { kind: 'cap', author: 'U0LEE' } });
    const { override, overrides } = await accountJudgements({ ctx: at(START), input: { accountId: 'acme' } });
    expect(override).toMatchObject({ tenths: 200, author: { id: 'U0LEE', name: 'Lee' }, madeOn: START, ended: null });
    expect(overrides.map(({ tenths, ended }) => [tenths, ended])).toEqual([
      [200, null],
      [449, { on: START, by: { id: 'U0LEE', name: 'Lee' } }],
    ]);
  });

  it('keeps nothing when the score cannot be written', async () => {
    await nightly(START);
    await execute(database.pool, 'alter table health_snapshots add constraint planted check (revision < 2)');
    await expect(set(START)).rejects.toThrow('planted');
    await execute(database.pool, 'alter table health_snapshots drop constraint planted');
    expect([await count('score_overrides'), await count('audit_log')]).toEqual([0, 0]);
  });
});

describe('an override over time', () => {
  const LAST = addDays(START, 4);
  const days = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => addDays(START, from + i));

  async function bytes(): Promise<unknown[]> {
    const text = `select account_id, day, revision, facts::text, seats::text, health::text, input_hash
      from health_snapshots order by account_id, day, revision`;
    return (await database.pool.query(text)).rows;
  }

  it('survives the nightly runs up to its last day, and ends by itself', async () => {
    for (const day of days(-2, 0)) await nightly(day);
    await set(START, { expiresOn: LAST });
    for (const day of days(1, 6)) await nightly(day);
    const rows = await stored();
    expect(rows.map(([day, , overridden]) => [day, overridden])).toEqual([
      ...days(-2, -1).map((day) => [day, false]),
      ...days(0, 4).map((day) => [day, true]),
      ...days(5, 6).map((day) => [day, false]),
    ]);
    expect(rows.filter(([, tenths]) => tenths === 449)).toHaveLength(5);
    expect((await accountJudgements({ ctx: at(addDays(LAST, 1)), input: { accountId: 'acme' } })).override).toBeNull();
    expect(await endOverride({ ctx: at(addDays(LAST, 1)), input: { accountId: 'acme', actor: 'U0DANA' } })).toEqual({
      state: 'unchanged',
      shown: true,
    });
  });

  it('ended early leaves the days before as they were, and shows at once', async () => {
    await nightly(START);
    await set(START, { expiresOn: LAST });
    for (const day of days(1, 2)) await nightly(day);
    const today = addDays(START, 2);
    expect(await endOverride({ ctx: at(today), input: { accountId: 'acme', actor: 'U0LEE' } })).toEqual({
      state: 'changed',
      shown: true,
    });
    expect((await stored()).map(([, , overridden]) => overridden)).toEqual([true, true, false]);
    const again = await endOverride({ ctx: at(today), input: { accountId: 'acme', actor: 'U0LEE' } });
    expect(again.state).toBe('unchanged');
    const { rows } = await database.pool.query(`select actor from audit_log where action = 'override_ended'`);
    expect(rows).toEqual([{ actor: 'U0LEE' }]);
  });

  it('gives every past day the same bytes again, whatever was decided afterwards', async () => {
    for (const day of days(-1, 0)) await nightly(day);
    await set(START, { expiresOn: LAST });
    for (const day of days(1, 3)) await nightly(day);
    await endOverride({ ctx: at(addDays(START, 3)), input: { accountId: 'acme', actor: 'U0DANA' } });
    await nightly(addDays(START, 4));
    await set(addDays(START, 4), { points: '10.0', expiresOn: addDays(START, 30) });
    const before = await bytes();
    for (const day of days(-1, 4)) {
      const outcome = await snapshotScores({ ctx: at(addDays(START, 9)), input: { day, rebuild: true } });
      expect([day, outcome.state]).toEqual([day, 'unchanged']);
    }
    expect(await bytes()).toEqual(before);
  });

  it('is named when the change of a score is explained, on one day and across days', async () => {
    for (const day of days(-7, 0)) await nightly(day);
    await set(START);
    const why = (from: Day, to: Day) => whyChanged({ ctx: at(START), input: { accountId: 'acme', from, to } });
    const sameDay = await why(START, START);
    expect(sameDay.terms).toMatchObject([{ key: 'override', kind: 'override', pointsTenths: sameDay.changeTenths }]);
    const week = await why(addDays(START, -7), START);
    expect(week.terms.at(-1)).toMatchObject({ kind: 'override' });
    expect(week.terms.reduce((sum, { pointsTenths }) => sum + pointsTenths, 0)).toBe(week.changeTenths);
    expect(week.to.override).toMatchObject({ author: { id: 'U0DANA', name: 'Dana' }, reason: wish().reason });
    expect(week.from?.override).toBeNull();
  });
});
