import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { alertBlocks } from '../../src/slack/messages/my-book.ts';
import { homeView } from '../../src/slack/views/home-view.ts';
import { viewProblems } from '../support/block-limits.ts';
import { fc } from '../support/fc.ts';
import { closedGate } from '../support/gate.ts';
import { hostile } from '../support/hostile-text.ts';
import { controlSequences, mrkdwnTexts } from '../support/mrkdwn-oracle.ts';
import { bookReport } from '../support/slack-book.ts';
import { DANA } from '../support/slack-episodes.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';
import { factsOf, GOLDEN_IDS, goldenStanding, standingOf } from '../support/slack-reports.ts';

const HOME = { id: 'VHOME', type: 'home', callback_id: '', private_metadata: '', hash: 'h1' };
const all = GOLDEN_IDS.map(goldenStanding);

describe('App Home', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());
  afterEach(() => harness.slack.reset());

  const published = () => harness.slack.of('views.publish');
  const open = async (user = 'U0DANA') => {
    await harness.event({ type: 'app_home_opened', user, tab: 'home' });
    await harness.app.idle();
    return JSON.stringify(published().at(-1)?.args['view']);
  };

  it('shows what is open, what renews, what was begun, and how old the data is', async () => {
    const home = await open();
    for (const words of ['Open alerts (2)', 'Renewals', 'Within 30 days', 'My drafts, not sent (5)'])
      expect(home).toContain(words);
    expect(home).toContain('kept 2 d ago');
    expect(home).toContain('Sent in the last two weeks (5)');
    expect(home).toContain('“megacorp” · to megacorp@example.com · 3 d ago by Dana');
    expect(home).toContain('14 of 40 people by 1 Jun');
    expect(home).toContain('data usage 2 h, billing 9 min old');
    expect(home).toContain('$5,000/mo MRR');
    for (const action of ['v1:acknowledge:0', 'v1:snooze:0', 'v1:draft_email:0']) expect(home).toContain(action);
  });

  it('offers to take only what nobody has taken', () => {
    const book = bookReport([goldenStanding('megacorp')]);
    const buttons = (of: typeof book): string => JSON.stringify(alertBlocks(of, { money: true, share: 1 }));
    expect(buttons(book)).toContain('v1:acknowledge:0');
    const by = { by: DANA, at: new Date('2026-02-20T09:00:00Z') };
    const taken = book.alerts.map((alert) => ({
      ...alert,
      open: alert.open.map((one) => ({ ...one, state: 'acknowledged' as const, acknowledged: by })),
    }));
    expect(buttons({ ...book, alerts: taken })).not.toContain('v1:acknowledge');
    expect(buttons({ ...book, alerts: taken })).toContain('v1:snooze:0');
  });

  it('tells somebody without an account how to get one, and shows the lowest scores', async () => {
    harness.slack.users.set('U0LEE', { ...harness.slack.users.get('U0DANA'), id: 'U0LEE' });
    const home = await open('U0LEE');
    expect(home).toContain('No account has you as its owner');
    expect(home).toContain('megacorp');
  });

  it('hides money from those who may not see it', async () => {
    const closed = await startHarness({ moneyUsergroups: ['S0MONEY'] });
    closed.slack.usergroups.set('S0MONEY', ['U0OTHER']);
    await closed.event({ type: 'app_home_opened', user: 'U0DANA', tab: 'home' });
    await closed.app.idle();
    const home = JSON.stringify(closed.slack.of('views.publish')[0]?.args['view']);
    expect(home).toContain('megacorp');
    expect(home).not.toMatch(/\$\d|MRR/);
    await closed.close();
  });

  it('is published again after a click on it and after a form, once the person has opened it', async () => {
    await harness.interact(click(harness.slack, 'v1:acknowledge:0', 'megacorp', { view: HOME }));
    await harness.app.idle();
    expect(published()).toHaveLength(1);
    await harness.interact({
      type: 'view_submission',
      view: {
        id: 'V1',
        type: 'modal',
        callback_id: 'v1:snooze',
        private_metadata: JSON.stringify({ accountId: 'megacorp' }),
        state: {
          values: {
            until: { 'v1:input:until': { selected_option: { value: 'change' } } },
            reason: { 'v1:input:reason': { value: 'They asked' } },
          },
        },
      },
    });
    await harness.app.idle();
    expect(harness.decided.map(({ verb }) => verb)).toEqual(['acknowledgeEpisodes', 'snoozeEpisodes']);
    expect(published()).toHaveLength(2);
    await harness.interact(click(harness.slack, 'v1:why', 'megacorp'));
    await harness.app.idle();
    expect(published()).toHaveLength(2);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['home_dm', 'on', { dmDigest: true }],
    ['home_dm', '', { dmDigest: false }],
    ['home_lines', 'renewals', { dmLines: 'renewals' }],
    ['home_zone', 'Asia/Tokyo', { timeZone: 'Asia/Tokyo' }],
    ['home_zone', 'team', { timeZone: null }],
  ])('saves the setting %s = %j of the person who clicks, and is published again', async (name, value, change) => {
    const chosen =
      name === 'home_dm' ? { selected_options: value === '' ? [] : [{ value }] } : { selected_option: { value } };
    const actions = [{ action_id: `v1:${name}`, block_id: 'b', ...chosen }];
    await harness.interact(click(harness.slack, '', '', { view: HOME, actions }));
    await harness.app.idle();
    expect(harness.decided.at(-1)).toEqual({ verb: 'setPreferences', input: { slackUserId: 'U0DANA', ...change } });
    expect(published()).toHaveLength(1);
  });

  it('shows the own settings as they are, also to somebody without an account', async () => {
    const own = {
      dmDigest: true,
      dmLines: 'low_bands' as const,
      timeZone: 'Asia/Kathmandu',
      teamTimeZone: 'Europe/Berlin',
    };
    const { myBook } = harness.deps;
    for (const user of ['U0DANA', 'U0LEE']) {
      harness.slack.users.set(user, { ...harness.slack.users.get('U0DANA'), id: user });
      harness.deps.myBook = async (call) => ({ ...(await myBook(call)), settings: own });
      const home = await open(user);
      expect(home).toContain('at its hour in Asia/Kathmandu');
      expect(home).toContain('"initial_option":{"text":{"type":"plain_text","text":"Only CRITICAL and WARN"');
      expect(home).toContain('"initial_option":{"text":{"type":"plain_text","text":"Asia/Kathmandu"');
      expect(home).toContain('Team’s time zone (Europe/Berlin)');
    }
    harness.deps.myBook = myBook;
  });

  it('is published again after a button of a message that changed the book, while it is open', async () => {
    await open();
    harness.slack.reset();
    await harness.interact(click(harness.slack, 'v1:acknowledge', 'megacorp'));
    await harness.app.idle();
    expect(published()).toHaveLength(1);
    await harness.interact(click(harness.slack, 'v1:history', 'megacorp'));
    await harness.app.idle();
    expect(published()).toHaveLength(1);
  });

  it('shows the newest state last, however many clicks come at once', async () => {
    const asked: number[] = [];
    const { myBook } = harness.deps;
    const first = closedGate();
    let state = 0;
    harness.deps.myBook = async (call) => {
      asked.push(state);
      if (asked.length === 1) await first.pass();
      return myBook(call);
    };
    for (let press = 0; press < 6; press += 1) {
      state = press + 1;
      await harness.interact(click(harness.slack, 'v1:wake', 'megacorp', { view: HOME }));
    }
    first.open();
    await harness.app.idle();
    harness.deps.myBook = myBook;
    expect(asked.at(-1)).toBe(6);
    expect(published().length).toBeLessThan(6);
    expect(published().length).toBe(asked.length);
  });

  it('says so when the book cannot be read', async () => {
    const { myBook } = harness.deps;
    harness.deps.myBook = () => Promise.reject(new Error('secret detail'));
    const home = await open();
    harness.deps.myBook = myBook;
    expect(home).toContain('Something went wrong on our side');
    expect(home).not.toContain('secret detail');
  });

  it('keeps to Slack’s limits with 500 accounts of hostile names, and says how many are left out', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const many = Array.from({ length: 500 }, (_, index) => {
          const id = GOLDEN_IDS[index % GOLDEN_IDS.length] ?? 'acme';
          return standingOf({ ...factsOf(id), account_id: `a${index}` }, { name, plan: name });
        });
        const view = homeView(bookReport(many), { money: true });
        expect(viewProblems(view)).toEqual([]);
        const texts = mrkdwnTexts(view);
        expect(texts.flatMap(controlSequences)).toEqual([]);
        expect(texts.join('\n')).toMatch(/\+49\d more/);
      }),
      { numRuns: 15 },
    );
  });

  it('has a line for everything that is empty', () => {
    const empty = homeView(
      { ...bookReport(all.slice(0, 1)), alerts: [], snoozed: [], renewals: [], drafts: [], mails: [], plans: [] },
      { money: true },
    );
    const text = mrkdwnTexts(empty).join('\n');
    for (const words of [
      'No alert is open',
      'None of your accounts renews within 120 days',
      'No draft is waiting',
      'No growth plan',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('Sent in the last two weeks');
  });
});
