import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OUTDATED_TEXT } from '../../src/slack/messages/notices.ts';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';

const HOME = { id: 'VHOME', type: 'home', callback_id: '', private_metadata: '', hash: 'h1' };

let harness: Harness;
let { acknowledgeEpisodes, accountEpisodes, snoozeEpisodes, wakeEpisodes } = {} as Harness['deps'];
beforeAll(async () => {
  harness = await startHarness();
  ({ acknowledgeEpisodes, accountEpisodes, snoozeEpisodes, wakeEpisodes } = harness.deps);
});
afterAll(() => harness.close());
afterEach(() => {
  Object.assign(harness.deps, { acknowledgeEpisodes, accountEpisodes, snoozeEpisodes, wakeEpisodes });
  harness.slack.reset();
  harness.slack.views.clear();
  harness.decided.length = 0;
  harness.outreach.length = 0;
});

/** Everything that was shown to the person, wherever. */
const shown = () => JSON.stringify([[...harness.slack.views.values()], harness.slack.calls]);
const written = () => [...harness.decided.map(({ verb }) => verb), ...harness.outreach.map(() => 'recordOutreach')];

function modal(callbackId: string, metadata: unknown, values: Record<string, Record<string, unknown>> = {}) {
  const private_metadata = typeof metadata === 'string' ? metadata : JSON.stringify(metadata);
  return {
    type: 'view_submission',
    view: { id: 'VOLD', hash: 'h', type: 'modal', callback_id: callbackId, private_metadata, state: { values } },
  };
}

describe('an old button', () => {
  it.each<[string, Record<string, unknown>]>([
    ['of an earlier version', { actions: [{ action_id: 'v0:acknowledge', value: 'megacorp' }] }],
    ['of a later version', { actions: [{ action_id: 'v2:acknowledge', value: 'megacorp' }] }],
    ['of an action that is gone', { actions: [{ action_id: 'v1:send_mail', value: 'megacorp' }] }],
    ['without a version', { actions: [{ action_id: 'acknowledge', value: 'megacorp' }] }],
    [
      'in a menu',
      {
        actions: [
          { action_id: 'v1:account_menu', block_id: 'account:megacorp', selected_option: { value: 'v0:override' } },
        ],
      },
    ],
    [
      'in App Home',
      {
        view: HOME,
        channel: undefined,
        response_url: undefined,
        actions: [{ action_id: 'v0:wake', value: 'megacorp' }],
      },
    ],
    ['of a command that is gone', { actions: [{ action_id: 'v1:run_command', value: '/seats megacorp' }] }],
  ])('%s is answered, and writes nothing', async (_, more) => {
    await harness.interact(click(harness.slack, '', '', more));
    await harness.app.idle();
    expect(shown()).toContain(JSON.stringify(OUTDATED_TEXT).slice(1, -1));
    expect(written()).toEqual([]);
  });

  it.each(['v0:draft', 'v1:poll', 'draft'])('in the form %s is answered, and writes nothing', async (callbackId) => {
    const response = await harness.interact(modal(callbackId, { accountId: 'megacorp' }));
    expect(await response.text()).toContain(JSON.stringify(OUTDATED_TEXT).slice(1, -1));
    await harness.app.idle();
    expect(written()).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['draft', modal('v1:draft', 'not json')],
    ['draft with another state', modal('v1:draft', { account: 'megacorp' })],
    ['snooze', modal('v1:snooze', {}, { until: { 'v1:input:until': { selected_option: { value: 'change' } } } })],
  ])('whose state is another one: %s', async (_, payload) => {
    await harness.interact(payload);
    await harness.app.idle();
    await harness.slack.waitFor(() => (shown().includes('older version') ? true : undefined));
    expect(written()).toEqual([]);
  });
});

it('of a kept draft whose value is another one is answered', async () => {
  await harness.interact(click(harness.slack, 'v1:draft_continue', 'megacorp'));
  await harness.app.idle();
  expect(shown()).toContain('older version');
});

describe('a message from last month whose alert is over', () => {
  const over = async ({ input }: { readonly input: { readonly accountId: string } }) => {
    const { account } = await accountEpisodes({ ctx: harness.ctx, input });
    return { account, state: 'nothing_open' as const, open: [] };
  };

  it.each([
    ['acknowledge', 'no alert is open, there is nothing to take'],
    ['snooze', 'no alert is open, there is nothing to snooze'],
    ['wake', 'no alert is open any more'],
  ])('%s says so', async (name, words) => {
    Object.assign(harness.deps, { acknowledgeEpisodes: over, wakeEpisodes: over, accountEpisodes: over });
    await harness.interact(click(harness.slack, `v1:${name}`, 'megacorp'));
    await harness.app.idle();
    expect(shown()).toContain(words);
  });

  it.each(['acknowledge', 'why', 'draft_email', 'show_health'])('%s of an account that is gone', async (name) => {
    await harness.interact(click(harness.slack, `v1:${name}`, 'deleted'));
    await harness.app.idle();
    expect(shown()).toContain('There is no such account');
    expect(written()).toEqual([]);
  });
});

describe('a form that is sent twice', () => {
  const until = { 'v1:input:until': { selected_option: { value: 'change' } } };
  const day = { 'v1:input:day': { selected_date: '2026-03-31' } };
  const reason = { 'v1:input:reason': { value: 'A reason' } };
  const draft = { accountId: 'megacorp', persona: 'admin', templateId: 'default', contactId: null, revision: 0 };
  const note = { 'v1:input:note': { value: 'Called them' } };
  const kind = { 'v1:input:kind': { selected_option: { value: 'call' } } };

  it.each<[string, unknown, Record<string, Record<string, unknown>>, string]>([
    ['draft', draft, {}, 'recordOutreach'],
    ['touch', { accountId: 'megacorp' }, { kind, note }, 'logTouch'],
    ['snooze', { accountId: 'megacorp' }, { until, day, reason }, 'snoozeEpisodes'],
  ])('%s is written once, and again from a form that was opened again', async (name, state, values, verb) => {
    const sent = { ...modal(`v1:${name}`, state, values) };
    const send = (id: string) => harness.interact({ ...sent, view: { ...sent.view, id } });
    const answers = await Promise.all([send(`V1${name}`), send(`V1${name}`)]);
    await harness.app.idle();
    expect(written()).toEqual([verb]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(JSON.stringify(harness.slack.calls)).toContain('This form was sent already');
    await send(`V2${name}`);
    await harness.app.idle();
    expect(written()).toEqual([verb, verb]);
  });

  it('is taken again when something in it was corrected', async () => {
    const form = (text: string) =>
      modal('v1:touch', { accountId: 'megacorp' }, { kind, note: { 'v1:input:note': { value: text } } });
    await harness.interact(form('One'));
    await harness.interact(form('Two'));
    await harness.app.idle();
    expect(written()).toEqual(['logTouch', 'logTouch']);
  });
});
