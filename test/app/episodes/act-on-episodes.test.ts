import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import type { DigestEntry } from '../../../src/app/digest/digest-report.ts';
import { accountEpisodes } from '../../../src/app/episodes/account-episodes.ts';
import { acknowledgeEpisodes } from '../../../src/app/episodes/acknowledge-episodes.ts';
import { openEpisodes } from '../../../src/app/episodes/open-episodes.ts';
import { type SnoozeUntil, snoozeEpisodes } from '../../../src/app/episodes/snooze-episodes.ts';
import { updateEpisodes } from '../../../src/app/episodes/update-episodes.ts';
import { wakeEpisodes } from '../../../src/app/episodes/wake-episodes.ts';
import type { AccountFacts } from '../../../src/domain/facts.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { dayNo, factsOf, insertAccounts, storeSnapshot } from './history.ts';

let database: TestDatabase;
let today = 0;
let ctx: Context;
beforeAll(async () => {
  database = await cloneDatabase();
  ctx = testContext(database.pool, { now: () => new Date(`${dayNo(today)}T09:00:00Z`) });
  await insertAccounts(database.pool, ['globex', 'annualis', 'acme']);
});
afterAll(() => database.close());
beforeEach(async () => {
  today = 0;
  await execute(
    database.pool,
    'truncate health_snapshots, snapshot_runs, episodes, episode_log, episode_days, audit_log',
  );
});

/** Takes the next days, globex being like this, annualis a steady account whose renewal comes nearer. */
async function pass(days: number, globex: Partial<AccountFacts> = {}): Promise<void> {
  for (let count = 0; count < days; count += 1) {
    today += 1;
    const facts = [factsOf('globex', globex), factsOf('annualis', { days_to_renewal: 70 - today })];
    await storeSnapshot(ctx, dayNo(today), { facts });
    await updateEpisodes({ ctx, input: {} });
  }
}

const DANA = { accountId: 'globex', actor: 'U0DANA' } as const;
const snooze = (until: SnoozeUntil, reason = 'on holiday', accountId = 'globex') =>
  snoozeEpisodes({ ctx, input: { accountId, actor: 'U0DANA', until, reason } });
const states = async (accountId = 'globex'): Promise<string[]> =>
  (await accountEpisodes({ ctx, input: { accountId } })).open.map(({ signal, state }) => `${signal} ${state}`);
const digest = () => composeDigest({ ctx, input: { day: dayNo(today) } });
const brief = (entries: readonly DigestEntry[]) =>
  entries.map(({ reminder, signal, standing, state }) =>
    [standing.account.accountId, signal, state, ...(reminder ? ['reminder'] : [])].join(' '),
  );
async function audited(): Promise<unknown[]> {
  const { rows } = await database.pool.query('select actor, action, detail from audit_log order by audit_id');
  return rows;
}

describe('acknowledgeEpisodes', () => {
  it('takes every open alert of the account, once', async () => {
    await pass(1);
    expect(await states()).toEqual(['at_risk_enter open', 'band_down open']);
    const first = await acknowledgeEpisodes({ ctx, input: DANA });
    expect(first.state).toBe('changed');
    expect(first.open.map(({ acknowledged, state }) => [state, acknowledged?.by])).toEqual([
      ['acknowledged', { id: 'U0DANA', name: 'Dana' }],
      ['acknowledged', { id: 'U0DANA', name: 'Dana' }],
    ]);
    expect((await acknowledgeEpisodes({ ctx, input: DANA })).state).toBe('unchanged');
    expect(await audited()).toEqual([
      { actor: 'U0DANA', action: 'episodes_acknowledged', detail: { signals: ['at_risk_enter', 'band_down'] } },
    ]);
  });

  it('shows it in the digest, and nobody is reminded', async () => {
    await pass(1);
    await acknowledgeEpisodes({ ctx, input: DANA });
    await pass(1);
    expect(brief((await digest()).open)).toContain('globex at_risk_enter acknowledged');
    await pass(6);
    const { open } = await digest();
    expect(brief(open)).toEqual(['globex at_risk_enter acknowledged', 'annualis renewal_red_flag open reminder']);
  });

  it('says that nothing is open, and that an account is unknown', async () => {
    await pass(1, { active_users_30d: 20 });
    expect((await acknowledgeEpisodes({ ctx, input: { accountId: 'acme', actor: 'U0DANA' } })).state).toBe(
      'nothing_open',
    );
    await expect(acknowledgeEpisodes({ ctx, input: { accountId: 'nobody', actor: 'U0DANA' } })).rejects.toThrow(
      'There is no account with the id nobody',
    );
    expect(await audited()).toEqual([]);
  });
});

