import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { watchSources } from '../../../src/app/freshness/watch-sources.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import type { AccountSignal, Signal, TicketSignal } from '../../../src/domain/signal.ts';
import { dropOldestWaiting } from '../../../src/store/waiting-signals.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { activity, eventId } from '../signals.ts';

const DAY_MS = 86_400_000;
const account = (accountKey: string, given: Partial<AccountSignal>): AccountSignal => ({
  kind: 'account',
  accountKey,
  occurredAt: TEST_NOW,
  ...given,
});
const ticket = (accountKey: string, ticketId: string, given: Partial<TicketSignal> = {}): TicketSignal => ({
  kind: 'ticket',
  accountKey,
  knownOnly: true,
  occurredAt: new Date('2026-02-20T10:00:00Z'),
  ticketId,
  state: 'opened',
  priority: null,
  subject: null,
  ...given,
});

describe('signals whose key is the source’s own', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  const record = async (signals: readonly Signal[], source = 'desk', now = TEST_NOW) => {
    const ctx = testContext(database.pool, { now: () => now });
    const outcomes = await recordSignals({ ctx, input: { source, signals } });
    return outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.code : outcome.status));
  };
  const rows = async (text: string, values: unknown[] = []) => (await database.pool.query(text, values)).rows;
  const waitingFor = async (key: string) =>
    (await rows('select count(*)::int as n from waiting_signals where account_key = $1', [key]))[0]?.n;
  const ticketsOf = async (id: string) =>
    (
      await rows(
        'select ticket_id from tickets join accounts a using (account_id) where a.external_id = $1 order by 1',
        [id],
      )
    ).map((row) => row.ticket_id);
  const counted = async (source: string, reason: string) =>
    rows(
      `select s.signals, s.last_sample, d.signals as today from unattributed_signals s
       join unattributed_days d using (source, reason) where source = $1 and reason = $2`,
      [source, reason],
    );

  it('wait without making an account, are counted once, and say nothing of their source yet', async () => {
    expect(await record([ticket('zendesk:1', 'T1'), ticket('zendesk:1', 'T1')], 'first')).toEqual([
      'accepted',
      'duplicate',
    ]);
    expect(await record([ticket('zendesk:1', 'T1')], 'first')).toEqual(['duplicate']);
    expect(await waitingFor('zendesk:1')).toBe(1);
    expect(await rows(`select from accounts where external_id = 'zendesk:1'`)).toEqual([]);
    expect(await counted('first', 'unknown_account')).toEqual([{ signals: 1, last_sample: 'zendesk:1', today: 1 }]);
    expect(await rows(`select from source_watermarks where source = 'first'`)).toEqual([]);

    await record([account('one', { aliases: ['zendesk:1'] })], 'csv');
    expect(await ticketsOf('one')).toEqual(['T1']);
    expect(await waitingFor('zendesk:1')).toBe(0);
    expect(await rows(`select kind, signals from source_watermarks where source = 'first'`)).toEqual([
      { kind: 'tickets', signals: 1 },
    ]);
    expect(await record([ticket('zendesk:1', 'T1')], 'first')).toEqual(['duplicate']);
  });

  it('join an account that the same batch makes or names', async () => {
    await record([
      ticket('maker', 'T1'),
      activity({ accountKey: 'maker', id: eventId('maker'), userKey: 'u' }),
      ticket('zendesk:2', 'T2'),
      account('named', { aliases: ['zendesk:2'] }),
    ]);
    expect(await ticketsOf('maker')).toEqual(['T1']);
    expect(await ticketsOf('named')).toEqual(['T2']);
  });

  it('are found by the domain of an address, in any spelling', async () => {
    await record([ticket('Mail.Example', 'T1')]);
    await record([account('mail', { domain: 'mail.example' })]);
    expect(await ticketsOf('mail')).toEqual(['T1']);
  });

  it('wait while two accounts claim their key, until one leaves it to the other', async () => {
    await record([account('left', { aliases: ['zendesk:3', 'Left'] }), account('right', { aliases: ['zendesk:3'] })]);
    expect(await record([ticket('zendesk:3', 'T1')])).toEqual(['accepted']);
    expect(await waitingFor('zendesk:3')).toBe(1);
    await record([account('left', { aliases: ['zendesk:'] })]);
    expect(await ticketsOf('right')).toEqual(['T1']);
    expect(await rows(`select aliases from accounts where external_id = 'left'`)).toEqual([{ aliases: ['Left'] }]);
  });

  it('wait on, once each, when what they release makes their key lead to two accounts', async () => {
    const tickets = Array.from({ length: 4100 }, (_, at) => ticket('zendesk:40', `T${at}`));
    const rival = { ...account('zendesk:40b', { aliases: ['zendesk:40'] }), knownOnly: true as const };
    await record([rival]);
    for (let at = 0; at < tickets.length; at += 2000) await record(tickets.slice(at, at + 2000));
    await record([account('fourth', { aliases: ['zendesk:40'] }), account('rival', { aliases: ['zendesk:40b'] })]);
    const waiting = await waitingFor('zendesk:40');
    expect(waiting).toBeGreaterThan(2000);
    expect((await ticketsOf('fourth')).length + waiting).toBe(4100);
    await record([account('rival', { aliases: ['zendesk:'] })]);
    expect(await ticketsOf('fourth')).toHaveLength(4100);
    expect(await waitingFor('zendesk:40')).toBe(0);
  });

  it('are never lost between those who wait and those who name', async () => {
    const keys = Array.from({ length: 40 }, (_, at) => `zendesk:race${at}`);
    // Two accounts at a time: as many writers as the pool has connections.
    for (let at = 0; at < keys.length; at += 2) {
      const writes = keys
        .slice(at, at + 2)
        .flatMap((key, next) => [
          record([ticket(key, 'T1')], 'desk'),
          record([account(`race${at + next}`, { aliases: [key] })], 'csv'),
          record([ticket(key, 'T1'), ticket(key, 'T2')], 'desk'),
        ]);
      await Promise.all(writes);
    }
    expect(await rows(`select from waiting_signals where account_key like 'zendesk:race%'`)).toEqual([]);
    for (const [at] of keys.entries()) expect(await ticketsOf(`race${at}`)).toEqual(['T1', 'T2']);
  });

  it('are refused before they wait when they cannot be stored', async () => {
    const event = activity({ accountKey: 'zendesk:4', id: eventId('nul'), userKey: 'u', knownOnly: true });
    expect(
      await record([
        ticket('zendesk:4', 'T1', { subject: 'a\u0000b' }),
        ticket('zendesk:\ud800', 'T1'),
        { ...event, surface: 'a\u0000' },
        { ...event, surface: '\ud800' },
        ticket('zendesk:4', 'T2'),
      ]),
    ).toEqual(['invalid_text', 'invalid_text', 'invalid_text', 'invalid_text', 'accepted']);
    expect(await waitingFor('zendesk:4')).toBe(1);
  });

  it('do not hold up their account when one of them can no longer be stored', async () => {
    const event = activity({ accountKey: 'zendesk:5', id: eventId('old'), userKey: 'u', knownOnly: true });
    await record([{ ...event, id: 'no uuid' }, event, ticket('zendesk:5', 'T1'), ticket('zendesk:5', 'T2')], 'poison');
    await rows(
      `update waiting_signals set version = 99 where account_key = 'zendesk:5' and signal->>'ticketId' = 'T2'`,
    );
    expect(await record([account('five', { aliases: ['zendesk:5'], name: 'Five' })])).toEqual(['accepted']);
    expect(await ticketsOf('five')).toEqual(['T1']);
    expect(await rows(`select name from accounts where external_id = 'five'`)).toEqual([{ name: 'Five' }]);
    expect(await counted('poison', 'not_storable')).toEqual([{ signals: 2, last_sample: null, today: 2 }]);
  });

  it('give way to newer ones, and go after 90 days, both counted', async () => {
    const list = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) =>
        ticket('zendesk:6', `T${from + at}`, { occurredAt: new Date('2025-10-01T00:00:00Z') }),
      );
    await record(list(0, 10), 'bound', new Date(TEST_NOW.getTime() - 91 * DAY_MS));
    await record(list(10, 20), 'bound', new Date(TEST_NOW.getTime() - 89 * DAY_MS));
    expect(await dropOldestWaiting(database.pool, 'bound', 15)).toBe(5);
    const left = `select min(substr(signal->>'ticketId', 2)::int) as first from waiting_signals where source = 'bound'`;
    expect(await rows(left)).toEqual([{ first: 5 }]);
    await watchSources({ ctx: testContext(database.pool) });
    expect(await rows(left)).toEqual([{ first: 10 }]);
    expect(await counted('bound', 'waited_too_long')).toEqual([{ signals: 5, last_sample: null, today: 5 }]);
  });

  it('cost a batch without them no question', async () => {
    const login = (id: string) => [activity({ accountKey: 'plain', id: eventId(id), userKey: 'u' })];
    const asked = async (signals: readonly Signal[]) => {
      const query = vi.spyOn(pg.Client.prototype, 'query');
      await record(signals);
      const texts = query.mock.calls.map(([given]) => JSON.stringify(given));
      query.mockRestore();
      return texts.filter((text) => /waiting_signals|advisory/.test(text)).length;
    };
    await record(login('before'));
    expect(await asked(login('after'))).toBe(0);
    // The measure sees the questions where there are some.
    expect(await asked([ticket('zendesk:7', 'T1')])).toBeGreaterThan(0);
  });
});
