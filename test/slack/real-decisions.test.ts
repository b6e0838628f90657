import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accountHealth } from '../../src/app/accounts/account-health.ts';
import { findAccount } from '../../src/app/accounts/find-account.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { accountEpisodes } from '../../src/app/episodes/account-episodes.ts';
import { acknowledgeEpisodes } from '../../src/app/episodes/acknowledge-episodes.ts';
import { openEpisodes } from '../../src/app/episodes/open-episodes.ts';
import { snoozeEpisodes } from '../../src/app/episodes/snooze-episodes.ts';
import { updateEpisodes } from '../../src/app/episodes/update-episodes.ts';
import { wakeEpisodes } from '../../src/app/episodes/wake-episodes.ts';
import { addGrowthPlan } from '../../src/app/judgements/add-growth-plan.ts';
import { endGrowthPlan } from '../../src/app/judgements/end-growth-plan.ts';
import { endOverride } from '../../src/app/judgements/end-override.ts';
import { setOverride } from '../../src/app/judgements/set-override.ts';
import { setSentiment } from '../../src/app/judgements/set-sentiment.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { rows } from '../../src/store/db.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { connectSources, insertRecipePortfolio } from '../support/portfolio.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';

const DAY = '2026-03-01';
const NOW = new Date(`${DAY}T06:00:00Z`);
const EVIL = 'Wait <!channel> & <http://evil.example|Stripe>';