describe('snoozeEpisodes', () => {
  it('until a date: counted only, and news again on that day', async () => {
    await pass(1);
    const until = dayNo(today + 3);
    expect((await snooze({ kind: 'date', day: until })).state).toBe('changed');
    expect((await snooze({ kind: 'date', day: until })).state).toBe('unchanged');
    expect((await snooze({ kind: 'date', day: dayNo(today + 4) })).state).toBe('changed');
    await snooze({ kind: 'date', day: until });
    expect(await audited()).toHaveLength(3);
    await pass(2);
    const quiet = await digest();
    expect([quiet.snoozed, brief(quiet.open), brief(quiet.fresh)]).toEqual([1, ['annualis renewal_red_flag open'], []]);
    await pass(1);
    expect(brief((await digest()).fresh)).toEqual(['globex at_risk_enter open']);
    expect(await states()).toEqual(['at_risk_enter open', 'band_down open']);
  });

  it.each<[string, Partial<AccountFacts>, string[]]>([
    ['nothing changes', {}, ['at_risk_enter snoozed', 'band_down snoozed']],
    [
      'ten points are lost',
      { tickets_30d: 3, errors_30d: 900, nps_sum: 0, key_contact_days: 40 },
      ['at_risk_enter open', 'band_down open'],
    ],
    ['the band gets worse', { tickets_30d: 30, errors_30d: 900, nps_sum: 0, active_weeks: 3 }, ['at_risk_enter open']],
    [
      'a new signal begins',
      { cancel_at_period_end: true },
      ['cancellation_notice open', 'at_risk_enter open', 'band_down open'],
    ],
  ])('until a change: %s', async (_, globex, expected) => {
    await pass(1);
    await snooze({ kind: 'change' });
    await pass(1, globex);
    expect(await states()).toEqual(expect.arrayContaining(expected));
  });

  it('until the renewal: wakes two weeks before it', async () => {
    await pass(1);
    const { open } = await snooze({ kind: 'renewal' }, '', 'annualis');
    expect(open[0]?.snooze).toMatchObject({ kind: 'renewal', until: dayNo(70 - 14), reason: '' });
    await pass(54);
    expect(await states('annualis')).toEqual(['renewal_red_flag snoozed']);
    await pass(1);
    expect([today, await states('annualis')]).toEqual([56, ['renewal_red_flag open']]);
    await expect(snooze({ kind: 'renewal' }, '', 'annualis')).rejects.toThrow('is within 14 days; choose a date.');
  });

  it.each<[string, SnoozeUntil, string, string]>([
    ['a day that has passed', { kind: 'date', day: dayNo(0) }, '', 'until: 2026-03-02 is out of reach'],
    ['today', { kind: 'date', day: dayNo(1) }, '', 'until: 2026-03-03 is out of reach'],
    ['more than a year', { kind: 'date', day: dayNo(367) }, '', 'until: 2027-03-04 is out of reach'],
    ['no day', { kind: 'date', day: '2026-02-30' }, '', 'until: is no day'],
    ['a long reason', { kind: 'change' }, 'x'.repeat(501), 'reason: has 501 characters'],
    ['a reason with control characters', { kind: 'change' }, 'a\u0000b', 'reason: has a line break'],
    ['a renewal that nobody knows', { kind: 'renewal' }, '', 'until: no renewal day is known'],
  ])('refuses %s', async (_, until, reason, message) => {
    await pass(1, { days_to_renewal: null });
    await expect(snooze(until, reason)).rejects.toThrow(message);
    expect(await states()).toEqual(['at_risk_enter open', 'band_down open']);
    expect(await audited()).toEqual([]);
  });

  it('ends when somebody wakes it or takes it', async () => {
    await pass(1);
    await snooze({ kind: 'change' });
    expect((await wakeEpisodes({ ctx, input: DANA })).state).toBe('changed');
    expect((await wakeEpisodes({ ctx, input: DANA })).state).toBe('unchanged');
    await snooze({ kind: 'change' });
    await acknowledgeEpisodes({ ctx, input: DANA });
    expect(await states()).toEqual(['at_risk_enter acknowledged', 'band_down acknowledged']);
  });
});

describe('what is kept', () => {
  it('lists open episodes by owner and state', async () => {
    await pass(1);
    await snooze({ kind: 'change' });
    const ids = async (input: Parameters<typeof openEpisodes>[0]['input']) =>
      (await openEpisodes({ ctx, input })).accounts.map(({ account }) => account.accountId);
    expect(await ids({})).toEqual(['annualis', 'globex']);
    expect(await ids({ state: 'snoozed' })).toEqual(['globex']);
    expect(await ids({ ownerSlackUserId: 'U0DANA', state: 'open' })).toEqual(['annualis']);
    expect(await ids({ ownerSlackUserId: 'U0OTHER' })).toEqual([]);
  });

  it('is the whole history of an account', async () => {
    await pass(1);
    await acknowledgeEpisodes({ ctx, input: DANA });
    await pass(3, { active_users_30d: 20, tickets_30d: 0, active_weeks: 13 });
    const { open } = await accountEpisodes({ ctx, input: { accountId: 'globex' } });
    expect(open.map(({ signal }) => signal)).not.toContain('at_risk_enter');
    const kept = `select l.kind || ' ' || l.actor as line from episode_log l join accounts using (account_id)
      where external_id = 'globex' and signal = 'at_risk_enter' order by log_id desc`;
    const own = (await database.pool.query(kept)).rows.map(({ line }) => line);
    expect(own).toEqual(['recovered cs-pulse', 'acknowledged U0DANA', 'opened cs-pulse']);
  });
});
