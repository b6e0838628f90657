import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../../src/app/audit/audit.ts';
import { draftEmail } from '../../../src/app/drafts/draft-email.ts';
import { lintDraftText } from '../../../src/app/drafts/lint-draft-text.ts';
import { recordOutreach } from '../../../src/app/outreach/record-outreach.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { insertRecipePortfolio, RECIPE_IDS } from '../../support/portfolio.ts';

const DAY = '2026-03-01';
const SENDER = { name: 'Dana' };
const PERSONAS = ['admin', 'key_contact', 'exec', 'procurement'];

let database: TestDatabase;
let numbers: ReadonlyMap<string, number>;
beforeAll(async () => {
  database = await cloneDatabase();
  numbers = await insertRecipePortfolio(database.pool, DAY);
  const megacorp = numbers.get('megacorp');
  await database.pool.query(
    `insert into contacts (account_id, contact_id, name, email, persona, opted_out) values
       ($1, 'priya', 'Priya Shah', 'priya@megacorp.example', 'admin', false),
       ($1, 'alex', 'Alex', 'alex@megacorp.example', 'admin', true),
       ($1, 'jordan', 'Jordan', null, 'exec', false)`,
    [megacorp],
  );
  await database.pool.query(
    `update tickets set subject = 'Slow export', closed_at = '2026-02-24T12:00:00Z'
     where account_id = $1 and closed_at is not null`,
    [megacorp],
  );
  await snapshotScores({ ctx: testContext(database.pool), input: { day: DAY } });
});
afterAll(() => database.close());

const draft = (input: Partial<Parameters<typeof draftEmail>[0]['input']> = {}) =>
  draftEmail({ ctx: testContext(database.pool), input: { accountId: 'megacorp', sender: SENDER, ...input } });

describe('a draft', () => {
  it('opens with the numbers of the account itself, then and now, and names the repair', async () => {
    const { body, bucket, contactId, persona, subject, to, warnings } = await draft();
    expect({ bucket, contactId, persona, to, warnings }).toEqual({
      bucket: 'at_risk',
      contactId: 'priya',
      persona: 'admin',
      to: 'priya@megacorp.example',
      warnings: [],
    });
    expect(body).toMatch(/^Hi Priya — /);
    expect(body).toMatch(/14 people/);
    expect(body).toMatch(/in November it was 32/);
    expect(body).toMatch(/Slow export.*fixed on 24 Feb/s);
    expect(body).toMatch(/Dana$/);
    expect(subject).not.toBe('');
  });

  it('never holds a score, a band, an amount or another account, for any account, persona and wording', async () => {
    let drafts = 0;
    for (const accountId of RECIPE_IDS) {
      for (const persona of PERSONAS) {
        const { templates } = await draft({ accountId, persona });
        for (const { id } of templates) {
          const { body, subject, templateId, warnings } = await draft({ accountId, persona, templateId: id });
          const text = `${subject}\n${body}`;
          drafts += 1;
          expect(templateId).toBe(id);
          expect(text).not.toMatch(/\$|€|score|critical|at[- ]risk|exposure|unused|undefined|null/i);
          for (const other of RECIPE_IDS) if (other !== accountId) expect(text.toLowerCase()).not.toContain(other);
          expect(warnings.filter((warning) => warning.startsWith('“'))).toEqual([]);
        }
      }
    }
    expect(drafts).toBeGreaterThan(50);
  });

  it('is written for the persona of a chosen contact', async () => {
    const { contactId, persona, to, warnings } = await draft({ contactId: 'jordan' });
    expect({ contactId, persona, to }).toEqual({ contactId: 'jordan', persona: 'exec', to: null });
    expect(warnings).toEqual([expect.stringMatching(/No address is known for Jordan/)]);
  });

  it('goes to nobody who opted out, and warns when recipient and persona differ', async () => {
    const optedOut = await draft({ contactId: 'alex', persona: 'exec' });
    expect(optedOut.to).toBeNull();
    expect(optedOut.pauses).toContainEqual({ reason: 'opted_out', text: expect.stringMatching(/Alex has opted out/) });
    expect(optedOut.warnings).toEqual([expect.stringMatching(/known as admin, and this text is for exec/)]);
  });

  it('says when nobody is known to write to', async () => {
    const { contactId, to, warnings } = await draft({ persona: 'procurement' });
    expect({ contactId, to }).toEqual({ contactId: null, to: null });
    expect(warnings).toEqual([expect.stringMatching(/No contact with an address is known as procurement/)]);
  });

  it('falls back to the default wording for one of another persona', async () => {
    const admin = await draft();
    const exec = await draft({ persona: 'exec', templateId: admin.templateId });
    expect(exec.templateId).toBe(exec.templates[0]?.id);
    expect(exec.templates.map(({ id }) => id)).not.toContain(admin.templateId);
  });

  it.each([
    [{ accountId: 'nobody' }, /no account/],
    [{ persona: 'boss' }, /one of admin, key_contact/],
    [{ contactId: 'gone' }, /no longer known/],
  ])('refuses %j', async (input, message) => {
    await expect(draft(input)).rejects.toThrow(message);
  });
});

