import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkOwners } from '../../../src/app/owners/check-owners.ts';
import { type HandOverInput, handOver } from '../../../src/app/owners/hand-over.ts';
import type { HandoverReport } from '../../../src/app/owners/handover-report.ts';
import type { OwnerDirectory } from '../../../src/app/owners/owner-directory.ts';
import { logTouch } from '../../../src/app/touches/log-touch.ts';
import { handoverMessage, leaverMessage } from '../../../src/slack/messages/handover.ts';
import { execute, rows } from '../../../src/store/db.ts';
import { messageProblems } from '../../support/block-limits.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { connectSources, insertRecipePortfolio } from '../../support/portfolio.ts';

const DAY = '2026-03-01';
const outboxSchema = z.object({
  kind: z.string(),
  channel: z.string(),
  payload: z.object({ text: z.string(), amounts: z.boolean() }),
});

let database: TestDatabase;
let now = TEST_NOW;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, DAY);
  await connectSources(database.pool, TEST_NOW);
});
afterAll(() => database.close());
beforeEach(async () => {
  now = TEST_NOW;
  await execute(database.pool, 'truncate outbox, handovers, account_owners, touches');
  await execute(database.pool, 'delete from owners');
  await execute(
    database.pool,
    `insert into owners (email, name, slack_user_id) values
       ('dana@example.com', 'Dana Doe', 'U0DANA'), ('lee@example.com', 'Lee', null), ('max@example.com', 'Max', null)`,
  );
  await own('dana@example.com');
});

const context = () => testContext(database.pool, { now: () => now });
const own = (email: string | null, accountId?: string) =>
  execute(database.pool, 'update accounts set owner_email = $1 where $2::text is null or external_id = $2', [
    email,
    accountId ?? null,
  ]);
const outbox = () =>
  rows(database.pool, outboxSchema, 'select kind, channel, payload from outbox order by kind, channel');
const later = (hours: number) => {
  now = new Date(now.getTime() + hours * 3_600_000);
};

describe('owners in Slack', () => {
  const asked: string[] = [];
  const directory = (answers: Partial<OwnerDirectory> = {}): OwnerDirectory => ({
    byEmail: async (email) => {
      asked.push(email);
      return email.startsWith('lee') ? { kind: 'found', slackUserId: 'U0LEE' } : { kind: 'absent' };
    },
    stateOf: async (id) => {
      asked.push(id);
      return 'active';
    },
    ...answers,
  });
  const check = (given: OwnerDirectory = directory(), fallbackOwner: string | null = 'U0BOSS') =>
    checkOwners({ ctx: context(), input: { directory: given, fallbackOwner, renderLeaver: leaverMessage } });
  const stored = async () => {
    const schema = z.object({ email: z.string(), id: z.string().nullable(), state: z.string().nullable() });
    const found = await rows(
      database.pool,
      schema,
      'select email, slack_user_id as id, slack_state as state from owners order by email',
    );
    return found.map(({ email, id, state }) => `${email.split('@')[0]} ${id} ${state}`);
  };
  beforeEach(() => {
    asked.length = 0;
  });

  it('are found by their address, and asked about once a day, unknown ones too', async () => {
    await own('lee@example.com', 'acme');
    await own('max@example.com', 'globex');
    expect(await check()).toEqual({ found: 1, absent: 1, left: [], stopped: false });
    expect(await stored()).toEqual(['dana U0DANA active', 'lee U0LEE active', 'max null absent']);
    const first = asked.length;
    later(2);
    await check();
    expect(asked).toHaveLength(first);
    later(20);
    await check();
    expect(asked.length).toBeGreaterThan(first);
  });

  it('asks about nobody without an account, and stops when Slack does not answer', async () => {
    expect(await check(directory({ stateOf: async () => 'later' }))).toMatchObject({ stopped: true });
    expect(await stored()).toEqual(['dana U0DANA null', 'lee null null', 'max null null']);
  });

  it('still asks about those who are known where addresses may not be looked up', async () => {
    await own('lee@example.com', 'acme');
    expect(await check(directory({ byEmail: async () => ({ kind: 'forbidden' }) }))).toMatchObject({ stopped: false });
    expect(await stored()).toEqual(['dana U0DANA active', 'lee null null', 'max null null']);
  });

  it('tells the stand-in once that somebody left', async () => {
    const gone = directory({ stateOf: async () => 'deactivated' });
    expect((await check(gone)).left).toEqual(['dana@example.com']);
    later(24);
    expect((await check(gone)).left).toEqual([]);
    const sent = await outbox();
    expect(sent.map(({ channel, kind }) => [channel, kind])).toEqual([['U0BOSS', 'owner_left:dana@example.com']]);
    expect(sent[0]?.payload.text).toContain('*Dana Doe* is no longer active in Slack and still owns 5 accounts');
  });

  it('only logs a leaver when nobody stands in', async () => {
    expect((await check(directory({ stateOf: async () => 'deactivated' }), null)).left).toHaveLength(1);
    expect(await outbox()).toEqual([]);
  });
});

