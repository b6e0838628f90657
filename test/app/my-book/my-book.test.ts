import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepDraft } from '../../../src/app/drafts/keep-draft.ts';
import { acknowledgeEpisodes } from '../../../src/app/episodes/acknowledge-episodes.ts';
import { snoozeEpisodes } from '../../../src/app/episodes/snooze-episodes.ts';
import { updateEpisodes } from '../../../src/app/episodes/update-episodes.ts';
import { addGrowthPlan } from '../../../src/app/judgements/add-growth-plan.ts';
import { myBook } from '../../../src/app/my-book/my-book.ts';
import { recordOutreach } from '../../../src/app/outreach/record-outreach.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { RENEWAL_GROUPS, renewalGroup } from '../../../src/domain/renewal-group.ts';
import { execute } from '../../../src/store/db.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { connectSources, insertRecipePortfolio } from '../../support/portfolio.ts';

const DAY = '2026-03-01';
let database: TestDatabase;
let now = TEST_NOW;
const ctx = () => testContext(database.pool, { now: () => now });
const book = (slackUserId = 'U0DANA') => myBook({ ctx: ctx(), input: { slackUserId } });

beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, DAY);
  await execute(database.pool, `delete from owners`);
  await execute(
    database.pool,
    `insert into owners values ('dana@example.com', 'Dana', 'U0DANA'), ('lee@example.com', 'Lee', 'U0LEE')`,
  );
  await execute(database.pool, `update accounts set owner_email = 'dana@example.com'`);
  await execute(database.pool, `update accounts set owner_email = 'lee@example.com' where external_id = 'innovate'`);
  await connectSources(database.pool, new Date(TEST_NOW.getTime() - 3_600_000));
  await snapshotScores({ ctx: ctx(), input: { day: DAY } });
  await updateEpisodes({ ctx: ctx(), input: { day: DAY } });
});
afterAll(() => database.close());

describe('a book', () => {
  it('has the owner’s accounts, and alerts in the order of the scores', async () => {
    const { accounts, alerts, owned, snoozed, stand } = await book();
    expect(owned).toBe(4);
    expect(accounts.map(({ account }) => account.accountId)).toEqual(['megacorp', 'globex', 'tinyco', 'acme']);
    expect(alerts.map(({ account }) => account.accountId).slice(0, 2)).toEqual(['megacorp', 'globex']);
    expect(alerts.flatMap(({ open }) => open.map(({ signal }) => signal))).not.toContain('expansion');
    expect(snoozed).toEqual([]);
    expect(stand).toMatchObject({ day: DAY, live: false });
    expect((await book('U0LEE')).accounts.map(({ account }) => account.accountId)).toEqual(['innovate']);
    expect(await book('U0NOBODY')).toMatchObject({
      owned: 0,
      accounts: [],
      alerts: [],
      renewals: [],
      drafts: [],
      mails: [],
      plans: [],
    });
  });

  it('keeps what was taken and parts what sleeps', async () => {
    await acknowledgeEpisodes({ ctx: ctx(), input: { accountId: 'megacorp', actor: 'U0DANA' } });
    const until = { kind: 'date' as const, day: '2026-03-20' };
    await snoozeEpisodes({ ctx: ctx(), input: { accountId: 'globex', actor: 'U0DANA', until, reason: 'Later' } });
    const { alerts, snoozed } = await book();
    expect(alerts[0]?.account.accountId).toBe('megacorp');
    expect(new Set(alerts[0]?.open.map(({ state }) => state))).toEqual(new Set(['acknowledged']));
    expect(snoozed.map(({ account }) => account.accountId)).toEqual(['globex']);
  });

  it('puts each renewal into the nearest group, soonest first', async () => {
    const { renewals } = await book();
    const listed = renewals.map(({ within, accounts }) => [within, accounts.map(({ account }) => account.accountId)]);
    expect(listed).toEqual([[90, ['megacorp']]]);
    expect([-1, 0, 30, 31, 60, 61, 90, 91, 120, 121].map(renewalGroup)).toEqual([
      null,
      30,
      30,
      60,
      60,
      90,
      90,
      120,
      120,
      null,
    ]);
    expect([...RENEWAL_GROUPS]).toEqual([30, 60, 90, 120]);
  });

  it('has the kept drafts of the person alone, whoever owns their accounts', async () => {
    const keep = (author: string, persona: string) =>
      keepDraft({
        ctx: ctx(),
        input: { accountId: 'acme', author, persona, templateId: 't', contactId: null, subject: persona, body: 'Hi' },
      });
    await keep('U0DANA', 'admin');
    await keep('U0LEE', 'exec');
    expect((await book()).drafts).toMatchObject([
      { account: { accountId: 'acme' }, persona: 'admin', subject: 'admin', keptOn: '2026-03-01' },
    ]);
    expect((await book('U0LEE')).drafts.map(({ persona }) => persona)).toEqual(['exec']);
    expect((await book('U0KIM')).drafts).toEqual([]);
  });

  it('has the mails of two weeks to the person’s accounts, whoever sent them, the newest first', async () => {
    const send = async (accountId: string, actor: string, at: string) => {
      const sending = testContext(database.pool, { now: () => new Date(at) });
      const mail = { bucket: 'at_risk', persona: 'admin', templateId: 't', contactId: null, recipient: 'a@b.example' };
      const input = { ...mail, accountId, actor, subject: at, body: 'Hi', overrideReason: 'They asked' };
      await recordOutreach({ ctx: sending, input });
    };
    await send('acme', 'U0DANA', '2026-02-14T23:59:59Z');
    await send('acme', 'U0DANA', '2026-02-15T00:00:00Z');
    await send('globex', 'U0LEE', '2026-02-28T10:00:00Z');
    await send('innovate', 'U0DANA', '2026-02-28T11:00:00Z');
    expect((await book()).mails).toMatchObject([
      { account: { accountId: 'globex' }, author: { name: 'Lee' }, recipient: 'a@b.example', sentOn: '2026-02-28' },
      { account: { accountId: 'acme' }, author: { name: 'Dana' }, sentOn: '2026-02-15' },
    ]);
    expect((await book('U0LEE')).mails).toMatchObject([{ account: { accountId: 'innovate' } }]);
    expect((await book('U0KIM')).mails).toEqual([]);
  });

  it('has growth plans in force with how far they are', async () => {
    await addGrowthPlan({
      ctx: ctx(),
      input: { accountId: 'acme', actor: 'U0LEE', target: 20, by: '2026-06-01', note: 'Bought ahead' },
    });
    const { plans } = await book();
    expect(plans).toMatchObject([
      { account: { accountId: 'acme' }, plan: { target: 20, by: '2026-06-01', author: { name: 'Lee' } }, active: 9 },
    ]);
    expect((await book('U0LEE')).plans).toEqual([]);
    now = new Date('2026-06-02T06:00:00Z');
    expect((await book()).plans).toEqual([]);
    now = TEST_NOW;
  });
});
