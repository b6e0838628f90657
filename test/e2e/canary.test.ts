import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { deliverDue } from '../../src/jobs/deliver-due.ts';
import { localDayOf } from '../../src/lib/local-time.ts';
import { SENDERS } from '../ingest/senders.ts';
import { findCanaries, type Writing } from '../support/canary.ts';
import { CANARY_CHANNEL, type CanaryStand, startCanaryStand } from '../support/canary-stand.ts';
import { type FakeAnswer, signedHeaders } from '../support/fake-slack.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

let stand: CanaryStand;
beforeAll(async () => {
  stand = await startCanaryStand();
});
afterAll(() => stand.stop());

async function post(path: string, body: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(stand.at(path), { method: 'POST', body, headers });
  stand.note(`answer of ${path}`, `${JSON.stringify([...response.headers])}`);
  await response.text();
}

async function sendEvents(events: readonly object[], key = stand.ingestKey): Promise<void> {
  await post('/v1/events', JSON.stringify({ batch: events }), { ...JSON_TYPE, authorization: `Bearer ${key}` });
}

async function ask(command: string, text: string, secret = stand.canaries.secrets.SLACK_SIGNING_SECRET): Promise<void> {
  const { slack } = stand;
  const body = new URLSearchParams({
    command,
    text,
    user_id: 'U0DANA',
    team_id: 'T0HOME',
    channel_id: CANARY_CHANNEL,
    trigger_id: `${Math.random()}`,
    response_url: slack.responseUrl(),
  }).toString();
  const before = slack.calls.length;
  await post('/slack/events', body, { ...FORM, ...signedHeaders(secret, body) });
  const answers = ['response_url', 'chat.postEphemeral', 'chat.postMessage'];
  await slack
    .waitFor(() => slack.calls.slice(before).some(({ method }) => answers.includes(method)), 3000)
    .catch(() => undefined);
}

const event = (more: object = {}) => ({
  event: stand.canaries.personal.eventName,
  timestamp: new Date(Date.now() - 60_000).toISOString(),
  account_id: stand.canaries.personal.accountId,
  user_id: stand.canaries.personal.userId,
  message_id: `${Math.random()}`,
  ...more,
});

/** Fields in which a database finds fault, or a parser. */
async function sendWhatIsRefused(): Promise<void> {
  const { comment, email, userId } = stand.canaries.personal;
  await sendEvents([
    event({ timestamp: comment }),
    event({ user_id: `${userId}\u0000` }),
    event({ account_id: `${comment}${'x'.repeat(5000)}` }),
    event({ properties: { note: `${comment}\ud800`, email } }),
    event(),
  ]);
  await sendEvents([event()], stand.canaries.secrets.INGEST_KEY);
  await post('/v1/events', `{"batch": [${comment}`, { ...JSON_TYPE, authorization: `Bearer ${stand.ingestKey}` });
  await post(`/v1/${comment}`, '{}', JSON_TYPE);
}

async function sendWebhooks(): Promise<void> {
  const { secrets, personal } = stand.canaries;
  const given: Readonly<Record<string, string>> = {
    hubspot: secrets.HUBSPOT_CLIENT_SECRET,
    posthog: secrets.POSTHOG_WEBHOOK_SECRET,
    segment: secrets.SEGMENT_SHARED_SECRET,
    sentry: secrets.SENTRY_CLIENT_SECRET,
    stripe: secrets.STRIPE_WEBHOOK_SECRET,
    zendesk: secrets.ZENDESK_WEBHOOK_SECRET,
  };
  const bodies = [
    JSON.stringify({ id: personal.comment, type: personal.subject, data: { object: { email: personal.email } } }),
    JSON.stringify({ type: 'track', userId: personal.userId, event: personal.eventName, context: { groupId: 'acme' } }),
    `{"broken": "${personal.comment}`,
  ];
  for (const [source, secret] of Object.entries(given)) {
    const sender = Object.entries(SENDERS).find(([name]) => name === source)?.[1];
    for (const body of bodies) {
      for (const one of [secret, `wrong-${secret}`]) {
        await post(`/webhooks/${source}`, body, { ...JSON_TYPE, ...sender?.sign(body, new Date(), one) });
      }
    }
  }
}

async function askEverything(): Promise<void> {
  const { accountId, comment, email } = stand.canaries.personal;
  for (const [command, text] of [
    ['/health', accountId],
    ['/health', `why ${accountId}`],
    ['/health', `history ${accountId}`],
    ['/health', comment],
    ['/utilization', accountId],
    ['/pulse', `owner ${email}`],
    ['/pulse', 'doctor'],
    ['/pulse', comment],
    ['/nothing', comment],
  ] as const) {
    await ask(command, text);
  }
  await ask('/health', accountId, 'not-the-signing-secret');
}