describe('an edited text', () => {
  const lint = (body: string, templateId?: string) =>
    lintDraftText({
      ctx: testContext(database.pool),
      input: { accountId: 'megacorp', persona: 'admin', subject: 'Your workspace', body, templateId },
    });

  it('is clean with the facts, and warned about with our words or numbers from elsewhere', async () => {
    expect(await lint('This month 14 people at megacorp used the workspace; in November it was 32.')).toEqual([]);
    expect(await lint('Your health score is low.')).toEqual([expect.stringMatching(/^“health score”: /)]);
    expect(await lint('You lost 77 people and waste $3,600.')).toHaveLength(3);
  });

  it('is judged by the occasion of its wording', async () => {
    const { templates } = await draft();
    const rightSize = templates.find(({ id }) => id.startsWith('right_size.'))?.id;
    expect(rightSize).toBeDefined();
    expect(await lint('You pay for 50 seats.')).toHaveLength(1);
    expect(await lint('You pay for 50 seats.', rightSize)).toEqual([]);
  });
});

describe('what was sent', () => {
  const sent = {
    accountId: 'megacorp',
    bucket: 'at_risk',
    persona: 'admin',
    templateId: 'at_risk.admin.teams',
    contactId: 'priya',
    recipient: 'priya@megacorp.example',
    overrideReason: 'They asked for it',
    subject: 'Hello\r\nBcc: everybody@example.com',
    body: `A body with ${'\u0000'} and ${'\ud800'}`,
    actor: 'U0DANA',
  };

  it('is kept with a line in the audit, in one subject line and without what cannot be stored', async () => {
    const ctx = testContext(database.pool);
    const { outreachId } = await recordOutreach({ ctx, input: sent });
    const { rows } = await database.pool.query('select * from outreach where outreach_id = $1', [outreachId]);
    expect(rows[0]).toMatchObject({
      account_id: numbers.get('megacorp'),
      sent_by: 'U0DANA',
      sent_at: ctx.now(),
      subject: 'Hello Bcc: everybody@example.com',
      body: 'A body with  and'.replace('  ', ' '),
    });
    const log = await database.pool.query(`select * from audit_log where action = 'outreach_sent'`);
    expect(log.rows).toMatchObject([
      { actor: 'U0DANA', account_id: numbers.get('megacorp'), detail: { outreach_id: outreachId } },
    ]);
  });

  it('is refused without a text or an account, and then leaves nothing behind', async () => {
    const ctx = testContext(database.pool);
    const count = async () =>
      (await database.pool.query('select 1 from outreach union all select 1 from audit_log')).rowCount;
    const before = await count();
    await expect(recordOutreach({ ctx, input: { ...sent, body: ' \u200b ' } })).rejects.toThrow(/must both hold text/);
    await expect(recordOutreach({ ctx, input: { ...sent, accountId: 'nobody' } })).rejects.toThrow(/no account/);
    expect(await count()).toBe(before);
  });
});

it('the audit keeps an account that is not known by its id', async () => {
  const ctx = testContext(database.pool);
  const detail = { channel: 'C100', odd: `half ${'\ud83d'}` };
  await audit({ ctx, input: { actor: 'U1', action: 'share_account', accountId: 'acme', detail } });
  await audit({ ctx, input: { actor: 'U1', action: 'share_account', accountId: 'gone', detail: {} } });
  const { rows } = await database.pool.query(
    `select account_id, detail from audit_log where actor = 'U1' order by audit_id`,
  );
  expect(rows).toEqual([
    { account_id: numbers.get('acme'), detail: { channel: 'C100', odd: 'half \ufffd' } },
    { account_id: null, detail: { account_id: 'gone' } },
  ]);
});
