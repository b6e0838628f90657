import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { TEST_NOW, testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';
import { openIngest } from './harness.ts';
import { SENDERS } from './senders.ts';

const SENDER = SENDERS.zendesk;
const FOLDER = new URL('../fixtures/zendesk/', import.meta.url);

interface TicketRow {
  readonly account: string;
  readonly ticket: string;
  readonly subject: string | null;
  readonly priority: string | null;
  readonly opened: string;
  readonly closed: string | null;
}

let database: TestDatabase;
let app: Hono;
beforeAll(async () => {
  database = await cloneDatabase();
  app = await openIngest(database);
});
afterAll(() => database.close());

/** An account that has a number in Zendesk. */
async function account(accountKey: string, organization: string): Promise<void> {
  const ctx = testContext(database.pool);
  const signal = { kind: 'account', accountKey, occurredAt: TEST_NOW, aliases: [`zendesk:${organization}`] } as const;
  await recordSignals({ ctx, input: { source: 'events', signals: [signal] } });
}

async function send(payload: unknown, at = TEST_NOW): Promise<unknown[]> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const headers = { 'content-type': 'application/json', ...SENDER.sign(body, at, SENDER.secrets[0]) };
  const reply = await app.request(SENDER.path, { method: 'POST', body, headers });
  return [reply.status, await reply.json()];
}

let sent = 0;
/** A ticket event of an organization, with an id of its own. */
function ticketEvent(kind: string, time: string, detail: object, event: object = {}): object {
  sent++;
  return {
    type: `zen:event-type:ticket.${kind}`,
    account_id: 12514403,
    id: `event-${sent}`,
    time,
    subject: 'zen:ticket:1',
    zendesk_event_version: '2022-11-06',
    detail: { id: '1', organization_id: '77', status: 'OPEN', priority: 'LOW', subject: 'Help', ...detail },
    event,
  };
}

/** Tickets of an account as they now are; closed: null while open. */
async function ticketsOf(accountKey: string): Promise<TicketRow[]> {
  const { rows } = await database.pool.query<TicketRow>(
    `select a.external_id as account, ticket_id as ticket, subject, priority,
       to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as opened,
       case when last_opened_at > closed_at then null
         else to_char(closed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') end as closed
     from tickets join accounts a using (account_id) where a.external_id = $1 order by ticket_id`,
    [accountKey],
  );
  return rows;
}

const unattributed = async (): Promise<number> => {
  const { rows } = await database.pool.query<{ signals: number }>(
    `select coalesce(sum(signals), 0)::int as signals from unattributed_signals
     where source = 'zendesk' and reason = 'no_account'`,
  );
  return rows[0]?.signals ?? -1;
};

