import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../../src/app/audit/audit.ts';
import { readAudit } from '../../../src/app/audit/read-audit.ts';
import { auditCommand, readAuditArguments } from '../../../src/cli/audit.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { insertAccount } from '../../support/portfolio.ts';
import { recordingIo } from '../../support/recording-io.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertAccount(database.pool, '2026-03-01', { accountId: 'acme', customerSince: '2025-01-01' });
  const ctx = testContext(database.pool);
  for (let index = 0; index < 25; index += 1) {
    const actor = index % 5 === 0 ? 'U0LEE' : 'U0DANA';
    const accountId = index % 2 === 0 ? 'acme' : undefined;
    await audit({
      ctx,
      input: { actor, action: 'account_viewed', accountId, detail: { index, text: 'a\u001b[31m<b>' } },
    });
  }
});
afterAll(() => database.close());
const ctx = () => testContext(database.pool);
const indexes = async (input: Parameters<typeof readAudit>[0]['input']) => {
  const { before, lines } = await readAudit({ ctx: ctx(), input });
  return { before, indexes: lines.map(({ detail }) => detail['index']) };
};

describe('the audit', () => {
  it('takes new rows and gives up none', async () => {
    const change = (text: string) => execute(database.pool, text);
    await expect(change(`update audit_log set actor = 'nobody'`)).rejects.toThrow('audit_log only takes new rows');
    await expect(change('delete from audit_log where audit_id = 1')).rejects.toThrow('audit_log only takes new rows');
    // The same statements elsewhere are taken: it is the guard that refuses, not the test.
    expect(await change(`update accounts set plan = 'Pro'`)).toBe(1);
    expect((await indexes({ limit: 100 })).indexes).toHaveLength(25);
  });

  it('is read in pages without gap or overlap, newest first', async () => {
    const seen: unknown[] = [];
    let before: number | null | undefined;
    do {
      const page = await indexes({ limit: 10, before: before ?? undefined });
      seen.push(...page.indexes);
      before = page.before;
    } while (before !== null);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 24 - index));
  });

  it('is filtered by person, account and day', async () => {
    expect((await indexes({ limit: 50, actor: 'U0LEE' })).indexes).toEqual([20, 15, 10, 5, 0]);
    expect((await indexes({ limit: 50, accountId: 'acme', actor: 'U0LEE' })).indexes).toEqual([20, 10, 0]);
    expect((await indexes({ limit: 50, since: '2999-01-01' })).indexes).toEqual([]);
    expect((await indexes({ limit: 50, since: '2020-01-01' })).indexes).toHaveLength(25);
    await expect(indexes({ limit: 50, accountId: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('prints lines that a terminal can take, and JSON for programs', async () => {
    const [asText, asJson] = [recordingIo(), recordingIo()];
    expect(await auditCommand(['--limit', '2'], asText.io, ctx())).toBe(0);
    const { out } = asText.said();
    expect(out).toMatch(/U0DANA {2}account_viewed {2}acme/);
    expect(out).toContain('Older lines: --before 24');
    expect(out).not.toContain('\u001b');
    await auditCommand(['--limit', '1', '--actor', 'U0LEE', '--json'], asJson.io, ctx());
    const parsed = JSON.parse(asJson.said().out);
    expect(parsed.entries[0]).toMatchObject({ actor: 'U0LEE', account_id: 'acme', action: 'account_viewed' });
    expect(parsed.before).toBe(21);
  });

  it('refuses arguments that it cannot read', () => {
    for (const argv of [['--since', '2026-02-30'], ['--limit', '0'], ['--limit', '1001'], ['--before', 'x'], ['more']])
      expect(() => readAuditArguments(argv)).toThrow();
  });
});
