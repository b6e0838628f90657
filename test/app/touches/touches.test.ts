import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAudit } from '../../../src/app/audit/read-audit.ts';
import { accountTouches } from '../../../src/app/touches/account-touches.ts';
import { logTouch } from '../../../src/app/touches/log-touch.ts';
import { LONGEST_TOUCH, touchText } from '../../../src/app/touches/touch-text.ts';
import { AppError } from '../../../src/lib/errors.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { fc } from '../../support/fc.ts';
import { hostile } from '../../support/hostile-text.ts';
import { insertAccount } from '../../support/portfolio.ts';

let database: TestDatabase;
let now = TEST_NOW;
beforeAll(async () => {
  database = await cloneDatabase();
  for (const accountId of ['acme', 'globex']) {
    await insertAccount(database.pool, '2026-03-01', { accountId, customerSince: '2025-01-01' });
  }
});
afterAll(() => database.close());
const context = () => testContext(database.pool, { now: () => now });
const log = (more: object = {}) =>
  logTouch({ ctx: context(), input: { accountId: 'acme', actor: 'U0DANA', kind: 'call', text: 'Called', ...more } });

describe('touches', () => {
  it('are kept once for a double click, even at the same time, and again for another day', async () => {
    const states = await Promise.all([log(), log(), log()]);
    expect(states.map(({ state }) => state).sort()).toEqual(['changed', 'unchanged', 'unchanged']);
    expect((await log({ kind: 'meeting' })).state).toBe('changed');
    expect((await log({ actor: 'U0LEE' })).state).toBe('changed');
    expect((await log({ accountId: 'globex' })).state).toBe('changed');
    now = new Date(now.getTime() + 11 * 60_000);
    expect((await log()).state).toBe('changed');
    const { touches } = await accountTouches({ ctx: context(), input: { accountId: 'acme', limit: 2 } });
    expect(touches.map(({ kind, author }) => `${kind} ${author.id}`)).toEqual(['call U0DANA', 'call U0LEE']);
    const audit = await readAudit({ ctx: context(), input: { actor: 'U0LEE', limit: 10 } });
    expect(audit.lines.map(({ action, detail }) => [action, detail])).toEqual([['touch_logged', { kind: 'call' }]]);
  });

  it('refuse what nobody could read, and name the field', async () => {
    for (const text of ['', '  \n ', '\u200b\u200b', 'x'.repeat(LONGEST_TOUCH + 1), '😀'.repeat(LONGEST_TOUCH + 1)]) {
      await expect(log({ text })).rejects.toThrow(/^note: /);
    }
    await expect(log({ kind: 'party' })).rejects.toThrow(/^kind: choose one of call, email, meeting, note/);
    await expect(log({ accountId: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await log({ text: '😀'.repeat(LONGEST_TOUCH) })).state).toBe('changed');
  });

  it('keep any text that they take, without what hides or breaks', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const outcome = await log({ text }).catch((error: unknown) => error);
        if (outcome instanceof AppError) return;
        expect(outcome).toMatchObject({ state: expect.stringMatching(/changed/) });
        const kept = touchText('note', text);
        expect(kept).toBe(touchText('note', kept));
        expect(kept).not.toMatch(/[\r\u2028\u202e\u200b]|(?!\n)\p{Cc}|\p{Cs}/u);
      }),
      { numRuns: 40 },
    );
  });
});
