import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../src/app/canonical-json.ts';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { recordSeatMovement } from '../../src/app/seats/record-seat-movement.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { exportCommand, readExportArguments } from '../../src/cli/export.ts';
import { importCsv } from '../../src/ingest/csv/import-csv.ts';
import { stripe } from '../../src/ingest/sources/stripe.ts';
import { stripeBody } from '../ingest/stripe-event.ts';
import { TEST_NOW, testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { recordingIo } from '../support/recording-io.ts';

const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-export-'));
let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function run(target: TestDatabase, ...argv: string[]): Promise<string> {
  const { io, said } = recordingIo();
  expect(await exportCommand(argv, io, testContext(target.pool))).toBe(0);
  return said().out;
}

/** A history of every kind of file, in one of two formattings and orders of the same facts. */
async function load(target: TestDatabase, spelling: 'plain' | 'other'): Promise<void> {
  const other = spelling === 'other';
  const day = (text: string) => (other ? text.split('-').reverse().join('-') : text);
  const files = {
    accounts: ['account_id,name,domain,plan', 'acme,Acme Ltd,acme.example,pro', 'globex,Globex,globex.example,pro'],
    users: ['account_id,user_id,email,role', 'acme,u1,u1@acme.example,admin', 'globex,u1,u1@globex.example,ic'],
    contacts: ['account_id,contact_id,name,email,persona', 'acme,c1,Priya,priya@acme.example,admin'],
    seats: ['account_id,effective_at,seats', `acme,${day('2026-01-01')},10`, `acme,${day('2026-02-01')},12`],
    events: [
      'account_id,user_id,event,timestamp',
      `acme,u1,login,${day('2026-02-20')}`,
      `acme,u2,report,${day('2026-02-21')}`,
      `globex,u1,login,${day('2026-02-20')}`,
    ],
    tickets: ['account_id,ticket_id,opened_at,priority', `acme,t1,${day('2026-02-03')},urgent`],
    nps: ['account_id,user_id,score,answered_at', `acme,u1,9,${day('2026-02-10')}`],
  };
  const inTurn = Object.entries(files);
  for (const [kind, lines] of other ? inTurn.reverse() : inTurn) {
    const [header = '', ...rows] = lines;
    const text = [header, ...(other ? [...rows].reverse() : rows)].map((line) =>
      other ? line.replaceAll(',', ';') : line,
    );
    const content = other ? `\ufeff${text.join('\r\n')}\r\n` : text.join('\n');
    const report = await importCsv({
      ctx: testContext(target.pool),
      kind,
      content,
      fileName: `${kind}.csv`,
      dateFormat: other ? 'DD-MM-YYYY' : undefined,
    });
    expect(report.rejected, kind).toEqual([]);
  }
}

describe('cs-pulse export --account', () => {
  it('gives the same bytes for the same history in two formattings and orders, and different ones for another', async () => {
    const second = await cloneDatabase();
    // Numbers of our own must not show: in the second database accounts and names are numbered differently.
    await second.pool.query(`insert into account_keys (external_id) select 'taken-' || n from generate_series(1, 7) n`);
    await load(database, 'plain');
    await load(second, 'other');
    const [one, other] = [await run(database, '--account', 'acme'), await run(second, '--account', 'acme')];
    expect(other).toBe(one);
    expect(JSON.parse(one)).toMatchObject({
      account: { account_id: 'acme', name: 'Acme Ltd' },
      contacts: [{ contact_id: 'c1' }],
      events: [
        { day: '2026-02-20', user_id: 'u1', event: 'login', events: 1 },
        { day: '2026-02-21', user_id: 'u2', event: 'report', events: 1 },
      ],
      nps: [{ user_id: 'u1', score: 9 }],
      seats: [
        { change: 10, seats: 10, effective_at: '2026-01-01T00:00:00.000Z' },
        { change: 2, seats: 12, effective_at: '2026-02-01T00:00:00.000Z' },
      ],
      tickets: [{ ticket_id: 't1' }],
      users: [{ user_id: 'u1' }, { user_id: 'u2' }],
    });
    expect(one).not.toMatch(/globex/i);
    expect(await run(database, '--account', 'acme')).toBe(one);
    const more = 'account_id,user_id,event,timestamp\nacme,u1,login,2026-02-22\n';
    await importCsv({ ctx: testContext(second.pool), kind: 'events', content: more, fileName: 'more.csv' });
    expect(await run(second, '--account', 'acme')).not.toBe(one);
    await second.close();
  });

  it('leaves a line in the audit, and a whole file that only its owner may read', async () => {
    const file = join(folder, 'acme.json');
    const report = JSON.parse(await run(database, '--account', 'acme', '--out', file, '--json'));
    expect(readFileSync(file, 'utf8')).toBe(await run(database, '--account', 'acme'));
    expect(report).toEqual({
      account_id: 'acme',
      file,
      evidence: false,
      rows: expect.any(Number),
      sha256: hashOf(JSON.parse(readFileSync(file, 'utf8'))),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.partial`)).toBe(false);
    const { rows } = await database.pool.query(
      `select actor, detail from audit_log where action = 'account_exported' order by audit_id desc limit 1`,
    );
    expect(rows).toMatchObject([{ actor: 'cs-pulse export', detail: { evidence: false, sha256: report.sha256 } }]);
  });

  it('leaves no file behind when there is nothing to export', async () => {
    const file = join(folder, 'nobody.json');
    await expect(run(database, '--account', 'nobody', '--out', file)).rejects.toThrow(/no account with the id nobody/);
    expect([existsSync(file), existsSync(`${file}.partial`)]).toEqual([false, false]);
    await expect(run(database, '--account', 'acme', '--out', '/nowhere/x.json')).rejects.toThrow(/^--out: /);
    await expect(run(database, '--account', 'acme', '--out', folder)).rejects.toThrow(/^--out: .*Name a file/);
    expect(existsSync(`${folder}.partial`)).toBe(false);
  });

  it.each([
    [[]],
    [['--account', '']],
    [['--account', 'acme', '--key', 'k']],
    [['--item', 'si']],
    [['--at', '2026-03-01T00:00:00Z']],
    [['--item', 'si', '--at', 'yesterday']],
    [['--key', 'k', '--evidence']],
    [['acme']],
  ])('refuses %j before it looks for a database', (argv) => {
    expect(() => readExportArguments(argv)).toThrow();
  });
});

describe('evidence of a bill', () => {
  const ACCOUNT = 'disputed';
  const period = ['2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'] as const;
  let packet: { evidence: Record<string, readonly Record<string, unknown>[]>; sha256: string };

  beforeAll(async () => {
    const tell = async (id: string, seats: number, at: string, learned: string) => {
      const event = { id, account: ACCOUNT, subscription: 'sub_d', items: { si_d: seats }, at, period };
      const parsed = stripe.parse({
        payload: JSON.parse(stripeBody(event)),
        headers: new Headers(),
        receivedAt: TEST_NOW,
        settings: { seatPrices: [], currency: 'USD' },
      });
      const signals = parsed.items.flatMap((item) => ('signals' in item ? item.signals : []));
      const ctx = testContext(database.pool, { now: () => new Date(learned) });
      await recordSignals({ ctx, input: { source: 'stripe', signals } });
    };
    await tell('evt_a', 10, '2026-02-01T00:00:00Z', '2026-02-01T00:01:00Z');
    await tell('evt_c', 13, '2026-02-20T00:00:00Z', '2026-02-20T00:01:00Z');
    await tell('evt_b', 12, '2026-02-10T00:00:00Z', '2026-02-21T00:00:00Z');
    await recordSeatMovement({
      ctx: testContext(database.pool),
      input: {
        accountId: ACCOUNT,
        item: 'si_d',
        kind: 'correction',
        delta: -1,
        effectiveAt: new Date('2026-02-10T00:00:00Z'),
        actor: 'dana',
        note: 'One was refused',
        correctsKey: 'stripe:evt_b:si_d',
        idempotencyKey: 'case-1',
      },
    });
    await snapshotScores({ ctx: testContext(database.pool), input: { day: '2026-03-01' } });
    packet = JSON.parse(await run(database, '--account', ACCOUNT, '--evidence'));
  });

  it('says of every movement when it took effect, when it was known, and what it came to', () => {
    const seen = packet.evidence['movements']?.map((row) => [
      row['source_event_id'],
      row['delta'],
      row['corrects'],
      row['seats_known_then'],
      row['seats_known_now'],
    ]);
    expect(seen).toEqual([
      ['evt_a', 10, null, 10, 10],
      ['evt_c', 3, null, 13, 12],
      ['evt_b', 2, null, 12, 11],
      ['evt_b', -2, 'stripe:evt_c:si_d', 13, 12],
      ['case-1', -1, 'stripe:evt_b:si_d', 11, 11],
    ]);
    expect(packet.evidence['movements']?.[2]).toMatchObject({
      billing_anchor: '2026-02-01T00:00:00.000Z',
      recorded_at: '2026-02-21T00:00:00.000Z',
      proration_estimate: {
        amount: { minor: 10_179, currency: 'USD' },
        label: expect.stringMatching(/^estimate/),
        period: { start: '2026-02-01T00:00:00.000Z', end: '2026-03-01T00:00:00.000Z' },
      },
    });
    expect(packet.evidence['movements']?.[4]).toMatchObject({ actor: 'dana', proration_estimate: null });
  });

  it('carries what billing said, the snapshots and the audit, and a hash that any change breaks', () => {
    const { evidence, sha256 } = packet;
    expect(evidence['subscription_states']?.map((state) => state['state_id'])).toEqual(['evt_a', 'evt_c', 'evt_b']);
    expect(evidence['snapshots']).toMatchObject([{ day: '2026-03-01', revision: 1, definition: 'balanced@1' }]);
    expect(evidence['audit']).toMatchObject([{ action: 'seat_movement', actor: 'dana' }]);
    expect(hashOf(evidence)).toBe(sha256);
    expect(hashOf({ ...evidence, movements: evidence['movements']?.slice(1) })).not.toBe(sha256);
  });

  it('finds the movement of an invoice line by event, key, or item and time, with what belongs to it', async () => {
    const find = async (...argv: string[]) =>
      (JSON.parse(await run(database, ...argv, '--json')) as Record<string, unknown>[]).map((row) => [
        row['idempotency_key'],
        row['matched'],
      ]);
    const added = [
      ['stripe:evt_b:si_d', true],
      ['manual:case-1', false],
      ['stripe:evt_c:si_d', false],
      ['stripe:evt_c:si_d:1', true],
    ];
    expect(await find('--source-event', 'evt_b')).toEqual(added);
    expect(await find('--key', 'manual:case-1')).toEqual([
      ['stripe:evt_b:si_d', false],
      ['manual:case-1', true],
    ]);
    expect(await find('--item', 'si_d', '--at', '2026-02-15T00:00:00Z')).toEqual([
      ['stripe:evt_b:si_d', true],
      ['manual:case-1', true],
    ]);
    expect(await run(database, '--source-event', 'evt_a')).toMatch(
      /^disputed {2}si_d {2}\+10 initial, effective 2026-02-01/,
    );
    await expect(run(database, '--source-event', 'evt_none')).rejects.toMatchObject({ code: 'not_found' });
    await expect(run(database, '--item', 'si_d', '--at', '2026-01-01T00:00:00Z')).rejects.toThrow(/No seat movement/);
  });
});
