import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyChanged } from '../../../src/app/changes/explain-change.ts';
import { noteRuleChange } from '../../../src/app/definition/note-rule-change.ts';
import { refreshEligibility } from '../../../src/app/definition/refresh-eligibility.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import { accountSeats } from '../../../src/app/seats/account-seats.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { ACTIVE_DEFAULTS, type ActiveDefinition, type ActiveRule } from '../../../src/domain/active/definition.ts';
import { addDays } from '../../../src/domain/day.ts';
import type { Signal } from '../../../src/domain/signal.ts';
import { startOfLocalDay } from '../../../src/lib/local-time.ts';
import { createLogger } from '../../../src/lib/log.ts';
import { execute } from '../../../src/store/db.ts';
import { loadFacts } from '../../../src/store/facts.ts';
import { openIngest, postEvents } from '../../ingest/harness.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { DEMO_ACTIVITY } from '../../support/portfolio.ts';
import { activity, eventId } from '../signals.ts';

const D = '2026-03-01';
const WORKFLOW: ActiveRule = { kind: 'core_workflow', events: ['opened', 'closed'], match: 'all', min_days: 2 };

let database: TestDatabase;
let unique = 0;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

const configured = (given: Partial<ActiveDefinition>): ActiveDefinition => ({ ...ACTIVE_DEFAULTS, ...given });
const context = (given: Partial<ActiveDefinition> = {}, timeZone = 'UTC') =>
  testContext(database.pool, { active: configured(given), timeZone });
const did = (accountKey: string, userKey: string, name: string, at: Date | string): Signal =>
  activity({ accountKey, userKey, name, id: eventId(`rule ${unique++}`), occurredAt: new Date(at) });
const tell = (signals: readonly Signal[], ctx = context()) =>
  recordSignals({ ctx, input: { source: 'test', signals } });
const factsOf = async (accountId: string, given: Partial<ActiveDefinition> = {}, timeZone = 'UTC', day = D) => {
  const { rule } = configured(given);
  const known = await loadFacts(database.pool, { day, timeZone, reportingCurrency: 'USD', rule });
  return known.find(({ facts }) => facts.account_id === accountId)?.facts;
};
const profile = (accountKey: string, userKey: string, given: { email?: string; role?: string; counts?: boolean }) =>
  tell([{ kind: 'user', accountKey, userKey, occurredAt: TEST_NOW, ...given }], context({ exclude: OURS }));
const OURS = { domains: ['ours.example'], users: [], events: [] };

describe('the people of megacorp', () => {
  it('are 14 through the real ingest, where counting every id would say 17', async () => {
    const ctx = context({ exclude: OURS });
    const record = (source: string, signals: readonly Signal[]) =>
      recordSignals({ ctx, input: { source, signals: [...signals] } });
    const app = await openIngest(database, { record });
    const at = (ago: number): string => new Date(Date.parse(`${D}T12:00:00Z`) - ago * 86_400_000).toISOString();
    const event = (name: string, id: string, ago: number, properties: Record<string, unknown> = {}) => ({
      event: name,
      distinct_id: id,
      timestamp: at(ago),
      properties: { account_id: 'megacorp', ...properties },
    });
    const { first_event_days_ago: first = 0, first_event_person: nobody } = DEMO_ACTIVITY.counts['megacorp'] ?? {};
    const sent = [
      event('report_opened', `m${nobody}`, first),
      ...(DEMO_ACTIVITY.activity['megacorp'] ?? []).map(([ago, person]) => event('report_opened', `m${person}`, ago)),
      event('seat_count_set', 'megacorp', 20, { seat_count: 50, mrr: 5000 }),
      event('nightly_export', 'export-service', 3, { actor_type: 'service' }),
      event('report_opened', 'tester', 5),
      event('$identify', 'tester', 1, { email: 'Tester@Ours.Example' }),
    ];
    for (let from = 0; from < sent.length; from += 100) {
      expect((await postEvents(app, sent.slice(from, from + 100))).status).toBe(200);
    }
    const month = sent.filter(({ timestamp }) => timestamp >= at(30.5) && timestamp < at(0.5));
    expect(new Set(month.map(({ distinct_id }) => distinct_id)).size).toBe(17);
    expect(await factsOf('megacorp')).toMatchObject({ active_users_30d: 14, active_user_windows: [32, 24, 18, 14] });
  });
});

