import type { Context } from '../../../src/app/context.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import type { Signal } from '../../../src/domain/signal.ts';
import { type Db, execute } from '../../../src/store/db.ts';
import { TEST_NOW } from '../../support/context.ts';
import { activity, eventId } from '../signals.ts';

/** All of them hold the word that a dump is searched for. */
export const PERSON = {
  id: 'canary-user-7f3',
  email: 'canary.person@mail.example',
  formerly: 'canary.old@mail.example',
  name: 'Canary Quux Person',
  contactId: 'canary-contact-9',
};
export const ACCOUNT = {
  id: 'canary-account',
  name: 'Canary Holdings',
  domain: 'canary-holdings.example',
  alias: 'canary-alias',
  customer: 'cus_canary',
};
const NAMED = `Met ${PERSON.name}, ${PERSON.email} (${PERSON.id})`;

/** An account with a person in it, as ingest leaves them; its number. */
export async function ingestPerson(ctx: Context, accountKey: string): Promise<number> {
  const base = { accountKey, occurredAt: new Date(TEST_NOW.getTime() - 3_600_000) };
  const signals: Signal[] = [
    activity({ ...base, id: eventId('one'), userKey: PERSON.formerly }),
    { ...base, kind: 'user', userKey: PERSON.id, email: PERSON.formerly },
    {
      ...base,
      kind: 'user',
      occurredAt: new Date(TEST_NOW.getTime() - 60_000),
      userKey: PERSON.id,
      email: PERSON.email,
      name: PERSON.name,
      role: 'canary role',
      department: 'canary department',
    },
    activity({ ...base, id: eventId('two'), userKey: PERSON.id }),
    activity({ ...base, id: eventId('three'), userKey: 'somebody-else' }),
    { ...base, kind: 'nps', userKey: PERSON.email, score: 3 },
    {
      ...base,
      kind: 'contact',
      contactId: PERSON.contactId,
      name: PERSON.name,
      email: PERSON.email,
      persona: 'key_contact',
      userKey: PERSON.id,
      optedOut: false,
    },
    {
      ...base,
      kind: 'ticket',
      ticketId: 't1',
      state: 'opened',
      priority: 'high',
      subject: `Ticket of ${PERSON.email}`,
    },
    { ...base, kind: 'loss', churned: false, lostMrrMinor: 100, currency: 'USD', reason: `${PERSON.name} left` },
    { ...base, accountKey: 'nobody-known', knownOnly: true, kind: 'nps', userKey: PERSON.id, score: 9 },
  ];
  const outcomes = await recordSignals({ ctx, input: { source: 'test', signals } });
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  const { rows } = await ctx.db.query('select account_id from account_keys where external_id = $1', [accountKey]);
  return rows[0].account_id;
}

