import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctor } from '../../../src/app/doctor/doctor.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import { doctorJson, doctorText } from '../../../src/cli/doctor-text.ts';
import type { Signal } from '../../../src/domain/signal.ts';
import { doctorMessage } from '../../../src/slack/messages/doctor.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';

const DAY_MS = 86_400_000;
let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

const ticket = (accountKey: string, ticketId: string): Signal => ({
  kind: 'ticket',
  accountKey,
  knownOnly: true,
  occurredAt: new Date('2026-01-10T10:00:00Z'),
  ticketId,
  state: 'opened',
  priority: null,
  subject: null,
});
const record = (source: string, signals: readonly Signal[], daysAgo = 0) =>
  recordSignals({
    ctx: testContext(database.pool, { now: () => new Date(TEST_NOW.getTime() - daysAgo * DAY_MS) }),
    input: { source, signals },
  });
const examine = () => doctor({ ctx: testContext(database.pool), input: { findings: [], jobs: [] } });
const named = (key: string, accounts: readonly string[]) =>
  record(
    'csv',
    accounts.map((accountKey) => ({ kind: 'account', accountKey, occurredAt: TEST_NOW, aliases: [key] })),
  );

describe('doctor on signals that wait', () => {
  it('counts seven days and what waits now, names the keys most wait for, and says how to map them', async () => {
    await record('zendesk', [ticket('zendesk:9', 'old')], 7);
    const keys = [1, 2, 3, 4, 5, 6].flatMap((key) =>
      Array.from({ length: key }, (_, at) => ticket(`zendesk:${key}`, `T${at}`)),
    );
    await record('zendesk', keys, 6);
    const report = await examine();
    const [row, ...others] = report.waiting;
    expect(others).toEqual([]);
    expect(row).toMatchObject({ source: 'zendesk', lastWeek: 21, waiting: 22 });
    expect(row?.keys.map(({ key, signals }) => [key, signals])).toEqual([
      ['zendesk:6', 6],
      ['zendesk:5', 5],
      ['zendesk:4', 4],
      ['zendesk:3', 3],
      ['zendesk:2', 2],
    ]);
    expect(report.findings).toContainEqual({
      area: 'sources',
      state: 'problem',
      text: '22 signals from zendesk wait for their account, 21 came in 7 days; most for "zendesk:6" (6), "zendesk:5" (5), "zendesk:4" (4), "zendesk:3" (3), "zendesk:2" (2)',
      remedy:
        'map "zendesk:6" and the others: "cs-pulse import accounts FILE.csv" with the columns account_id and zendesk_organization_id',
    });
    expect(doctorJson(report)).toMatchObject({ waiting: [{ source: 'zendesk', last_7_days: 21, waiting: 22 }] });
  });

  it('is a note once the source reaches an account, and names accounts that claim one key', async () => {
    await named('zendesk:5', ['five']);
    await named('zendesk:6', ['left', 'right']);
    const { findings } = await examine();
    const [finding] = findings.filter(({ text }) => text.includes('wait for their account'));
    expect(finding).toMatchObject({
      state: 'note',
      remedy: 'leave "zendesk:6" to one of the accounts that claim it',
    });
    expect(finding?.text).toContain('"zendesk:6" (6, claimed by left and right), "zendesk:4" (4)');
  });

  it('shows a hostile key as text, in Slack and in a terminal', async () => {
    await record('tracker', [ticket('<!channel> *x*\u001b[31m', 'T1')]);
    const report = await examine();
    const slack = JSON.stringify(doctorMessage(report));
    expect(slack).toContain('&lt;!channel&gt;');
    expect(slack).not.toContain('<!channel>');
    expect(doctorText(report)).toContain('<!channel> *x*');
    expect(doctorText(report)).not.toContain('\u001b');
  });
});
