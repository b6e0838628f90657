import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setOverride } from '../../../src/app/judgements/set-override.ts';
import { recordOutreach } from '../../../src/app/outreach/record-outreach.ts';
import { bottomAccounts } from '../../../src/app/qbr/bottom-accounts.ts';
import { qbrPack } from '../../../src/app/qbr/qbr-pack.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { ACTIVE_DEFAULTS } from '../../../src/domain/active/definition.ts';
import { qbrFiles } from '../../../src/slack/messages/qbr.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { connectSources, insertAccount, insertRecipePortfolio } from '../../support/portfolio.ts';

const DAY = '2026-03-01';
let database: TestDatabase;
const ctx = () => testContext(database.pool);
const pack = (accountId: string) => qbrPack({ ctx: ctx(), input: { accountId } });

beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, DAY);
  for (const day of ['2026-01-25', '2026-02-22', DAY]) await snapshotScores({ ctx: ctx(), input: { day } });
});
afterAll(() => database.close());

describe('a QBR pack from the database', () => {
  it('has the golden numbers in the brief, and reasons that add up to each change', async () => {
    const { brief } = await pack('megacorp');
    const { health, seats } = brief.health.standing.assessment;
    expect([health.scoreTenths, seats.exposureMinor]).toEqual([185, 360_000]);
    expect(brief.changes.map(({ from, to }) => [from?.day, to.day])).toEqual([['2026-01-25', DAY]]);
    for (const { changeTenths, terms } of brief.changes) {
      expect(terms.reduce((sum, { pointsTenths }) => sum + pointsTenths, 0)).toBe(changeTenths);
    }
    expect(brief.contacts).toMatchObject([{ name: 'Kim', lastOn: '2026-01-27' }]);
    expect(brief.plays[0]).toBe('resolve_urgent');
  });

  it('has counts of the customer’s own use in the outline, clean, and nothing of ours', async () => {
    const { outline } = await pack('megacorp');
    expect(outline.warnings).toEqual([]);
    expect(outline.text).toContain('32 up to 1 Dec 2025, 24 up to 31 Dec 2025, 18 up to 30 Jan, 14 up to 1 Mar');
    expect(outline.text).toContain('Support tickets this quarter: 5 opened, 4 closed, 1 open now');
    expect(outline.text).toContain('Fixed on 28 Feb: Export is slow');
    expect(outline.text).toContain('Survey: answers received 1');
    expect(outline.text).not.toMatch(/Kim|Dana|globex|acme|18\.5|3,?600|5,?000|CRITICAL|user-/);
    const { rows } = await database.pool.query(
      `select sum(events)::int as events from account_day d join accounts a using (account_id)
       where external_id = 'megacorp' and day >= date '2026-03-01' - 90 and day < date '2026-03-01'`,
    );
    const events = Number(rows[0]?.events).toLocaleString('en-US');
    expect(outline.text).toContain(`Actions by your people: ${events} in the last 90 days (the quarter before:`);
  });

  it('says not connected, never 0, where a source is missing', async () => {
    const { rows } = await database.pool.query<{ source: string; kind: string }>('select * from source_watermarks');
    expect(rows.length).toBeGreaterThan(0);
    const other = await cloneDatabase();
    await connectSources(other.pool, new Date('2026-02-28T23:00:00Z'), ['billing']);
    await insertAccount(other.pool, DAY, { accountId: 'quiet', customerSince: '2025-01-01' });
    const { outline } = await qbrPack({ ctx: testContext(other.pool), input: { accountId: 'quiet' } });
    await other.close();
    const missing = outline.text.split('\n').filter((line) => line.endsWith('not connected'));
    expect(missing.map((line) => line.split(':')[0])).toEqual([
      '- Actions by your people',
      '- Core workflows completed',
      '- People active by month',
      '- By department',
      '- Milestones after your purchase',
      '- Errors seen',
      '- Support tickets',
      '- Survey',
    ]);
    expect(outline.text.replace(/_+/g, '')).not.toMatch(/\b0\b/);
  });

  it('counts departments of five people or more, and hides what could be subtracted', async () => {
    const set = (name: string, from: number, until: number) =>
      database.pool.query(
        `update account_users u set department = $1 from accounts a
         where a.account_id = u.account_id and a.external_id = 'innovate' and user_no >= $2 and user_no < $3`,
        [name, from, until],
      );
    await set('Rest', 0, 1000);
    await set('Platform', 0, 8);
    await set('Legal', 8, 10);
    const { outline } = await pack('innovate');
    const line = outline.text.split('\n').find((one) => one.startsWith('- By department'));
    expect(line).toMatch(/Platform: \d of 8|Rest: \d+ of \d+/);
    expect(line).not.toContain('Legal');
    expect([...(line ?? '').matchAll(/of (\d+)/g)].map(([, people]) => Number(people)).every((n) => n >= 5)).toBe(true);
  });

  it('compares named core workflows where a rule names them', async () => {
    const rule = { kind: 'core_workflow', events: ['report_exported'], match: 'any', min_days: 1 } as const;
    const named = async () =>
      qbrPack({
        ctx: testContext(database.pool, { active: { ...ACTIVE_DEFAULTS, rule } }),
        input: { accountId: 'acme' },
      });
    expect((await named()).outline.text).toContain('Core workflows completed: not connected');
    await database.pool.query(`insert into event_names (name) values ('report_exported')`);
    const { text } = (await named()).outline;
    expect(text).toContain('Core workflow report_exported: completed 0 in the last 90 days (the quarter before: 0)');
  });

  it('has the last touch and the judgements for us, in our file alone', async () => {
    const input = { accountId: 'globex', bucket: 'at_risk', persona: 'admin', templateId: 'at_risk_admin' };
    const sent = { ...input, recipient: null, contactId: null, subject: 'Hello', body: 'Text', actor: 'U0DANA' };
    await recordOutreach({ ctx: ctx(), input: { ...sent, overrideReason: 'They asked for it' } });
    await setOverride({
      ctx: ctx(),
      input: {
        accountId: 'globex',
        kind: 'cap',
        points: '20.0',
        reason: 'Says they leave',
        expiresOn: '2026-04-01',
        actor: 'U0DANA',
      },
    });
    const built = await pack('globex');
    const [outline, internal] = qbrFiles(built, { money: true });
    expect(internal?.content).toMatch(/Last touch: mail .*by Dana, 0 d ago \(1 Mar\)/);
    expect(internal?.content).toContain('Says they leave');
    expect(outline?.content).not.toMatch(/Says|leave|Dana|Hello/);
  });

  it('refuses an unknown account in words', async () => {
    await expect(pack('nobody')).rejects.toThrow('There is no account with the id nobody');
  });
});

describe('the lowest scores from the database', () => {
  it('are in order, each with its contacts, tickets and play', async () => {
    const report = await bottomAccounts({ ctx: ctx(), input: { limit: 3 } });
    const order = report.entries.map(({ standing }) => standing.account.accountId);
    expect(order).toEqual(report.scored.map(({ account }) => account.accountId));
    const megacorp = report.entries.find(({ standing }) => standing.account.accountId === 'megacorp');
    expect(megacorp?.tickets).toHaveLength(5);
    expect(megacorp?.contacts).toMatchObject([{ lastOn: '2026-01-27' }]);
    expect(megacorp?.plays.length).toBeGreaterThan(0);
  });
});
