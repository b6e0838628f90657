import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { createApiKey } from '../../src/app/keys/create-api-key.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { readConfig } from '../../src/config.ts';
import { deliverDue } from '../../src/jobs/deliver-due.ts';
import { localDayOf } from '../../src/lib/local-time.ts';
import { type RunningApp, startApp } from '../../src/main.ts';
import { readSettings } from '../../src/settings.ts';
import { digestMessage } from '../../src/slack/messages/digest.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { type FakeSlack, member, signedHeaders, startFakeSlack } from '../support/fake-slack.ts';
import { suiteLog } from '../support/suite-log.ts';

const SIGNING_SECRET = 'production-signing-secret';
const STRIPE_SECRET = 'whsec_production_secret';
const CHANNEL = 'C0PULSE';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const DAY_MS = 86_400_000;

/** Twenty-five seats at $600 a year: $1,250.00 a month. */
function subscriptionUpdated(now: Date): string {
  const seconds = (ms: number): number => Math.floor(ms / 1000);
  const start = now.getTime() - 400 * DAY_MS;
  const end = seconds(now.getTime() + 45 * DAY_MS);
  const item = {
    id: 'si_1',
    object: 'subscription_item',
    quantity: 25,
    current_period_end: end,
    price: {
      id: 'price_seat',
      object: 'price',
      product: 'prod_seat',
      currency: 'usd',
      unit_amount: 60_000,
      unit_amount_decimal: '60000',
      billing_scheme: 'per_unit',
      recurring: { interval: 'year', interval_count: 1, usage_type: 'licensed' },
    },
  };
  return JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'customer.subscription.updated',
    created: seconds(start),
    data: {
      object: {
        id: 'sub_1',
        object: 'subscription',
        customer: 'cus_1',
        status: 'active',
        currency: 'usd',
        start_date: seconds(start),
        created: seconds(start),
        cancel_at_period_end: false,
        metadata: { account_id: 'initech' },
        items: { object: 'list', data: [item] },
      },
    },
  });
}