describe('a rule about named events', () => {
  it('counts days of the team’s zone when clocks change, from 30 days before at 00:00 up to the day', async () => {
    for (const [zone, day] of [
      ['Europe/Berlin', '2026-02-28'],
      ['Europe/Berlin', '2025-10-27'],
      ['Europe/Berlin', '2025-03-31'],
    ] as const) {
      const midnight = (ago: number): Date => startOfLocalDay(addDays(day, -ago), zone);
      const account = `zone-${day}`;
      const [first, before, last, after] = [
        midnight(30),
        new Date(midnight(30).getTime() - 1),
        new Date(midnight(0).getTime() - 1),
        midnight(0),
      ];
      const pairs = [
        ['in', [first, last]],
        ['early', [before, last]],
        ['late', [first, after]],
      ] as const;
      const signals = pairs.flatMap(([user, [one, two]]) => [
        did(account, user, 'opened', one),
        did(account, user, 'closed', two),
      ]);
      await tell(signals, context({}, zone));
      expect(await factsOf(account, { rule: WORKFLOW }, zone, day)).toMatchObject({
        active_users_30d: 1,
        events_30d: 4,
        user_day_blocks_14d: [2, 0],
      });
    }
  });

  it('needs every event of a workflow and its days; volume stays that of all events', async () => {
    const days = ['2026-02-10', '2026-02-11', '2026-02-12'].map((day) => `${day}T09:00:00Z`);
    const [one = '', two = '', three = ''] = days;
    await tell([
      ...[did('flow', 'both', 'opened', one), did('flow', 'both', 'closed', two)],
      ...[did('flow', 'one-day', 'opened', one), did('flow', 'one-day', 'closed', one)],
      ...[did('flow', 'half', 'opened', one), did('flow', 'half', 'opened', two), did('flow', 'half', 'opened', three)],
      did('flow', 'reader', 'page_view', three),
    ]);
    expect(await factsOf('flow', { rule: WORKFLOW })).toMatchObject({ active_users_30d: 1, events_30d: 8 });
    const any: ActiveRule = { ...WORKFLOW, match: 'any', min_days: 3 };
    expect(await factsOf('flow', { rule: any })).toMatchObject({ active_users_30d: 1 });
    const often: ActiveRule = { kind: 'feature_threshold', events: ['opened'], min_count: 2 };
    expect(await factsOf('flow', { rule: often })).toMatchObject({ active_users_30d: 1 });
    const login: ActiveRule = { kind: 'login', events: ['closed'] };
    expect(await factsOf('flow', { rule: login })).toMatchObject({ active_users_30d: 2, user_day_blocks_14d: [0] });
    expect(await factsOf('flow')).toMatchObject({ active_users_30d: 4 });
    const roles = await accountSeats({ ctx: context({ rule: WORKFLOW }), input: { accountId: 'flow' } });
    expect(roles.roles).toEqual([{ role: 'unknown', people: 4, active: 1 }]);
  });

  it('counts one person in two accounts in each, by id and by address in any spelling', async () => {
    await tell([
      did('one', 'Ann@X.example', 'opened', '2026-02-20T09:00:00Z'),
      did('one', 'ann@x.example', 'opened', '2026-02-21T09:00:00Z'),
      did('two', 'ann@x.example', 'opened', '2026-02-21T09:00:00Z'),
    ]);
    const rule: ActiveRule = { kind: 'login', events: ['opened'] };
    expect(await factsOf('one', { rule })).toMatchObject({ active_users_30d: 1 });
    expect(await factsOf('two', { rule })).toMatchObject({ active_users_30d: 1 });
  });
});