describe('what people decide, on the database', () => {
  let database: TestDatabase;
  let harness: Harness;
  beforeAll(async () => {
    database = await cloneDatabase();
    await insertRecipePortfolio(database.pool, DAY);
    await connectSources(database.pool, new Date(NOW.getTime() - 3_600_000));
    const ctx = testContext(database.pool, { now: () => NOW });
    await snapshotScores({ ctx, input: { day: DAY } });
    await updateEpisodes({ ctx, input: { day: DAY } });
    const reads = { findAccount, accountHealth, composeDigest, accountEpisodes, openEpisodes };
    const alerts = { acknowledgeEpisodes, snoozeEpisodes, wakeEpisodes };
    const judgements = { setOverride, endOverride, addGrowthPlan, endGrowthPlan, setSentiment };
    harness = await startHarness({}, [], () => undefined, { ctx, deps: { ...reads, ...alerts, ...judgements } });
  });
  afterAll(async () => {
    await harness.close();
    await database.close();
  });

  async function reply(send: () => Promise<unknown>): Promise<string> {
    harness.slack.reset();
    await send();
    const { args } = await harness.slack.waitFor(() => harness.slack.of('response_url')[0]);
    return String(args['text']);
  }
  const ask = (name: string, text: string) => reply(() => harness.command(name, text));
  const press = (action: string, accountId: string) =>
    reply(() => harness.interact(click(harness.slack, `v1:${action}`, accountId)));

  /** The text of the modal that a click or a submission ends with. */
  async function modalAfter(send: () => Promise<unknown>): Promise<string> {
    harness.slack.reset();
    await send();
    const { args } = await harness.slack.waitFor(() => harness.slack.of('views.update')[0]);
    return JSON.stringify(args['view']);
  }
  const open = (action: string, accountId: string) =>
    modalAfter(() => harness.interact(click(harness.slack, `v1:${action}`, accountId)));
  let opened = 0;
  const submit = (name: string, accountId: string, values: object) =>
    modalAfter(() =>
      harness.interact({
        type: 'view_submission',
        view: {
          id: `V${++opened}`,
          type: 'modal',
          callback_id: `v1:${name}`,
          private_metadata: JSON.stringify({ accountId }),
          state: { values },
        },
      }),
    );

  const auditSchema = z.object({ action: z.string() });
  const audited = async (): Promise<string[]> =>
    (await rows(database.pool, auditSchema, 'select action from audit_log order by at, action')).map(
      ({ action }) => action,
    );

  it('says on the card what is open, and that nothing is', async () => {
    expect(await ask('/health', 'megacorp')).toContain(
      '🔔 Open alerts: entered at-risk seats, renewal near with low seat use',
    );
    expect(await ask('/health', 'acme')).toContain('no open alert');
  });

  it('takes an account’s alerts once', async () => {
    expect(await press('acknowledge', 'globex')).toContain('✅ You took *globex*');
    expect(await press('acknowledge', 'globex')).toContain('*globex* was taken already');
    expect(await press('acknowledge', 'acme')).toContain('no alert is open');
    expect(await ask('/health', 'globex')).toMatch(/Open alerts: .*, acknowledged by @?Dana/);
    expect(await ask('/pulse', '')).toMatch(/\*globex\*.* · acknowledged · /);
    expect((await audited()).filter((action) => action === 'episodes_acknowledged')).toHaveLength(1);
  });

  const snoozeUntil = (until: string, day: string | null, reason = EVIL) => ({
    until: { 'v1:input:until': { selected_option: { value: until } } },
    day: { 'v1:input:day': { selected_date: day } },
    reason: { 'v1:input:reason': { value: reason } },
  });

  it('snoozes, lists and wakes', async () => {
    expect(await open('snooze', 'acme')).toContain('nothing to snooze');
    expect(await open('snooze', 'megacorp')).toContain('Until two weeks before the renewal');
    const done = await submit('snooze', 'megacorp', snoozeUntil('date', '2026-03-15'));
    expect(done).toContain('✅ Snoozed: *megacorp*');
    expect(done).toContain('until 15 Mar');
    expect(await submit('snooze', 'megacorp', snoozeUntil('date', '2026-03-15'))).toContain(
      'snoozed like this already',
    );
    expect(await ask('/pulse', '')).toContain('1 snoozed (`/pulse snoozed`)');
    const listed = await ask('/pulse', 'snoozed');
    expect(listed).toContain('*Snoozed (1)*\n*megacorp*');
    expect(listed).toContain('Wait &lt;!channel&gt; &amp; &lt;http:∕∕evil.example|Stripe&gt;');
    expect(await press('wake', 'megacorp')).toContain('✅ Awake again: *megacorp*');
    expect(await press('wake', 'megacorp')).toContain('awake already');
    expect(await ask('/pulse', 'snoozed')).toContain('Nothing is snoozed');
  });

  it('tells the product’s own refusal with its remedy', async () => {
    expect(await submit('snooze', 'no-such-account', snoozeUntil('change', null))).toContain('There is no account');
  });

  it('overrides a score until it is ended', async () => {
    const values = {
      kind: { 'v1:input:kind': { selected_option: { value: 'value' } } },
      points: { 'v1:input:points': { value: '44.9' } },
      day: { 'v1:input:day': { selected_date: '2026-05-30' } },
      reason: { 'v1:input:reason': { value: EVIL } },
    };
    expect(await submit('override', 'acme', values)).toContain('Override: set to 44.9 until 30 May');
    expect(await submit('override', 'acme', values)).toContain('This was so already');
    const card = await ask('/health', 'acme');
    expect(card).toContain('44.9');
    expect(card).toContain('(without it 88.0)');
    expect(card).not.toContain('<!channel>');
    expect(await open('override', 'acme')).toContain('End it now');
    expect(await press('end_override', 'acme')).toContain('the override is over');
    expect(await press('end_override', 'acme')).toContain('had ended already');
    expect(await ask('/health', 'acme')).toContain('🟢 88.0 healthy');
  });

  it('records a growth plan and a sentiment', async () => {
    const plan = {
      target: { 'v1:input:target': { value: '40' } },
      day: { 'v1:input:day': { selected_date: '2026-06-01' } },
      note: { 'v1:input:note': { value: null } },
    };
    expect(await ask('/health', 'tinyco')).toContain('DORMANT');
    expect(await submit('growth_plan', 'tinyco', plan)).toContain('Growth plan: 1 of 40 people by 1 Jun');
    expect(await ask('/health', 'tinyco')).toContain('ramping');
    expect(await open('growth_plan', 'tinyco')).toContain('1 of 40 people');
    expect(await press('end_growth_plan', 'tinyco')).toContain('the growth plan is over');
    expect(await ask('/health', 'tinyco')).toContain('DORMANT');
    const felt = {
      sentiment: { 'v1:input:sentiment': { selected_option: { value: 'concerned' } } },
      note: { 'v1:input:note': { value: EVIL } },
    };
    expect(await submit('sentiment', 'globex', felt)).toContain('Sentiment: concerned');
    expect(await ask('/health', 'globex')).toContain('Sentiment: concerned · today · ');
  });
});
