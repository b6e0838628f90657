import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { continueDraft } from '../../../src/app/drafts/continue-draft.ts';
import { discardDraft } from '../../../src/app/drafts/discard-draft.ts';
import { type KeepDraftInput, keepDraft } from '../../../src/app/drafts/keep-draft.ts';
import { keptDraft } from '../../../src/app/drafts/kept-draft.ts';
import { recordOutreach } from '../../../src/app/outreach/record-outreach.ts';
import { checkOwners } from '../../../src/app/owners/check-owners.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { loadKeptDrafts } from '../../../src/store/kept-drafts.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { insertRecipePortfolio } from '../../support/portfolio.ts';

const DAY = '2026-03-01';
const START = new Date(`${DAY}T06:00:00Z`);
let database: TestDatabase;
let now = START;
beforeAll(async () => {
  database = await cloneDatabase();
  const accounts = await insertRecipePortfolio(database.pool, DAY);
  await database.pool.query(
    `insert into contacts (account_id, contact_id, name, email, persona, opted_out) values
       ($1, 'priya', 'Priya Shah', 'priya@megacorp.example', 'admin', false),
       ($1, 'sam', 'Sam Lee', 'sam@megacorp.example', 'admin', false)`,
    [accounts.get('megacorp')],
  );
  await database.pool.query(`insert into account_keys (external_id) select 'many-' || n from generate_series(1, 30) n`);
  await database.pool.query(
    `insert into accounts (account_id, external_id, name, customer_since)
     select account_id, external_id, external_id, '2025-01-01' from account_keys where external_id like 'many-%'`,
  );
  await snapshotScores({ ctx: ctx(), input: { day: DAY } });
});
beforeEach(async () => {
  now = START;
  await database.pool.query('truncate outreach, kept_drafts');
});
afterAll(() => database.close());

const ctx = () => testContext(database.pool, { now: () => now });
const days = (count: number) => new Date(START.getTime() + count * 86_400_000);
const keep = (more: Partial<KeepDraftInput> = {}) =>
  keepDraft({
    ctx: ctx(),
    input: {
      accountId: 'megacorp',
      author: 'U0DANA',
      persona: 'admin',
      templateId: 'at_risk.admin.activity',
      contactId: 'sam',
      subject: 'Hello',
      body: 'My own words',
      ...more,
    },
  });
const MINE = { accountId: 'megacorp', persona: 'admin', author: 'U0DANA' };
const found = (more: Partial<typeof MINE> = {}) => keptDraft({ ctx: ctx(), input: { ...MINE, ...more } });
const goOn = (more: Partial<typeof MINE> = {}) =>
  continueDraft({ ctx: ctx(), input: { ...MINE, sender: { name: 'Dana' }, ...more } });
const all = (author = 'U0DANA') => loadKeptDrafts(database.pool, { author, since: days(-30) });
const send = (more: { readonly actor?: string; readonly persona?: string } = {}) =>
  recordOutreach({
    ctx: ctx(),
    input: {
      accountId: 'megacorp',
      bucket: 'at_risk',
      persona: 'admin',
      templateId: 'at_risk.admin.activity',
      contactId: 'sam',
      recipient: 'sam@megacorp.example',
      overrideReason: 'They asked',
      subject: 'Hello',
      body: 'My own words',
      actor: 'U0DANA',
      ...more,
    },
  });

