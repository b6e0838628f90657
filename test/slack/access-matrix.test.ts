import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTION_NAMES, VIEW_NAMES } from '../../src/slack/action-ids.ts';
import { ACTIONS } from '../../src/slack/actions/index.ts';
import { COMMANDS } from '../../src/slack/commands/index.ts';
import { EVENTS } from '../../src/slack/events.ts';
import { SHORTCUTS } from '../../src/slack/shortcuts.ts';
import { VIEWS } from '../../src/slack/views/index.ts';
import { type FakeSlack, member } from '../support/fake-slack.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';
import { factsOf, standingOf } from '../support/slack-reports.ts';

const CANARIES = ['CanaryCorp', 'canary-id', 'canary@example.com', '12,345', '1234567', '28.0 %', '18.5', 'CRITICAL'];
const ACCOUNT = 'canary-id';
const DRAFT_STATE = { accountId: ACCOUNT, persona: 'admin', templateId: 'default', contactId: null, revision: 0 };

/** Fields that every form about an account accepts. */
const DECISION = {
  until: { 'v1:input:until': { selected_option: { value: 'change' } } },
  points: { 'v1:input:points': { value: '44.9' } },
  target: { 'v1:input:target': { value: '40' } },
  sentiment: { 'v1:input:sentiment': { selected_option: { value: 'good' } } },
  day: { 'v1:input:day': { selected_date: '2026-03-31' } },
  reason: { 'v1:input:reason': { value: 'A reason' } },
};

type Send = (harness: Harness, user: string, account: string) => Promise<Response>;

/** Every handler by the name of its registry entry, and how Slack would call it. */
const HANDLERS: Readonly<Record<string, Send>> = {
  ...Object.fromEntries(
    [
      '',
      'ACCOUNT',
      'why ACCOUNT',
      'history ACCOUNT',
      'qbr ACCOUNT',
      'mine',
      'bottom 5',
      'define trend',
      'help',
      'zzz',
    ].map((text) => [`command:/health ${text}`, command('/health', text)]),
  ),
  ...Object.fromEntries(
    ['', 'ACCOUNT', 'mine', 'plan:Pro', 'help'].map((text) => [
      `command:/utilization ${text}`,
      command('/utilization', text),
    ]),
  ),
  ...Object.fromEntries(
    [
      '',
      'details',
      'digest',
      'snoozed',
      'movers',
      'renewals',
      'deliveries',
      'settings',
      'expansion',
      'doctor',
      'audit',
      'help',
      'zzz',
    ].map((text) => [`command:/pulse ${text}`, command('/pulse', text)]),
  ),
  ...Object.fromEntries(
    [
      'draft_email',
      'why',
      'history',
      'show_health',
      'show_seats',
      'pick_health',
      'pick_seats',
      'pick_why',
      'pick_history',
      'pick_draft',
      'qbr_pack',
      'pick_qbr',
      'share',
      'acknowledge',
      'snooze',
      'wake',
      'growth_plan',
      'sentiment',
      'override',
      'touch',
      'my_accounts',
      'digest_why',
      'digest_drafts',
      'digest_snooze',
      'open_mail',
      'dm_digest',
    ].map((name) => [`action:${name}`, pressed(name)]),
  ),
  'action:override from the menu': (harness, user, account) => {
    const option = { selected_option: { value: 'v1:override' } };
    const menu = { action_id: 'v1:account_menu', block_id: `account:${account}`, type: 'overflow', ...option };
    return harness.interact({ ...click(harness.slack, '', '', { actions: [menu] }), user: { id: user } });
  },
  ...Object.fromEntries(
    ['end_override', 'end_growth_plan'].map((name): [string, Send] => [
      `action:${name}`,
      (harness, user, account) =>
        harness.interact({
          type: 'block_actions',
          user: { id: user },
          view: viewOf('override', { accountId: account }),
          actions: [{ action_id: `v1:${name}`, value: account }],
        }),
    ]),
  ),
  'action:run_command': (harness, user, account) =>
    harness.interact({ ...click(harness.slack, 'v1:run_command', `/health ${account}`), user: { id: user } }),
  ...Object.fromEntries(
    [
      'draft_persona',
      'draft_template',
      'draft_contact',
      'draft_link',
      'draft_copy',
      'draft_objection',
      'draft_polish',
    ].map((name) => [`action:${name}`, inDraft(name)]),
  ),
  'view:draft': submitted('draft', DRAFT_STATE),
  'view:share': submitted(
    'share',
    { accountId: ACCOUNT },
    { channel: { 'v1:input:channel': { selected_conversation: 'C0TEAM' } } },
  ),
  'view:touch': submitted(
    'touch',
    { accountId: ACCOUNT },
    {
      kind: { 'v1:input:kind': { selected_option: { value: 'call' } } },
      note: { 'v1:input:note': { value: 'Called them' } },
    },
  ),
  'view:touch with wrong fields': submitted('touch', { accountId: ACCOUNT }),
  'view:override': submitted('override', { accountId: ACCOUNT }, DECISION),
  'view:override with wrong fields': submitted(
    'override',
    { accountId: ACCOUNT },
    { ...DECISION, points: { 'v1:input:points': { value: '999' } } },
  ),
  'view:growth_plan': submitted('growth_plan', { accountId: ACCOUNT }, DECISION),
  'view:sentiment': submitted('sentiment', { accountId: ACCOUNT }, DECISION),
  'view:snooze': submitted('snooze', { accountId: ACCOUNT }, DECISION),
  'view:lookup': submitted('lookup', {}, { account: { 'v1:input:account': { selected_option: { value: ACCOUNT } } } }),
  'options:v1:input:account': (harness, user) =>
    harness.interact({
      type: 'block_suggestion',
      action_id: 'v1:input:account',
      block_id: 'b',
      value: 'can',
      user: { id: user },
    }),
  'shortcut:look_up_account': (harness, user) =>
    harness.interact({ type: 'shortcut', callback_id: 'look_up_account', user: { id: user } }),
  'shortcut:log_touch': (harness, user, account) => {
    const message = { text: `called ${account}` };
    const target = { type: 'message_action', callback_id: 'log_touch', message, channel: { id: 'C0ASK' } };
    return harness.interact({ ...target, user: { id: user }, response_url: harness.slack.responseUrl() });
  },
  'event:app_home_opened': (harness, user) => harness.event({ type: 'app_home_opened', user, tab: 'home' }),
};

