import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { draftEmail } from '../../../src/app/drafts/draft-email.ts';
import { polishDraft } from '../../../src/app/drafts/polish-draft.ts';
import { lastTouch } from '../../../src/app/outreach/last-contact.ts';
import { outreachOutcomes } from '../../../src/app/outreach/outreach-outcomes.ts';
import { type OutreachInput, recordOutreach } from '../../../src/app/outreach/record-outreach.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { insertRecipePortfolio } from '../../support/portfolio.ts';

const DAY = '2026-03-01';
const SENDER = { name: 'Dana' };

let database: TestDatabase;
let megacorp: number;
beforeAll(async () => {
  database = await cloneDatabase();
  megacorp = (await insertRecipePortfolio(database.pool, DAY)).get('megacorp') ?? 0;
  await database.pool.query(
    `insert into contacts (account_id, contact_id, name, email, persona, opted_out) values
       ($1, 'priya', 'Priya Shah', 'priya@megacorp.example', 'admin', false),
       ($1, 'alex', 'Alex', 'alex@megacorp.example', 'admin', true)`,
    [megacorp],
  );
  await database.pool.query(`update tickets set closed_at = '2026-02-27T00:00:00Z' where closed_at is null`);
  await snapshotScores({ ctx: testContext(database.pool), input: { day: DAY } });
});
beforeEach(async () => {
  await database.pool.query('truncate outreach, touches');
});
afterAll(() => database.close());

const ctxOn = (day: string) => testContext(database.pool, { now: () => new Date(`${day}T06:00:00Z`) });
const draftOn = (day: string, contactId = 'priya') =>
  draftEmail({ ctx: ctxOn(day), input: { accountId: 'megacorp', contactId, sender: SENDER } });
const send = (day: string, change: Partial<OutreachInput> = {}) =>
  recordOutreach({
    ctx: ctxOn(day),
    input: {
      accountId: 'megacorp',
      bucket: 'at_risk',
      persona: 'admin',
      templateId: 'at_risk.admin.activity',
      contactId: 'priya',
      recipient: 'priya@megacorp.example',
      overrideReason: null,
      subject: 'Hello',
      body: 'Hi',
      actor: 'U0DANA',
      ...change,
    },
  });
const sentRows = async () =>
  (await database.pool.query('select held_by, override_reason from outreach order by sent_at')).rows;
const urgentTicket = (id: string) =>
  database.pool.query(
    `insert into tickets (account_id, source, ticket_id, priority, opened_at, last_opened_at)
     values ($1, 'zendesk', $2, 'Urgent', '2026-02-28T00:00:00Z', '2026-02-28T00:00:00Z')`,
    [megacorp, id],
  );

describe('an account that is to be left alone', () => {
  it('is so for 14 days after a mail, which then needs a reason that is kept', async () => {
    expect((await draftOn(DAY)).pauses).toEqual([]);
    await send(DAY);
    const [pause] = (await draftOn('2026-03-14')).pauses;
    expect(pause).toMatchObject({
      reason: 'contacted_recently',
      text: expect.stringMatching(/on 1 Mar.*until 15 Mar/),
    });
    expect((await draftOn('2026-03-15')).pauses).toEqual([]);
    await expect(send('2026-03-03')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/1 Mar/),
    });
    await expect(send('2026-03-03', { overrideReason: ' \u2800 ' })).rejects.toMatchObject({ code: 'conflict' });
    await send('2026-03-03', { overrideReason: 'They asked for it' });
    await send('2026-04-01', { overrideReason: 'not needed' });
    expect(await sentRows()).toEqual([
      { held_by: [], override_reason: null },
      { held_by: ['contacted_recently'], override_reason: 'They asked for it' },
      { held_by: [], override_reason: null },
    ]);
  });

  it('is so after a call, not after a note', async () => {
    const touch = `insert into touches (account_id, kind, text, author, at) values ($1, $2, 'x', 'U1', '2026-02-27T09:00:00Z')`;
    await database.pool.query(touch, [megacorp, 'note']);
    expect((await draftOn(DAY)).pauses).toEqual([]);
    await database.pool.query(touch, [megacorp, 'call']);
    expect((await draftOn(DAY)).pauses).toEqual([
      { reason: 'contacted_recently', text: 'U1 called them on 27 Feb: leave them alone until 13 Mar.' },
    ]);
  });

  it('is so while an urgent ticket is open, and to a person who opted out', async () => {
    await urgentTicket('u1');
    const held = await draftOn(DAY, 'alex');
    expect(held.pauses.map(({ reason }) => reason)).toEqual(['urgent_ticket_open', 'opted_out']);
    expect(held.to).toBeNull();
    await send(DAY, { contactId: 'alex', recipient: null, overrideReason: 'Answer to a question' });
    expect(await sentRows()).toEqual([
      { held_by: ['urgent_ticket_open', 'opted_out'], override_reason: 'Answer to a question' },
    ]);
    await database.pool.query(`delete from tickets where ticket_id = 'u1'`);
  });

  it('is written to once when two people mark the same minute', async () => {
    const results = await Promise.allSettled([send(DAY), send(DAY, { actor: 'U0LEE' })]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await sentRows()).toHaveLength(1);
  });
});