describe('a kept draft', () => {
  it('is one for each reader of an account, the newest text', async () => {
    await keep();
    await Promise.all([keep({ body: 'Newer' }), keep({ body: 'Newer' })]);
    await keep({ persona: 'exec', body: 'For the board' });
    expect(await found()).toMatchObject({ subject: 'Hello', body: 'Newer', contactId: 'sam', keptAt: START });
    expect((await all()).map(({ persona }) => persona).sort()).toEqual(['admin', 'exec']);
  });

  it('is its author’s alone', async () => {
    await keep();
    expect([await found({ author: 'U0LEE' }), await all('U0LEE')]).toEqual([null, []]);
    await expect(goOn({ author: 'U0LEE' })).rejects.toThrow('not kept any more');
    expect(await discardDraft({ ctx: ctx(), input: { ...MINE, author: 'U0LEE' } })).toEqual({ state: 'unchanged' });
    expect(await found()).not.toBeNull();
  });

  it('is gone once it is marked as sent, for that author and reader only', async () => {
    await keep();
    await keep({ author: 'U0LEE' });
    await keep({ persona: 'exec' });
    await send();
    expect([await found(), (await all('U0LEE')).length, (await all()).length]).toEqual([null, 1, 1]);
  });

  it('does not come back when its last check arrives after it was marked as sent', async () => {
    await keep();
    await Promise.all([send(), keep(), keep()]);
    expect(await found()).toBeNull();
    expect(await keep({ body: 'Another mail' })).toEqual({ kept: true });
    now = days(1);
    expect(await keep()).toEqual({ kept: true });
  });

  it('stays when marking it as sent is refused', async () => {
    await send({ actor: 'U0LEE' });
    await keep();
    const refused = recordOutreach({
      ctx: ctx(),
      input: {
        ...{ accountId: 'megacorp', bucket: 'at_risk', persona: 'admin', templateId: 't', contactId: 'sam' },
        ...{ recipient: null, overrideReason: null, subject: 'Hello', body: 'My own words', actor: 'U0DANA' },
      },
    });
    await expect(refused).rejects.toThrow('overrideReason');
    expect(await found()).not.toBeNull();
  });

  it('is thrown away once', async () => {
    await keep();
    const discard = () => discardDraft({ ctx: ctx(), input: MINE });
    const both = await Promise.all([discard(), discard()]);
    expect(both.map(({ state }) => state).sort()).toEqual(['changed', 'unchanged']);
    await expect(goOn()).rejects.toThrow('not kept any more');
  });

  it('lasts 30 days, and 20 of a person', async () => {
    await keep();
    now = days(30);
    expect(await found()).not.toBeNull();
    now = new Date(days(30).getTime() + 1);
    expect(await found()).toBeNull();
    for (let n = 1; n <= 25; n += 1) {
      now = days(31 + n / 100);
      await keep({ accountId: `many-${n}` });
    }
    const { rows } = await database.pool.query('select count(*)::int as n, min(kept_at) as oldest from kept_drafts');
    expect(rows).toEqual([{ n: 20, oldest: days(31 + 6 / 100) }]);
  });

  it('goes on with its text and recipient in today’s account; a recipient who is gone is replaced', async () => {
    await keep({ body: 'We saw your churn risk' });
    const { draft, body, subject } = await goOn();
    expect([subject, body, draft.contactId, draft.persona]).toEqual([
      'Hello',
      'We saw your churn risk',
      'sam',
      'admin',
    ]);
    expect(draft.warnings.join(' ')).toContain('churn');
    await keep({ contactId: 'gone' });
    expect((await goOn()).draft.contactId).toBe('priya');
  });

  it('takes no unknown account, reader or empty text, and cleans what it keeps', async () => {
    await expect(keep({ accountId: 'nobody' })).rejects.toThrow('no account with the id nobody');
    await expect(keep({ persona: 'pirate' })).rejects.toThrow('persona must be one of');
    expect(await keep({ subject: ' ', body: '\n' })).toEqual({ kept: false });
    await keep({ subject: 'a\u0000b\u202Ec', body: 'x'.repeat(9000) });
    const kept = await found();
    expect(kept?.subject).toBe('abc');
    expect(kept?.body.length).toBeLessThanOrEqual(3000);
  });

  it('is dropped when its author has left Slack', async () => {
    await database.pool.query(
      `insert into owners (email, name, slack_user_id) values ('gone@example.com', 'Gone', 'U0GONE')`,
    );
    await database.pool.query(`update accounts set owner_email = 'gone@example.com' where external_id = 'acme'`);
    await keep({ author: 'U0GONE' });
    await keep();
    const directory = {
      byEmail: async () => ({ kind: 'absent' as const }),
      stateOf: async (id: string) => (id === 'U0GONE' ? ('deactivated' as const) : ('active' as const)),
    };
    const renderLeaver = () => ({ text: '', blocks: [], classic: null });
    const { left } = await checkOwners({ ctx: ctx(), input: { directory, fallbackOwner: null, renderLeaver } });
    expect(left).toEqual(['gone@example.com']);
    expect([(await all('U0GONE')).length, (await all()).length]).toEqual([0, 1]);
  });
});