/** Slack refuses, with answers that repeat what they were sent. */
async function askWhileSlackFails(): Promise<void> {
  const { accountId, comment } = stand.canaries.personal;
  const { slack } = stand;
  const failures: readonly FakeAnswer[] = [
    {
      ok: false,
      error: 'invalid_blocks',
      response_metadata: { messages: [`[ERROR] invalid value: ${comment} [json-pointer:/blocks/0]`] },
    },
    { http: 500, body: comment, headers: { 'x-said': comment } },
    'drop',
  ];
  for (const failure of failures) {
    for (const method of ['response_url', 'chat.postEphemeral', 'chat.postMessage', 'users.info']) {
      slack.answer(method, () => failure);
    }
    await ask('/health', accountId);
    const day = localDayOf(new Date(), 'UTC');
    const message = { text: comment, blocks: [], classic: null };
    await queueMessage({
      ctx: stand.app.ctx,
      input: { kind: `canary-${Math.random()}`, channel: CANARY_CHANNEL, localDate: day, message },
    });
    if (stand.app.publisher) await deliverDue({ ctx: stand.app.ctx, publisher: stand.app.publisher, leaseMs: 1 });
  }
  for (const method of ['response_url', 'chat.postEphemeral', 'chat.postMessage', 'users.info']) {
    slack.answer(method, null);
  }
}

/** Errors of the database, whose messages and details repeat values. */
async function askWhileTheDatabaseFails(): Promise<void> {
  const { accountId, comment } = stand.canaries.personal;
  const { pool } = stand.database;
  const faults = [
    `using errcode = '22P02', message = 'invalid input syntax for type integer: "${comment}"'`,
    `using errcode = '23505', message = 'duplicate key value violates unique constraint "k"',
       detail = 'Key (user_id)=(${comment}) already exists.'`,
    `using errcode = '23514', message = 'violates check constraint "c"', detail = 'Failing row contains (${comment}).'`,
    `using errcode = '42P01', message = 'relation "x" does not exist', hint = '${comment}', detail = '${comment}'`,
  ];
  for (const fault of faults) {
    await pool.query(`create or replace function canary_fault() returns trigger language plpgsql as
      $$ begin raise exception ${fault}; end $$`);
    for (const table of ['audit_log', 'job_runs', 'account_users']) {
      await pool.query(`create or replace trigger canary_fault before insert or update on ${table}
        execute function canary_fault()`);
    }
    await ask('/health', accountId);
    await sendEvents([event({ user_id: `new-${Math.random()}` })]);
  }
  for (const table of ['audit_log', 'job_runs', 'account_users']) {
    await pool.query(`drop trigger canary_fault on ${table}`);
  }
  await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'cs-pulse %' and pid <> pg_backend_pid()
      and application_name <> 'cs-pulse test'`);
  await ask('/health', accountId);
}

async function scrape(): Promise<void> {
  for (const path of ['/metrics', '/readyz', '/livez', `/${stand.canaries.personal.comment}`]) {
    stand.note(`answer of ${path}`, await (await fetch(stand.at(path))).text());
  }
}

const lines = (writings: readonly Writing[], where: string) => writings.filter((one) => one.where === where);

describe('a canary in every secret and personal field, at log level debug', { timeout: 120_000 }, () => {
  it('is never written where it does not belong', async () => {
    const { accountName, accountId, email, subject } = stand.canaries.personal;
    await sendEvents([
      { type: 'account', ...event(), name: accountName, owner: email, properties: { subject } },
      ...Array.from({ length: 20 }, () => event({ properties: { email } })),
    ]);
    await stand.database.pool.query('update accounts set name = $1 where external_id = $2', [accountName, accountId]);
    await snapshotScores({ ctx: stand.app.ctx, input: { day: localDayOf(new Date(), 'UTC') } });
    await askEverything();
    await sendWhatIsRefused();
    await sendWebhooks();
    await askWhileSlackFails();
    await askWhileTheDatabaseFails();
    await scrape();

    const writings = stand.writings();
    // What happened was worth looking at: a log with failures in it, and answers to people.
    expect(lines(writings, 'log').filter(({ text }) => /"level":(40|50)/.test(text)).length).toBeGreaterThan(5);
    expect(lines(writings, 'slack response_url').some(({ text }) => text.includes(accountName))).toBe(true);
    const secrets = [...Object.values(stand.canaries.secrets), stand.ingestKey];
    expect(findCanaries(writings, secrets)).toEqual([]);
    const toNobody = writings.filter(({ where }) => !where.startsWith('slack '));
    expect(findCanaries(toNobody, Object.values(stand.canaries.personal))).toEqual([]);
  });

  it('would be found', () => {
    const { personal, secrets } = stand.canaries;
    stand.app.ctx.log.info({ note: personal.accountName }, 'planted');
    process.stderr.write(`planted ${secrets.SLACK_SIGNING_SECRET}\n`);
    stand.note('answer', JSON.stringify({ a: `"${secrets.ZENDESK_WEBHOOK_SECRET}"` }));
    const found = findCanaries(stand.writings(), [...Object.values(personal), ...Object.values(secrets)]);
    const planted = found.filter(({ where }) => !where.startsWith('slack '));
    expect(planted.map(({ where }) => where).sort()).toEqual(['answer', 'log', 'output']);
  });
});