/** Names the person in every column with words, and where something is sent to them. */
export async function plantWords(db: Db, no: number): Promise<void> {
  const words = JSON.stringify({ text: NAMED, list: [{ name: PERSON.name }] });
  await execute(
    db,
    `insert into episodes (account_id, signal, opened_on, state, origin, news, level, said_level, said_on, snooze_kind,
       snooze_level, snooze_reason) values ($1, 's', '2026-02-01', 'snoozed', 'customer', true, '{}', '{}',
       '2026-02-01', 'date', '{}', $2)`,
    [no, NAMED],
  );
  const each: [string, unknown[]][] = [
    [
      `insert into episode_log (account_id, signal, opened_on, day, at, kind, actor, news, detail)
        values ($1, 's', '2026-02-01', '2026-02-01', now(), 'snoozed', 'U1', false, $2)`,
      [no, words],
    ],
    [
      `insert into growth_plans (account_id, target_people, by_on, note, author, created_at, starts_on)
        values ($1, 5, '2026-05-01', $2, 'U1', now(), '2026-02-01')`,
      [no, NAMED],
    ],
    [`insert into kept_drafts values ($1, 'U1', 'exec', 't', $3, $2, $2, now())`, [no, NAMED, PERSON.contactId]],
    [`insert into kept_drafts values ($1, 'U2', 'exec', 't', null, 'Hello', $2, '2026-02-28')`, [no, NAMED]],
    [
      `insert into outreach (account_id, outreach_id, bucket, persona, template_id, recipient, subject, body, created_by,
        sent_by, sent_at) values ($1, gen_random_uuid(), 'b', 'exec', 't', $3, $2, $2, 'U1', 'U1', '2026-02-20')`,
      [no, NAMED, PERSON.email.toUpperCase()],
    ],
    [
      `insert into score_overrides (account_id, kind, tenths, reason, author, created_at, starts_on, expires_on)
        values ($1, 'cap', 500, $2, 'U1', now(), '2026-02-01', '2026-05-01')`,
      [no, NAMED],
    ],
    [
      `insert into sentiments (account_id, sentiment, note, author, created_at) values ($1, 'good', $2, 'U1', now())`,
      [no, NAMED],
    ],
    [`insert into touches (account_id, kind, text, author, at) values ($1, 'call', $2, 'U1', now())`, [no, NAMED]],
    [
      `insert into seat_movements (account_id, subscription_item, kind, delta, effective_at, source, source_event_id,
        idempotency_key, actor, note) values ($1, 'i', 'initial', 5, '2026-01-01', 'hand', 'e', 'e', $2, $2)`,
      [no, NAMED],
    ],
    [`insert into audit_log (actor, action, account_id, detail) values ('U1', 'noted', $1, $2)`, [no, words]],
    [`insert into audit_log (actor, action, detail) values ('U1', 'asked', $1)`, [words]],
    [
      `insert into job_runs (job, scope, local_date, state, attempts, lease_until, runner, started_at, note)
        values ('digest', '', '2026-02-28', 'done', 1, now(), 'r', now(), $1)`,
      [NAMED],
    ],
    [
      `insert into outbox (kind, channel, local_date, message_key, payload, state, error)
        values ('digest', 'C1', '2026-02-28', gen_random_uuid(), $1, 'posted', $2)`,
      [
        JSON.stringify({
          text: NAMED,
          blocks: [{ type: 'section', text: { type: 'mrkdwn', text: NAMED } }],
          classic: null,
        }),
        NAMED,
      ],
    ],
    [`insert into sql_queries (source, kind, query_hash, error) values ('w', 'users', '\\x00', $1)`, [NAMED]],
    [`insert into sql_rejected_rows values ('w', 'users', '\\x00', $1, '', now())`, [NAMED]],
    [`insert into sql_sources (source, error) values ('w', $1)`, [NAMED]],
    [`insert into unattributed_signals values ('w', 'no_account', 1, now(), $1)`, [PERSON.email]],
  ];
  for (const [text, values] of each) await execute(db, text, values);
}

/** What a whole account has besides. */
export async function plantAccount(ctx: Context): Promise<number> {
  const at = new Date(TEST_NOW.getTime() - 7_200_000);
  await recordSignals({
    ctx,
    input: {
      source: 'test',
      signals: [
        {
          kind: 'account',
          accountKey: ACCOUNT.id,
          occurredAt: at,
          name: ACCOUNT.name,
          domain: ACCOUNT.domain,
          aliases: [ACCOUNT.alias],
          stripeCustomerId: ACCOUNT.customer,
          plan: 'canary plan',
          industry: 'canary industry',
        },
      ],
    },
  });
  const no = await ingestPerson(ctx, ACCOUNT.id);
  await plantWords(ctx.db, no);
  const digest = JSON.stringify({ text: `${ACCOUNT.name} fell; ask ${PERSON.name}`, blocks: [], classic: null });
  await execute(
    ctx.db,
    `insert into outbox (kind, channel, local_date, message_key, payload, state)
     values ('digest', 'C1', '2026-02-27', gen_random_uuid(), $1, 'due')`,
    [digest],
  );
  await execute(
    ctx.db,
    `insert into health_snapshots values ($1, '2026-02-28', 1, 500, 500, null, 'ok', 'ok', 100, 'high', 'canary', 'b', 'USD',
       1, 1, 1, 1, '{"canary": 1}', '{}', '{}', 'd', 1, 'h', 0, 'h', now())`,
    [no],
  );
  await execute(ctx.db, 'insert into snapshot_drafts select * from health_snapshots where account_id = $1', [no]);
  await execute(
    ctx.db,
    `insert into subscription_states (account_id, source, subscription_id, effective_at, precedence, state_id, status, items)
     values ($1, 'stripe', 'sub_canary', now(), 1, 'evt_canary', 'active', '[]')`,
    [no],
  );
  await execute(ctx.db, 'insert into account_owners values ($1, null, now()) on conflict do nothing', [no]);
  await execute(
    ctx.db,
    `insert into handovers (account_id, to_email, noticed_at) values ($1, 'dana@yours.example', now())`,
    [no],
  );
  return no;
}

/** Every row of every table as text that holds the word, with its table. */
export async function dumpHits(db: Db, word = /canary/i): Promise<string[]> {
  const { rows: tables } = await db.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c where c.relnamespace = 'public'::regnamespace
       and c.relkind in ('r', 'm') order by 1`,
  );
  const hits: string[] = [];
  for (const { name } of tables) {
    const { rows } = await db.query<{ line: string }>(`select t::text as line from ${name} t`);
    hits.push(...rows.filter(({ line }) => word.test(line)).map(({ line }) => `${name}: ${line}`));
  }
  return hits;
}