describe('tickets of Zendesk', () => {
  it('end the same in every order of arrival, also when deliveries are repeated', async () => {
    const story = [
      'ticket-created',
      'ticket-priority-changed',
      'ticket-subject-changed',
      'ticket-solved',
      'ticket-reopened',
      'ticket-solved-again',
      'ticket-tags-changed-when-solved',
      'ticket-closed-after-solved',
    ].map((name) => readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
    let run = 0;
    const shuffled = fc.tuple(
      fc.shuffledSubarray([...story.keys()], { minLength: story.length }),
      fc.array(fc.nat({ max: story.length - 1 }), { maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([order, repeated]) => {
        const name = `story-${++run}`;
        await account(name, `8800${run}`);
        for (const at of [...order, ...repeated]) {
          const event = JSON.parse(story[at] ?? '') as { id: string; detail: object };
          const detail = { ...event.detail, organization_id: `8800${run}` };
          const [status, summary] = await send({ ...event, id: `${event.id}-${run}`, detail });
          expect([status, summary]).toMatchObject([200, { rejected: [] }]);
        }
        expect(await ticketsOf(name)).toEqual([
          {
            account: name,
            ticket: '35436',
            subject: 'Export stops at row 500',
            priority: 'urgent',
            opened: '2026-02-20 08:15:30',
            closed: '2026-02-23 16:00:00',
          },
        ]);
      }),
      { numRuns: 40 },
    );
  });

  it('stay as they are when something else changes, and are open when that is the first that is heard', async () => {
    await account('quiet', '77');
    await send(ticketEvent('created', '2026-02-01T00:00:00Z', {}));
    const solved = { current: 'SOLVED', previous: 'OPEN' };
    await send(ticketEvent('status_changed', '2026-02-02T00:00:00Z', { priority: null }, solved));
    await send(ticketEvent('priority_changed', '2026-02-01T12:00:00Z', {}, { current: 'URGENT', previous: 'LOW' }));
    const early = { id: '2', created_at: '2025-11-30T23:00:00Z', priority: 'HIGH' };
    await send(ticketEvent('comment_added', '2026-02-10T00:00:00Z', early));
    await send(ticketEvent('comment_added', '2026-02-10T00:00:00Z', { id: '3', status: 'SOLVED' }));
    const common = { account: 'quiet', subject: 'Help' };
    expect(await ticketsOf('quiet')).toEqual([
      { ...common, ticket: '1', priority: 'urgent', opened: '2026-02-01 00:00:00', closed: '2026-02-02 00:00:00' },
      { ...common, ticket: '2', priority: 'high', opened: '2025-11-30 23:00:00', closed: null },
    ]);
  });

  it('were opened again when their status says so, not when something else changes later', async () => {
    await account('again', '78');
    const detail = { organization_id: '78' };
    await send(ticketEvent('status_changed', '2026-02-02T00:00:00Z', detail, { current: 'SOLVED', previous: 'OPEN' }));
    await send(ticketEvent('status_changed', '2026-02-03T00:00:00Z', detail, { current: 'OPEN', previous: 'SOLVED' }));
    await send(ticketEvent('tags_changed', '2026-02-10T00:00:00Z', detail));
    const { rows } = await database.pool.query<{ at: Date }>(
      `select last_opened_at as at from tickets join accounts a using (account_id) where a.external_id = 'again'`,
    );
    expect(rows).toEqual([{ at: new Date('2026-02-03T00:00:00Z') }]);
  });

  it.each(['merged', 'soft_deleted', 'permanently_deleted', 'marked_as_spam'])('end when they are %s', async (kind) => {
    await account(`end-${kind}`, kind);
    await send(ticketEvent('created', '2026-02-01T00:00:00Z', { organization_id: kind }));
    await send(ticketEvent(kind, '2026-02-03T00:00:00Z', { organization_id: kind }));
    expect((await ticketsOf(`end-${kind}`))[0]?.closed).toBe('2026-02-03 00:00:00');
    await send(ticketEvent('undeleted', '2026-02-04T00:00:00Z', { organization_id: kind }));
    expect((await ticketsOf(`end-${kind}`))[0]?.closed).toBeNull();
  });

  it('leave one account for the other when their organization changes', async () => {
    await account('from', '501');
    await account('to', '502');
    const created = { organization_id: '501', created_at: '2026-02-01T00:00:00Z' };
    await send(ticketEvent('created', '2026-02-01T00:00:01Z', created));
    const change = { current: '502', previous: '501' };
    await send(ticketEvent('organization_changed', '2026-02-05T00:00:00Z', { ...created, id: 1 }, change));
    expect((await ticketsOf('from'))[0]?.closed).toBe('2026-02-05 00:00:00');
    expect(await ticketsOf('to')).toMatchObject([{ opened: '2026-02-01 00:00:00', closed: null }]);
  });

  it('without an organization are counted as unattributed, each event once', async () => {
    const before = await unattributed();
    const without = [null, '0', '', 0, undefined];
    for (const organization_id of without) {
      const event = ticketEvent('created', '2026-02-01T00:00:01Z', {
        organization_id,
        created_at: '2026-02-01T00:00:00Z',
      });
      expect(await send(event)).toMatchObject([200, { accepted: 0, rejected: [{ code: 'no_account' }] }]);
    }
    expect(await unattributed()).toBe(before + without.length);
  });

  it.each([
    ['a status nobody knows', { status: 'SLEEPING' }, 'zendesk[0].detail.status: SLEEPING is not a status known here'],
    ['no ticket id', { id: undefined }, 'zendesk[0].detail.id: needs an id'],
    [
      'a created_at without zone',
      { created_at: '2026-02-01' },
      'zendesk[0].detail.created_at: is not an RFC 3339 time',
    ],
    ['NUL in the subject', { subject: 'a\u0000b' }, 'zendesk[0].subject: contains NUL'],
  ])('with %s are named and answered with 200', async (_what, detail, message) => {
    const [status, summary] = await send(ticketEvent('created', '2026-02-01T00:00:00Z', detail));
    expect(status).toBe(200);
    expect(JSON.stringify(summary)).toContain(JSON.stringify(message).slice(1, -1));
  });
});

describe('organizations of Zendesk', () => {
  const organization = (kind: string, time: string, detail: object, event: object = {}) => {
    const about = { id: '4711', name: 'Initech', external_id: null, ...detail };
    return { ...ticketEvent('', time, {}, event), type: `zen:event-type:organization.${kind}`, detail: about };
  };
  const accounts = async () => {
    const { rows } = await database.pool.query<{ id: string; name: string; aliases: string[] }>(
      `select external_id as id, name, aliases from accounts where external_id like 'initech%' order by 1`,
    );
    return rows;
  };
  const appears = (accountKey: string) =>
    recordSignals({
      ctx: testContext(database.pool),
      input: { source: 'events', signals: [{ kind: 'account', accountKey, occurredAt: TEST_NOW, plan: 'pro' }] },
    });

  it('lead to the account that their external id names, as soon as it is known, and bring it what has waited', async () => {
    await send(ticketEvent('created', '2026-02-01T00:00:00Z', { id: '50', organization_id: '4711' }));
    await send(organization('created', '2026-01-01T00:00:00Z', { external_id: 'initech' }));
    expect(await accounts()).toEqual([]);
    await appears('initech');
    expect(await accounts()).toEqual([{ id: 'initech', name: 'Initech', aliases: ['zendesk:4711'] }]);
    expect(await ticketsOf('initech')).toMatchObject([{ ticket: '50', closed: null }]);
  });

  it('leave it for another when that changes, and keep what they were called last', async () => {
    await appears('initech-2');
    const change = { current: 'initech-2', previous: 'initech' };
    await send(organization('external_id_changed', '2026-02-10T00:00:00Z', { external_id: 'initech-2' }, change));
    await send(organization('name_changed', '2026-02-11T00:00:00Z', { name: 'Initech II', external_id: 'initech-2' }));
    await send(organization('tags_changed', '2026-02-12T00:00:00Z', { name: 'ignored', external_id: 'initech' }));
    await send(ticketEvent('created', '2026-02-12T00:00:00Z', { id: '51', organization_id: '4711' }));
    expect(await accounts()).toEqual([
      { id: 'initech', name: 'Initech', aliases: [] },
      { id: 'initech-2', name: 'Initech II', aliases: ['zendesk:4711'] },
    ]);
    expect(await ticketsOf('initech-2')).toMatchObject([{ ticket: '51' }]);
    const gone = { current: null, previous: 'initech-2' };
    await send(organization('external_id_changed', '2026-02-13T00:00:00Z', { external_id: 'initech-2' }, gone));
    expect((await accounts()).map(({ aliases }) => aliases)).toEqual([[], []]);
  });
});

describe('the body of a trigger', () => {
  const body = { ticket_id: '900', status: 'Open', priority: 'Urgent', subject: 'Down', organization_id: '601' };

  it('opens and closes a ticket at the signed time, in any spelling of the status', async () => {
    await account('trigger', '601');
    const hour = (hours: number) => new Date(TEST_NOW.getTime() - hours * 1000);
    await send({ ...body, created_at: '2026-02-28T05:35Z' }, hour(200));
    const open = {
      account: 'trigger',
      ticket: '900',
      subject: 'Down',
      priority: 'urgent',
      opened: '2026-02-28 05:35:00',
    };
    expect(await ticketsOf('trigger')).toEqual([{ ...open, closed: null }]);
    for (const [n, status] of ['Solved', 'ON-HOLD', 'closed', 'Pending', 'SOLVED'].entries()) {
      await send({ ...body, status }, hour(100 - n));
      expect((await ticketsOf('trigger'))[0]?.closed !== null).toBe(n % 2 === 0);
    }
    await send(body, hour(150));
    expect((await ticketsOf('trigger'))[0]?.closed).toBe('2026-03-01 05:58:24');
  });

  it.each([
    ['without a ticket', { status: 'Open' }, 'zendesk[0].ticket_id: needs an id'],
    ['in another language', { ...body, status: 'Offen' }, 'zendesk[0].status: Offen is not a status known here'],
  ])('%s says what is wrong', async (_what, payload, message) => {
    expect(JSON.stringify(await send(payload))).toContain(message);
  });

  it('of another kind, and events that say nothing of tickets, are taken and ignored', async () => {
    const before = await unattributed();
    for (const payload of [
      { type: 'End User Comment', ticketID: '12345' },
      { 'detail-type': 'Support Ticket: Created', detail: {} },
      { type: 'zen:event-type:article.published', detail: null },
      { type: 'zen:event-type:constructor.created' },
    ]) {
      expect(await send(payload)).toMatchObject([200, { rejected: [] }]);
    }
    expect(await unattributed()).toBe(before);
    for (const payload of ['[]', 'null', '"x"', '7']) expect((await send(payload))[0]).toBe(400);
  });
});