describe('the last touch', () => {
  const touched = () => lastTouch({ ctx: ctxOn('2026-03-04'), input: { accountId: 'megacorp' } });

  it('is the newest of mails and touches, with who and which wording', async () => {
    expect(await touched()).toBeNull();
    await send(DAY);
    expect(await touched()).toMatchObject({
      on: DAY,
      kind: 'draft',
      daysAgo: 3,
      wording: 'People then and now, and a talk',
      by: { id: 'U0DANA' },
    });
    await database.pool.query(
      `insert into touches (account_id, kind, text, author, at) values ($1, 'note', 'x', 'U1', '2026-03-03T09:00:00Z')`,
      [megacorp],
    );
    expect(await touched()).toMatchObject({ on: '2026-03-03', kind: 'note', wording: null, by: { id: 'U1' } });
  });
});

describe('what followed the mails', () => {
  const episode = (signal: string, recovered: string | null) =>
    database.pool.query(
      `insert into episodes (account_id, signal, opened_on, state, origin, news, level, said_level, said_on, recovered_on)
       values ($1, $2, '2026-02-20', $3, 'customer', true, '{}', '{}', '2026-02-20', $4)`,
      [megacorp, signal, recovered === null ? 'open' : 'recovered', recovered],
    );
  const outcomesOn = (day: string) => outreachOutcomes({ ctx: ctxOn(day) });

  it('is a recovery when all open alerts ended in time, whatever became of offers', async () => {
    await send(DAY);
    await episode('at_risk_enter', '2026-03-10');
    await episode('expansion', null);
    const { sent, rates } = await outcomesOn('2026-04-15');
    expect(sent).toMatchObject([
      {
        accountId: 'megacorp',
        sentOn: DAY,
        band: 'CRITICAL',
        outcome: { state: 'recovered', recoveredOn: '2026-03-10' },
      },
    ]);
    expect(rates).toMatchObject([{ sent: 1, finished: 1, recovered: 1, rateTenths: null }]);
    await episode('dormant', null);
    expect((await outcomesOn('2026-04-15')).sent[0]?.outcome.state).toBe('not_recovered');
    expect((await outcomesOn('2026-03-20')).sent[0]?.outcome.state).toBe('pending');
    await database.pool.query('truncate episodes');
  });

  it('is a recovery when the band rose by the same rules, in the newest revision of a day', async () => {
    await send(DAY);
    const later = (revision: number, band: string, hash: string) =>
      database.pool.query(
        `insert into health_snapshots select (jsonb_populate_record(h, jsonb_build_object('day', '2026-03-08',
           'revision', $2::int, 'band_state', $3::text, 'definition_hash',
           case when $4 = 'same' then h.definition_hash else $4 end))).*
         from health_snapshots h where account_id = $1 and day = $5 order by revision desc limit 1`,
        [megacorp, revision, band, hash, DAY],
      );
    const state = async () => (await outcomesOn('2026-04-15')).sent[0]?.outcome.state;
    await later(1, 'ok', 'other rules');
    expect(await state()).toBe('not_recovered');
    await later(2, 'ok', 'same');
    expect(await state()).toBe('recovered');
    await later(3, 'CRITICAL', 'same');
    expect(await state()).toBe('not_recovered');
    await database.pool.query(`delete from health_snapshots where day = '2026-03-08'`);
  });

  it('is empty without mails, and forgets those of more than a year ago', async () => {
    expect(await outcomesOn(DAY)).toMatchObject({ rates: [], sent: [], capped: false });
    await send('2025-03-01');
    await send('2025-03-20');
    expect((await outcomesOn(DAY)).sent.map(({ sentOn }) => sentOn)).toEqual(['2025-03-20']);
  });
});

describe('another wording', () => {
  const input = { accountId: 'megacorp', contactId: 'priya', sender: SENDER };
  const polish = (answer: (user: string) => string) =>
    polishDraft({ ctx: ctxOn(DAY), input, rewrite: async ({ user }) => answer(user) });

  it('is shown when it keeps to the facts, and the template stays beside it', async () => {
    const outcome = await polish((user) => {
      const { subject, body } = JSON.parse(user);
      return JSON.stringify({ subject, body: body.replace("I'd like", 'I would like') });
    });
    expect(outcome).toMatchObject({ state: 'polished', body: expect.stringContaining('I would like') });
    expect(outcome.state === 'polished' && outcome.draft.body).toContain("I'd like");
  });

  it('is refused with its reasons when it does not, and asks for nothing that is not allowed', async () => {
    let asked = '';
    const outcome = await polish((user) => {
      asked = user;
      const { subject, body } = JSON.parse(user);
      return JSON.stringify({ subject, body: `${body} You waste $3,600.` });
    });
    expect(outcome).toMatchObject({
      state: 'refused',
      reasons: expect.arrayContaining([expect.stringMatching(/waste/), expect.stringMatching(/3,600/)]),
    });
    expect(asked).not.toMatch(/score|exposure|mrr|at_risk_enter|CRITICAL|5,?000/i);
    expect(await sentRows()).toEqual([]);
  });
});