describe('the product as a team runs it', () => {
  let database: TestDatabase;
  let slack: FakeSlack;
  let app: RunningApp;
  const now = new Date();
  const today = localDayOf(now, 'UTC');
  const at = (path: string): string => `http://127.0.0.1:${app.port}${path}`;

  beforeAll(async () => {
    database = await cloneDatabase();
    slack = await startFakeSlack();
    slack.users.set('U0DANA', member('U0DANA'));
    slack.channels.set(CHANNEL, {
      id: CHANNEL,
      is_channel: true,
      is_member: true,
      is_ext_shared: false,
      is_pending_ext_shared: false,
      is_shared: false,
      is_archived: false,
    });
    const config = readConfig({
      DATABASE_URL: database.url,
      SLACK_BOT_TOKEN: 'xoxb-test',
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
      PULSE_CHANNEL: CHANNEL,
      STRIPE_WEBHOOK_SECRET: STRIPE_SECRET,
    });
    app = await startApp({
      config,
      settings: readSettings('no-such-file.yaml'),
      databaseUrl: database.url,
      host: '127.0.0.1',
      port: 0,
      mayMigrate: true,
      role: 'web',
      log: suiteLog(),
    });
    await app.ready;
  });
  afterAll(async () => {
    await app.stop(1000);
    await slack.close();
    await database.close();
  });

  async function ask(command: string, text: string): Promise<string> {
    const responseUrl = slack.responseUrl();
    const body = new URLSearchParams({
      command,
      text,
      user_id: 'U0DANA',
      team_id: 'T0HOME',
      channel_id: CHANNEL,
      trigger_id: `${Math.random()}`,
      response_url: responseUrl,
    }).toString();
    const before = slack.of('response_url').length;
    const ack = await fetch(at('/slack/events'), {
      method: 'POST',
      body,
      headers: { ...signedHeaders(SIGNING_SECRET, body), ...FORM },
    });
    expect(ack.status).toBe(200);
    const answer = await slack.waitFor(() => slack.of('response_url')[before]);
    return String(answer.args['text']);
  }

  async function post(day: string): Promise<string[]> {
    await snapshotScores({ ctx: app.ctx, input: { day } });
    const message = digestMessage(await composeDigest({ ctx: app.ctx, input: { day } }), {
      money: true,
      mentions: true,
    });
    await queueMessage({ ctx: app.ctx, input: { kind: 'digest', channel: CHANNEL, localDate: day, message } });
    if (app.publisher === null) throw new Error('Slack is configured, so there is a publisher');
    return (await deliverDue({ ctx: app.ctx, publisher: app.publisher })).map(({ outcome }) => outcome);
  }

  it('is ready when database, schema and Slack are', async () => {
    const response = await fetch(at('/readyz'));
    expect(await response.json()).toMatchObject({
      status: 'ready',
      checks: { database: { state: 'ok' }, migrations: { state: 'ok' }, slack: { state: 'ok' } },
    });
  });

  it('takes a subscription from Stripe and a batch of events', async () => {
    const payload = subscriptionUpdated(now);
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: STRIPE_SECRET });
    const webhook = await fetch(at('/webhooks/stripe'), {
      method: 'POST',
      body: payload,
      headers: { 'stripe-signature': signature, 'content-type': 'application/json' },
    });
    expect(webhook.status).toBe(200);

    const { secret } = await createApiKey({ ctx: app.ctx, input: { kind: 'ingest', name: 'test', actor: 'cli:test' } });
    const batch = Array.from({ length: 300 }, (_, index) => ({
      event: 'report_viewed',
      timestamp: new Date(Date.parse(`${today}T12:00:00Z`) - (1 + (index % 100)) * DAY_MS).toISOString(),
      account_id: 'initech',
      user_id: `user-${index % 8}`,
      message_id: `m-${index}`,
    }));
    const send = () =>
      fetch(at('/v1/events'), {
        method: 'POST',
        body: JSON.stringify({ batch }),
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      });
    expect(await (await send()).json()).toMatchObject({ accepted: 300, duplicates: 0, rejected: [] });
    expect(await (await send()).json()).toMatchObject({ accepted: 0, duplicates: 300 });
  });

  it('answers /health and /utilization with the figures of what came in', async () => {
    await snapshotScores({ ctx: app.ctx, input: { day: today } });
    const card = await ask('/health', 'initech');
    expect(card).toContain('8/25');
    expect(card).toContain('$1,250');
    expect(card).toContain('44.9 WARN');
    const seats = await ask('/utilization', 'initech');
    expect(seats).toContain('32.0 %');
    expect(await ask('/utilization', '')).toContain('$850');
    expect(await ask('/health', 'nobody-by-this-name')).not.toContain('initech · ');
  });

  it('posts the digest once and edits it when it is posted again', async () => {
    expect(await post(today)).toEqual(['posted']);
    await app.ctx.db.query(`update accounts set name = 'Initech Ltd' where external_id = 'initech'`);
    expect(await post(today)).toEqual(['edited']);
    expect(await post(today)).toEqual([]);
    expect(slack.of('chat.postMessage')).toHaveLength(1);
    expect(slack.of('chat.update')).toHaveLength(1);
    expect(String(slack.of('chat.postMessage')[0]?.args['text'])).toContain('Seats at risk');
  });

  it('blames Slack, in time, when Slack does not say what a channel is', async () => {
    slack.answer('conversations.info', () => 'hang');
    expect(await ask('/pulse', 'doctor')).toContain('the channel could not be looked up');
    slack.answer('conversations.info', null);
  });

  it('says nothing of an account to somebody of another workspace', async () => {
    slack.users.set('U0ELSE', member('U0ELSE', { team_id: 'T0OTHER', is_stranger: true }));
    slack.users.set('U0DANA', member('U0DANA', { is_restricted: true }));
    const before = slack.outbound().length;
    await new Promise((done) => setTimeout(done, 10));
    const body = new URLSearchParams({
      command: '/health',
      text: 'initech',
      user_id: 'U0ELSE',
      team_id: 'T0OTHER',
      channel_id: CHANNEL,
      trigger_id: 'other',
      response_url: slack.responseUrl(),
    }).toString();
    const count = slack.of('response_url').length;
    await fetch(at('/slack/events'), {
      method: 'POST',
      body,
      headers: { ...signedHeaders(SIGNING_SECRET, body), ...FORM },
    });
    await slack.waitFor(() => slack.of('response_url')[count]);
    expect(slack.outbound().slice(before)).not.toMatch(/initech|1,250/i);
  });
});
