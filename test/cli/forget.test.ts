import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { exportCommand, readExportArguments } from '../../src/cli/export.ts';
import { forgetCommand, readForgetArguments } from '../../src/cli/forget.ts';
import { TEST_NOW, testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { recordingIo } from '../support/recording-io.ts';

describe('cs-pulse forget', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await cloneDatabase();
    const base = { accountKey: 'acme', occurredAt: TEST_NOW };
    await recordSignals({
      ctx: testContext(database.pool),
      input: {
        source: 'test',
        signals: [{ ...base, kind: 'user', userKey: 'u1', email: 'kim@mail.example', name: 'Kim \u001b[31mLee' }],
      },
    });
  });
  afterEach(() => database.close());

  const run = async (argv: string[], answer?: string) => {
    const questions: string[] = [];
    const ask = async (question: string) => {
      questions.push(question);
      return answer ?? '';
    };
    const { io, said } = recordingIo({ ask: answer === undefined ? undefined : ask });
    const code = await forgetCommand(argv, io, testContext(database.pool));
    return { code, ...said(), questions };
  };
  const people = async () => (await database.pool.query('select from account_users where email is not null')).rowCount;

  it('shows what would go, and refuses where nobody can be asked', async () => {
    const shown = await run(['--user', 'u1']);
    expect(shown).toMatchObject({ code: 1, err: expect.stringContaining('Say --yes') });
    expect(shown.out).toContain('kim@mail.example in acme');
    expect(shown.out).toMatch(/account_users {2,}1/);
    const json = await run(['--user', 'u1', '--json'], 'u1');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ of: 'user', erased: false, again: false, rows: { account_users: 1 } });
    expect(await people()).toBe(1);
  });

  it('asks at a terminal for the id once more', async () => {
    expect(await run(['--user', 'u1'], 'yes')).toMatchObject({ code: 1 });
    expect(await people()).toBe(1);
    const done = await run(['--user', 'u1'], 'u1\n');
    expect(done).toMatchObject({ code: 0, questions: [expect.stringContaining('cannot be taken back')] });
    expect(await people()).toBe(0);
  });

  it('does it with --yes, as JSON, and an account as well', async () => {
    const done = await run(['--user', 'KIM@mail.example', '--yes', '--json']);
    expect(done.code).toBe(0);
    expect(JSON.parse(done.out)).toMatchObject({ of: 'user', erased: true, rows: { account_users: 1 } });
    expect(await run(['--account', 'acme', '--yes'])).toMatchObject({ code: 0, questions: [] });
    expect((await database.pool.query('select from accounts')).rowCount).toBe(0);
    expect((await run(['--account', 'acme', '--yes'])).out).toContain('was forgotten before');
  });

  it.each([[[]], [['--user', '']], [['--account', ' ']]])('refuses %j before the database is opened', (argv) => {
    expect(() => readForgetArguments(argv)).toThrow('name a user or an account');
  });

  it('refuses options and ids that there are not', async () => {
    expect(() => readForgetArguments(['--all'])).toThrow();
    await expect(run(['--user', 'nobody', '--yes'])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('exports a person first', async () => {
    const { io, said } = recordingIo();
    expect(await exportCommand(['--user', 'kim@mail.example'], io, testContext(database.pool))).toBe(0);
    expect(JSON.parse(said().out)).toMatchObject({
      format: 'cs-pulse person@1',
      users: [{ account_id: 'acme', user_id: 'u1' }],
    });
    expect(() => readExportArguments(['--user', 'u1', '--evidence'])).toThrow();
    expect(() => readExportArguments(['--user', 'u1', '--key', 'k'])).toThrow('name one');
  });
});