describe('who counts', () => {
  it('is corrected by a late profile and turned back by the next one', async () => {
    await tell([
      did('late', 'ann', 'opened', '2026-02-20T09:00:00Z'),
      did('late', 'bob', 'opened', '2026-02-25T09:00:00Z'),
    ]);
    expect(await factsOf('late')).toMatchObject({ active_users_30d: 2, events_30d: 2, data_days: 9 });
    await profile('late', 'ann', { email: 'ann@eu.ours.example' });
    expect(await factsOf('late')).toMatchObject({ active_users_30d: 1, events_30d: 1, data_days: 4 });
    await profile('late', 'ann', { email: 'ann@client.example' });
    expect(await factsOf('late')).toMatchObject({ active_users_30d: 2, events_30d: 2, data_days: 9 });
    await profile('late', 'bob', { counts: false });
    await profile('late', 'ann', { counts: false });
    expect(await factsOf('late')).toMatchObject({ active_users_30d: 0, events_30d: 0, never_seen: true });
  });

  it('is counted again when the configuration changes, and only then', async () => {
    await tell([
      did('again', 'u1', 'opened', '2026-02-20T09:00:00Z'),
      did('again', 'u2', 'ping', '2026-02-25T09:00:00Z'),
    ]);
    const strict = { exclude: { domains: [], users: ['u1'], events: ['ping'] } };
    await refreshEligibility({ ctx: context() });
    expect(await refreshEligibility({ ctx: context() })).toEqual({ state: 'unchanged', corrected: 0 });
    expect(await refreshEligibility({ ctx: context(strict) })).toMatchObject({ state: 'applied' });
    expect(await factsOf('again')).toMatchObject({ active_users_30d: 0, never_seen: true });
    expect(await refreshEligibility({ ctx: context() })).toMatchObject({ state: 'applied' });
    expect(await factsOf('again')).toMatchObject({ active_users_30d: 2, events_30d: 2, data_days: 9 });
  });

  it('heals, before a day is scored, what a writer with another idea of it left behind', async () => {
    await tell([did('race', 'bot', 'opened', '2026-02-27T09:00:00Z')]);
    await execute(database.pool, `update account_users set counts = false where external_id = 'bot'`);
    await snapshotScores({ ctx: context(), input: {} });
    expect(await factsOf('race')).toMatchObject({ active_users_30d: 0, never_seen: true });
  });
});

describe('another rule', () => {
  it('is said in the log once, and is the definition’s doing in the explanation', async () => {
    const clean = await cloneDatabase();
    try {
      const at = (active: ActiveDefinition, day: string) => {
        const lines: string[] = [];
        const log = createLogger('info', { write: (line: string) => void lines.push(line) });
        const now = () => new Date(`${day}T06:00:00Z`);
        return { lines, ctx: testContext(clean.pool, { active, now, log }) };
      };
      const signals: Signal[] = Array.from({ length: 120 }, (_, ago) =>
        ['a', 'b', 'c'].map((user) =>
          did(
            'acme',
            user,
            user === 'a' && ago >= 40 ? 'opened' : 'page_view',
            new Date(TEST_NOW.getTime() - ago * 86_400_000),
          ),
        ),
      ).flat();
      const before = at(ACTIVE_DEFAULTS, '2026-02-20');
      await tell(signals, testContext(clean.pool));
      await noteRuleChange(before);
      await snapshotScores({ ctx: before.ctx, input: {} });
      await noteRuleChange(before);
      expect(before.lines).toEqual([]);
      const after = at(configured({ rule: { kind: 'login', events: ['opened'] } }), D);
      await noteRuleChange(after);
      expect(after.lines).toEqual([expect.stringContaining('active-user settings differ')]);
      await snapshotScores({ ctx: after.ctx, input: {} });
      const { terms, changeTenths } = await whyChanged({ ctx: after.ctx, input: { accountId: 'acme' } });
      expect(terms.reduce((sum, { pointsTenths }) => sum + pointsTenths, 0)).toBe(changeTenths);
      expect(terms.find(({ key }) => key === 'regularity')?.kind).toBe('definition');
      expect(terms.filter(({ kind }) => kind === 'behaviour')).toEqual([]);
    } finally {
      await clean.close();
    }
  });
});