/** Events that answer nobody. */
const SILENT_EVENTS = ['app_uninstalled', 'tokens_revoked', 'channel_archive', 'channel_shared', 'channel_unshared'];

const OUTSIDERS: Readonly<Record<string, (slack: FakeSlack) => void>> = {
  guest: (slack) => slack.users.set('U0X', member('U0X', { is_restricted: true })),
  'single-channel guest': (slack) =>
    slack.users.set('U0X', member('U0X', { is_restricted: true, is_ultra_restricted: true })),
  stranger: (slack) => slack.users.set('U0X', member('U0X', { is_stranger: true })),
  'other team': (slack) => slack.users.set('U0X', member('U0X', { team_id: 'T0OTHER' })),
  'other workspace of the organisation': (slack) =>
    slack.users.set('U0X', member('U0X', { team_id: 'T0OTHER', enterprise_user: { teams: ['T0OTHER'] } })),
  bot: (slack) => slack.users.set('U0X', member('U0X', { is_bot: true })),
  deactivated: (slack) => slack.users.set('U0X', member('U0X', { deleted: true })),
  unknown: (slack) => slack.users.delete('U0X'),
  'look-up fails': (slack) => slack.answer('users.info', () => ({ ok: false, error: 'internal_error' })),
  'look-up is rate limited': (slack) =>
    slack.answer('users.info', () => ({ http: 429, headers: { 'retry-after': '1' } })),
  'outside the user group': (slack) => slack.users.set('U0X', member('U0X')),
};