describe('the packet about an account that changed hands', () => {
  const reports: HandoverReport[] = [];
  const run = (more: Partial<HandOverInput> = {}) =>
    handOver({
      ctx: context(),
      input: {
        fallbackOwner: null,
        readerOf: async () => ({ kind: 'allowed', money: true }),
        render: (report, viewer) => {
          reports.push(report);
          return handoverMessage(report, viewer);
        },
        ...more,
      },
    });
  beforeEach(async () => {
    reports.length = 0;
    await execute(database.pool, `update owners set slack_user_id = 'U0LEE' where email like 'lee%'`);
    await run();
  });

  it('says nothing of accounts that are seen for the first time', async () => {
    expect(await run()).toEqual({ accounts: 0, people: 0, waiting: 0 });
    expect(await outbox()).toEqual([]);
  });

  it('goes to the new owner once, with what they should know', async () => {
    await logTouch({
      ctx: context(),
      input: { accountId: 'megacorp', actor: 'U0DANA', kind: 'call', text: 'They want <!channel> fewer seats' },
    });
    await own('lee@example.com', 'megacorp');
    later(1);
    expect(await run()).toEqual({ accounts: 1, people: 1, waiting: 0 });
    expect(await run()).toEqual({ accounts: 0, people: 0, waiting: 0 });
    const [sent, ...others] = await outbox();
    expect(others).toEqual([]);
    expect([sent?.channel, sent?.payload.amounts]).toEqual(['U0LEE', true]);
    const text = sent?.payload.text ?? '';
    for (const words of [
      'You look after 1 account more',
      '18.5 CRITICAL',
      '$5,000/mo MRR',
      'was Dana Doe’s',
      '14/50 seats',
    ])
      expect(text).toContain(words);
    expect(text).toContain('call by Dana Doe: They want &lt;!channel&gt; fewer seats');
    const log = await database.pool.query(`select actor, detail from audit_log where action = 'handed_over'`);
    expect(log.rows).toEqual([{ actor: 'U0LEE', detail: { from: 'dana@example.com', to: 'lee@example.com' } }]);
  });

  it('is not sent for a change that was taken back before anybody was told', async () => {
    await own('max@example.com', 'acme');
    expect(await run()).toMatchObject({ accounts: 0, waiting: 1 });
    await own('lee@example.com', 'acme');
    expect(await run()).toMatchObject({ accounts: 1, people: 1, waiting: 0 });
    await own('max@example.com', 'acme');
    await run();
    await own('lee@example.com', 'acme');
    expect(await run()).toMatchObject({ accounts: 1, waiting: 0 });
    const told = await rows(
      database.pool,
      z.object({ told_to: z.string().nullable() }),
      'select told_to from handovers order by handover_id',
    );
    expect(told.map(({ told_to }) => told_to)).toEqual([null, 'U0LEE', null, 'U0LEE']);
  });

  it('says nothing when an account only loses its owner', async () => {
    await own(null, 'acme');
    expect(await run()).toEqual({ accounts: 0, people: 0, waiting: 0 });
  });

  it('goes to the stand-in when the new owner is unknown or may not ask, and waits while Slack is away', async () => {
    await own('lee@example.com', 'acme');
    expect(await run({ readerOf: async () => ({ kind: 'unknown' }), fallbackOwner: 'U0BOSS' })).toMatchObject({
      waiting: 1,
    });
    const refused: HandOverInput['readerOf'] = async (id) =>
      id === 'U0BOSS' ? { kind: 'allowed', money: false } : { kind: 'refused' };
    expect(await run({ readerOf: refused })).toMatchObject({ waiting: 1 });
    expect(await run({ readerOf: refused, fallbackOwner: 'U0BOSS' })).toMatchObject({ accounts: 1 });
    const [sent] = await outbox();
    expect(sent?.channel).toBe('U0BOSS');
    expect(sent?.payload.text).toContain('1 account of Lee*, who cannot be told here');
    expect(sent?.payload.text).not.toContain('MRR');
    expect(sent?.payload.amounts).toBe(false);
  });

  it('is one message for many accounts, within Slack’s limits', async () => {
    await execute(database.pool, `update accounts set name = $1 where external_id = 'acme'`, [
      '<!channel>'.repeat(500),
    ]);
    await own('lee@example.com');
    await Promise.all([run(), run()]);
    const sent = await outbox();
    expect(sent).toHaveLength(1);
    const [report] = reports;
    if (report === undefined) throw new Error('no report was made');
    const first = report.packets[0];
    if (first === undefined) throw new Error('no packet was made');
    const more = Array.from({ length: 500 }, () => first.health.standing.account);
    const message = handoverMessage({ ...report, more }, { money: true });
    expect(messageProblems(message)).toEqual([]);
    expect(message.text).not.toContain('<!');
  });
});
