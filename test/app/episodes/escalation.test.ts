import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import { accountEpisodes } from '../../../src/app/episodes/account-episodes.ts';
import { acknowledgeEpisodes } from '../../../src/app/episodes/acknowledge-episodes.ts';
import { snoozeEpisodes } from '../../../src/app/episodes/snooze-episodes.ts';
import { updateEpisodes } from '../../../src/app/episodes/update-episodes.ts';
import { wakeEpisodes } from '../../../src/app/episodes/wake-episodes.ts';
import { weekdayOf } from '../../../src/domain/day.ts';
import type { AccountFacts } from '../../../src/domain/facts.ts';
import { alertsLine } from '../../../src/slack/messages/alerts.ts';
import { digestThread } from '../../../src/slack/messages/digest-owners.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { dayNo, factsOf, insertAccounts, storeSnapshot } from './history.ts';

const BOSS = 'U0BOSS';
const WELL: Partial<AccountFacts> = { active_users_30d: 24 };

let database: TestDatabase;
let today = 0;
let ctx: Context;
beforeAll(async () => {
  database = await cloneDatabase();
  const now = () => new Date(`${dayNo(today)}T09:00:00Z`);
  ctx = testContext(database.pool, { now, escalation: { afterDays: 7, to: BOSS } });
  await insertAccounts(database.pool, ['globex']);
});
afterAll(() => database.close());
beforeEach(async () => {
  today = 0;
  await execute(database.pool, 'truncate health_snapshots, snapshot_runs, episodes, episode_log, episode_days');
});

/** What the morning's digest says of the account, day by day: `8 reminded`, `15 escalated`. */
async function month(
  until: number,
  given: {
    readonly globex?: (count: number) => Partial<AccountFacts>;
    readonly acts?: Readonly<Record<number, () => Promise<unknown>>>;
    readonly escalation?: Context['escalation'];
  } = {},
): Promise<string[]> {
  const said: string[] = [];
  const inForce = given.escalation === undefined ? ctx : { ...ctx, escalation: given.escalation };
  for (const _ of Array.from({ length: until - today })) {
    today += 1;
    await storeSnapshot(ctx, dayNo(today), { facts: [factsOf('globex', given.globex?.(today))] });
    await updateEpisodes({ ctx: inForce, input: {} });
    await updateEpisodes({ ctx: inForce, input: {} });
    // Monday's digest says what happened at the weekend.
    const open = weekdayOf(dayNo(today)) > 5 ? [] : (await digest()).open;
    for (const { escalated, reminder } of open) {
      if (reminder) said.push(`${today} reminded`);
      if (escalated?.isNews) said.push(`${today} escalated`);
    }
    await given.acts?.[today]?.();
  }
  return said;
}

const digest = (filter = {}) => composeDigest({ ctx, input: { day: dayNo(today), filter } });
const target = { accountId: 'globex', actor: 'U0DANA' };
const acknowledge = () => acknowledgeEpisodes({ ctx, input: target });
const snoozeUntil = (count: number) => () =>
  snoozeEpisodes({ ctx, input: { ...target, until: { kind: 'date', day: dayNo(count) }, reason: 'a holiday' } });

describe('an alert that nobody takes', () => {
  it('is said again after a week, handed on after another, and neither a second time in a month', async () => {
    expect(await month(31)).toEqual(['8 reminded', '15 escalated']);
    const { rows } = await database.pool.query(
      `select signal, day, actor, detail from episode_log where kind = 'escalated' order by signal`,
    );
    expect(rows).toEqual(
      ['at_risk_enter', 'band_down'].map((signal) => ({
        signal,
        day: dayNo(15),
        actor: 'cs-pulse',
        detail: { to: BOSS },
      })),
    );
  });

  it.each<[string, Parameters<typeof month>[1], string[]]>([
    ['acknowledged before the reminder', { acts: { 3: acknowledge } }, []],
    ['acknowledged after it', { acts: { 9: acknowledge } }, ['8 reminded']],
    ['recovered after it', { globex: (count) => (count > 9 ? WELL : {}) }, ['8 reminded']],
    ['snoozed over the day', { acts: { 10: snoozeUntil(12) } }, ['8 reminded', '21 reminded', '28 escalated']],
    ['with nobody who stands in', { escalation: null }, ['8 reminded']],
    ['three days after the reminder', { escalation: { afterDays: 3, to: BOSS } }, ['8 reminded', '11 escalated']],
  ])('%s', async (_, given, said) => {
    expect(await month(30, given)).toEqual(said);
  });

  it('stays handed on once when it is snoozed and wakes afterwards', async () => {
    const said = await month(40, { acts: { 16: snoozeUntil(18) } });
    expect(said).toEqual(['8 reminded', '15 escalated', '25 reminded']);
  });

  it('shows whom it went to in the thread, on the card, and to that person until somebody takes it', async () => {
    await month(15);
    const routing = { money: true, fallbackOwner: BOSS, away: new Set<string>() };
    const thread = digestThread(await digest(), routing).map(({ text }) => text);
    expect(thread.join('\n')).toContain(`1 escalated → <@${BOSS}>`);
    expect(thread.join('\n')).toContain('⏫ open 14 d, nobody has taken it: escalated to U0BOSS');
    const theirs = { owner: BOSS, handedTo: BOSS };
    const own = await digest(theirs);
    expect(own.open.map(({ standing }) => standing.account.accountId)).toEqual(['globex']);
    expect(own.seatsAtRisk.minor).toBe(0);
    expect((await digest({ owner: BOSS })).open).toEqual([]);
    // What was handed on stays in sight, whatever else the person chose to hear of.
    const narrow = await digest({ ...theirs, bands: ['CHAMPION'], renewsWithinDays: 1 });
    expect(narrow.open.map(({ standing }) => standing.account.accountId)).toEqual(['globex']);
    const card = async () => alertsLine((await accountEpisodes({ ctx, input: target })).open);
    expect(await card()).toContain(`escalated to <@${BOSS}> on 17 Mar, reminded on 10 Mar`);
    await acknowledge();
    expect(await card()).toContain(`acknowledged by Dana, escalated to <@${BOSS}> on 17 Mar`);
    await month(16);
    expect((await digest(theirs)).open).toEqual([]);
    expect((await digest()).open[0]?.escalated).toBeUndefined();
  });
});

describe('the thread of the next digest', () => {
  it('says who took, snoozed and woke what, with the reason, and says it once', async () => {
    await month(1);
    await snoozeUntil(9)();
    await month(2);
    const texts = async () =>
      digestThread(await digest(), { money: true, fallbackOwner: null, away: new Set() }).map(({ text }) => text);
    expect((await texts()).join('\n')).toContain('*globex*: snoozed until 11 Mar by Dana: a holiday');
    await wakeEpisodes({ ctx, input: target });
    await acknowledge();
    await month(3);
    expect((await texts()).join('\n')).toContain('*globex*: woken by Dana; acknowledged by Dana');
    await month(4);
    expect((await digest()).handled).toBeUndefined();
  });

  it('says what woke by itself', async () => {
    await month(1);
    await snoozeUntil(3)();
    await month(3);
    expect((await digest()).handled?.[0]?.acts).toMatchObject([{ kind: 'woken', by: null, why: 'its date' }]);
    const line = alertsLine((await accountEpisodes({ ctx, input: target })).open);
    expect(line).toContain('woke on 5 Mar (its date)');
  });
});
