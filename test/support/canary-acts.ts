import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { deliverDue } from '../../src/jobs/deliver-due.ts';
import { localDayOf } from '../../src/lib/local-time.ts';
import { SENDERS } from '../ingest/senders.ts';
import { findCanaries, type Writing } from './canary.ts';
import { CANARY_CHANNEL, type CanaryStand } from './canary-stand.ts';
import { type FakeAnswer, signedHeaders } from './fake-slack.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

async function post(stand: CanaryStand, path: string, body: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(stand.at(path), { method: 'POST', body, headers });
  stand.note(`answer of ${path}`, `${JSON.stringify([...response.headers])}`);
  await response.text();
}

async function sendEvents(stand: CanaryStand, events: readonly object[], key = stand.ingestKey): Promise<void> {
  await post(stand, '/v1/events', JSON.stringify({ batch: events }), { ...JSON_TYPE, authorization: `Bearer ${key}` });
}

async function ask(
  stand: CanaryStand,
  command: string,
  text: string,
  secret = stand.canaries.secrets.SLACK_SIGNING_SECRET,
): Promise<void> {
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
  await post(stand, '/slack/events', body, { ...FORM, ...signedHeaders(secret, body) });
  const answers = ['response_url', 'chat.postEphemeral', 'chat.postMessage'];
  await slack
    .waitFor(() => slack.calls.slice(before).some(({ method }) => answers.includes(method)))
    .catch(() => undefined);
}

const eventOf = (stand: CanaryStand, more: object = {}) => ({
  event: stand.canaries.personal.eventName,
  timestamp: new Date(Date.now() - 60_000).toISOString(),
  account_id: stand.canaries.personal.accountId,
  user_id: stand.canaries.personal.userId,
  message_id: `${Math.random()}`,
  ...more,
});

/** Fields in which a database finds fault, or a parser. */
async function sendWhatIsRefused(stand: CanaryStand): Promise<void> {
  const { comment, email, userId } = stand.canaries.personal;
  await sendEvents(stand, [
    eventOf(stand, { timestamp: comment }),
    eventOf(stand, { user_id: `${userId}\u0000` }),
    eventOf(stand, { account_id: `${comment}${'x'.repeat(5000)}` }),
    eventOf(stand, { properties: { note: `${comment}\ud800`, email } }),
    eventOf(stand),
  ]);
  await sendEvents(stand, [eventOf(stand)], stand.canaries.secrets.INGEST_KEY);
  await post(stand, '/v1/events', `{"batch": [${comment}`, {
    ...JSON_TYPE,
    authorization: `Bearer ${stand.ingestKey}`,
  });
  await post(stand, `/v1/${comment}`, '{}', JSON_TYPE);
}

async function sendWebhooks(stand: CanaryStand): Promise<void> {
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
        await post(stand, `/webhooks/${source}`, body, { ...JSON_TYPE, ...sender?.sign(body, new Date(), one) });
      }
    }
  }
}

async function askEverything(stand: CanaryStand): Promise<void> {
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
    await ask(stand, command, text);
  }
  await ask(stand, '/health', accountId, 'not-the-signing-secret');
}

/** Slack refuses, with answers that repeat what they were sent. */
async function askWhileSlackFails(stand: CanaryStand): Promise<void> {
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
    await ask(stand, '/health', accountId);
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
async function askWhileTheDatabaseFails(stand: CanaryStand): Promise<void> {
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
    await ask(stand, '/health', accountId);
    await sendEvents(stand, [eventOf(stand, { user_id: `new-${Math.random()}` })]);
  }
  for (const table of ['audit_log', 'job_runs', 'account_users']) {
    await pool.query(`drop trigger canary_fault on ${table}`);
  }
  await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'cs-pulse %' and pid <> pg_backend_pid()
      and application_name <> 'cs-pulse test'`);
  await ask(stand, '/health', accountId);
}

async function scrape(stand: CanaryStand): Promise<void> {
  for (const path of ['/metrics', '/readyz', '/livez', `/${stand.canaries.personal.comment}`]) {
    stand.note(`answer of ${path}`, await (await fetch(stand.at(path))).text());
  }
}

/** Everything that the product may be asked and told, and everything that may fail meanwhile. */
export async function touchEverything(stand: CanaryStand): Promise<void> {
  const { accountName, accountId, email, subject } = stand.canaries.personal;
  await sendEvents(stand, [
    { type: 'account', ...eventOf(stand), name: accountName, owner: email, properties: { subject } },
    ...Array.from({ length: 20 }, () => eventOf(stand, { properties: { email } })),
  ]);
  await stand.database.pool.query('update accounts set name = $1 where external_id = $2', [accountName, accountId]);
  await snapshotScores({ ctx: stand.app.ctx, input: { day: localDayOf(new Date(), 'UTC') } });
  await askEverything(stand);
  await sendWhatIsRefused(stand);
  await sendWebhooks(stand);
  await askWhileSlackFails(stand);
  await askWhileTheDatabaseFails(stand);
  await scrape(stand);
}

/** What was found where it does not belong; and what should have been there and was not, which proves nothing. */
export async function canaryFaults(stand: CanaryStand): Promise<string[]> {
  const { personal, secrets } = stand.canaries;
  const writings = stand.writings();
  const everywhere = [...writings, ...(await storedIn(stand))];
  const toNobody = writings.filter(({ where }) => !where.startsWith('slack '));
  const hits = [
    ...findCanaries(everywhere, [...Object.values(secrets), stand.ingestKey]),
    ...findCanaries(toNobody, Object.values(personal)),
  ];
  const failures = writings.filter(({ text, where }) => where === 'log' && /"level":(40|50)/.test(text));
  const answered = writings.some(({ text, where }) => isAnswer(where) && text.includes(personal.accountName));
  return [
    ...hits.map(({ canary, where }) => `${canary} in ${where}`),
    ...(failures.length > 5 ? [] : [`${failures.length} failures were logged`]),
    ...(answered ? [] : ['nobody was told of the account']),
  ];
}

const isAnswer = (where: string): boolean => where === 'slack response_url';

/** All rows of all tables. */
async function storedIn({ database: { pool } }: CanaryStand): Promise<Writing[]> {
  const tables = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'`,
  );
  const writings: Writing[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ text: string }>(`select t::text as text from ${name} t`);
    writings.push({ where: `table ${name}`, text: rows.map(({ text }) => text).join('\n') });
  }
  return writings;
}

/** What a careless line would leave behind: in the log, in an answer. */
export function plantLeaks({ app, canaries: { personal, secrets }, note }: CanaryStand): void {
  app.ctx.log.info({ note: personal.accountName }, 'planted');
  note('answer', JSON.stringify({ a: `"${secrets.ZENDESK_WEBHOOK_SECRET}"` }));
}
