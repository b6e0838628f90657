import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accountHealth } from '../../src/app/accounts/account-health.ts';
import { findAccount } from '../../src/app/accounts/find-account.ts';
import { audit } from '../../src/app/audit/audit.ts';
import { accountEpisodes } from '../../src/app/episodes/account-episodes.ts';
import { lastTouch } from '../../src/app/outreach/last-contact.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { insertRecipePortfolio } from '../support/portfolio.ts';
import { type Harness, startHarness } from '../support/slack-harness.ts';
import { textsOf } from '../support/statements.ts';

describe('what one answer asks of the database', () => {
  let database: TestDatabase;
  let harness: Harness;
  /** How many statements left in each message. */
  let messages: number[] = [];
  beforeAll(async () => {
    database = await cloneDatabase();
    await insertRecipePortfolio(database.pool, '2026-03-01');
    const ctx = testContext(database.pool);
    await snapshotScores({ ctx, input: { day: '2026-03-01' } });
    const deps = { findAccount, accountHealth, accountEpisodes, lastTouch, audit };
    harness = await startHarness({}, [], () => undefined, { ctx, deps });
    const send = pg.Client.prototype.query;
    vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function spied(this: pg.Client, ...args: unknown[]) {
      messages.push(textsOf(args[0]).length);
      return Reflect.apply(send, this, args);
    });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await harness.close();
    await database.close();
  });

  async function ask(text: string): Promise<string> {
    harness.slack.reset();
    messages = [];
    await harness.command('/health', text);
    const { args } = await harness.slack.waitFor(() => harness.slack.of('response_url')[0]);
    await harness.app.idle();
    return String(args['text']);
  }

  it('is five messages for the card of an account: two lines of the audit, two look-ups, and all reads at once', async () => {
    expect(await ask('acme')).toContain('88.0');
    expect([...messages].sort((a, b) => a - b)).toEqual([1, 1, 1, 2, 11]);
  });

  it('grows with what has to be said of an account alone', async () => {
    const touch = `insert into touches (account_id, kind, text, author, at)
      select account_id, 'call', 'Talked', 'U0DANA', '2026-02-27T09:00:00Z' from accounts where external_id = 'acme'`;
    await database.pool.query(touch);
    await ask('acme');
    expect([...messages].sort((a, b) => a - b)).toEqual([1, 1, 1, 1, 2, 11]);
  });
});