describe('who gets an answer', () => {
  let harness: Harness;
  beforeAll(async () => {
    const facts = { ...factsOf('megacorp'), account_id: ACCOUNT, mrr_minor: 123456700, mrr_reporting_minor: 123456700 };
    const owner = { email: 'canary@example.com', name: 'CanaryCorp owner', slackUserId: 'U0CANARY' };
    harness = await startHarness({}, [standingOf(facts, { name: 'CanaryCorp', owner })]);
  });
  afterAll(() => harness.close());

  it('covers every registered handler', () => {
    const has = (start: string) => Object.keys(HANDLERS).some((name) => name === start || name.startsWith(`${start} `));
    const registered = [
      ...COMMANDS.map(({ name }) => `command:${name}`),
      ...ACTIONS.map(({ name }) => `action:${name}`),
      ...VIEWS.map(({ name }) => `view:${name}`),
      ...SHORTCUTS.map(({ callbackId }) => `shortcut:${callbackId}`),
      ...Object.keys(EVENTS)
        .filter((name) => !SILENT_EVENTS.includes(name))
        .map((name) => `event:${name}`),
    ];
    expect(registered.filter((name) => !has(name))).toEqual([]);
    expect(ACTIONS.map(({ name }) => name).sort()).toEqual([...ACTION_NAMES].sort());
    expect([...VIEWS.map(({ name }) => name), 'notice'].sort()).toEqual([...VIEW_NAMES].sort());
  });

  it('shows the canary to a member, so that its absence means something', async () => {
    harness.slack.reset();
    await HANDLERS['command:/health ACCOUNT']?.(harness, 'U0DANA', ACCOUNT);
    await harness.slack.waitFor(() => harness.slack.of('response_url')[0]);
    for (const canary of ['CanaryCorp', '18.5', 'CRITICAL', '28.0 %'])
      expect(harness.slack.outbound()).toContain(canary);
  });

  for (const [kind, prepare] of Object.entries(OUTSIDERS)) {
    it(`refuses a person who is: ${kind}, in every handler, the same whether or not the account exists`, async () => {
      const closed = await startHarness({ allowedUsergroups: kind === 'outside the user group' ? ['S0TEAM'] : [] }, [
        standingOf({ ...factsOf('megacorp'), account_id: ACCOUNT }, { name: 'CanaryCorp' }),
      ]);
      closed.slack.usergroups.set('S0TEAM', ['U0DANA']);
      for (const [name, send] of Object.entries(HANDLERS)) {
        const outbound: string[] = [];
        for (const account of [ACCOUNT, 'no-such-account']) {
          closed.slack.reset();
          prepare(closed.slack);
          const response = await send(closed, 'U0X', account);
          expect(response.status, name).toBe(200);
          const acked = await response.text();
          await closed.app.idle();
          outbound.push(told(closed.slack, acked));
        }
        for (const canary of CANARIES) expect(outbound.join(), `${name} leaks`).not.toContain(canary);
        expect(outbound[0], name).toBe(outbound[1]);
        if (!name.startsWith('options:'))
          expect(outbound[0], name).toMatch(/only answers full members|could not be checked/);
      }
      expect(closed.outreach).toEqual([]);
      expect(closed.audited).toEqual([]);
      expect(closed.decided).toEqual([]);
      await closed.close();
    });
  }
});

/** What left the app, without the look-ups and without ids that Slack makes up. */
function told(slack: FakeSlack, acked: string): string {
  const calls = slack.calls.filter(({ method }) => method !== 'users.info' && method !== 'usergroups.users.list');
  const said = calls.map(({ method, args }) => `${method} ${JSON.stringify({ ...args, trigger_id: '', view_id: '' })}`);
  return JSON.stringify([acked, ...said]);
}

function command(name: string, text: string): Send {
  return (harness, user, account) => harness.command(name, text.replace('ACCOUNT', account), { user_id: user });
}

function pressed(name: string): Send {
  return (harness, user, account) =>
    harness.interact({ ...click(harness.slack, `v1:${name}`, account), user: { id: user } });
}

function inDraft(name: string): Send {
  return (harness, user, account) =>
    harness.interact({
      type: 'block_actions',
      user: { id: user },
      view: viewOf('draft', { ...DRAFT_STATE, accountId: account }),
      actions: [{ action_id: `v1:${name}`, value: 'admin' }],
    });
}

function submitted(name: string, state: Record<string, unknown>, values: Record<string, unknown> = {}): Send {
  return (harness, user, account) => {
    const metadata = 'accountId' in state ? { ...state, accountId: account } : state;
    return harness.interact({
      type: 'view_submission',
      user: { id: user },
      view: { ...viewOf(name, metadata), state: { values } },
    });
  };
}

function viewOf(name: string, metadata: Record<string, unknown>) {
  return { id: 'V1', type: 'modal', callback_id: `v1:${name}`, private_metadata: JSON.stringify(metadata), hash: 'h' };
}
