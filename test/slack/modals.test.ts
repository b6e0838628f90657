import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { click, type Harness, startHarness } from '../support/slack-harness.ts';

interface AnyView {
  id: string;
  callback_id: string;
  private_metadata: string;
  hash: string;
  blocks: {
    type: string;
    block_id?: string;
    element?: { action_id: string; initial_value?: string };
    elements?: unknown[];
  }[];
}

describe('modals', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());
  afterEach(() => {
    harness.slack.reset();
    harness.slack.views.clear();
    harness.outreach.length = 0;
    harness.audited.length = 0;
  });

  const lastView = (): AnyView => JSON.parse(JSON.stringify([...harness.slack.views.values()].at(-1)));
  const updates = () => harness.slack.of('views.update');

  async function openDraft(): Promise<AnyView> {
    await harness.interact(click(harness.slack, 'v1:draft_email', 'megacorp'));
    await harness.slack.waitFor(() => updates()[0]);
    return lastView();
  }

  function stateOf(view: AnyView, edited: Record<string, string> = {}) {
    const values: Record<string, Record<string, { value: string }>> = {};
    for (const { block_id: blockId, element } of view.blocks) {
      if (!blockId || !element) continue;
      values[blockId] = {
        [element.action_id]: { value: edited[element.action_id] ?? element.initial_value ?? '' },
      };
    }
    return {
      id: view.id,
      type: 'modal',
      callback_id: view.callback_id,
      private_metadata: view.private_metadata,
      hash: view.hash,
      state: { values },
    };
  }

  it('opens with a loading text and then shows the draft with a link for the mail program', async () => {
    const view = await openDraft();
    expect(JSON.stringify(harness.slack.of('views.open')[0]?.args)).toContain('Loading…');
    const shown = JSON.stringify(view);
    expect(shown).toContain('mailto:priya%40example.com'.replace('%40', '@'));
    expect(shown).toContain('Hello megacorp');
    expect(view.blocks.filter(({ type }) => type === 'input')).toHaveLength(2);
  });

  it('replaces the text when another persona is chosen, under new block ids so that Slack shows it', async () => {
    const view = await openDraft();
    harness.slack.calls.length = 0;
    const select = { action_id: 'v1:draft_persona', type: 'static_select', selected_option: { value: 'key_contact' } };
    await harness.interact({ type: 'block_actions', view: stateOf(view), actions: [select] });
    await harness.slack.waitFor(() => updates()[0]);
    const next = lastView();
    expect(JSON.stringify(next)).toContain('key_contact default.');
    const ids = (one: AnyView) => one.blocks.flatMap(({ block_id: id }) => id ?? []);
    expect(ids(next).some((id) => ids(view).includes(id))).toBe(false);
  });

  it('puts edited text into the link, keeps it, and shows what the check says about it', async () => {
    const view = await openDraft();
    harness.slack.calls.length = 0;
    const state = stateOf(view, { 'v1:input:body': 'We see churn here.' });
    await harness.interact({
      type: 'block_actions',
      view: state,
      actions: [{ action_id: 'v1:draft_link', value: 'update' }],
    });
    await harness.slack.waitFor(() => updates()[0]);
    const shown = JSON.stringify(lastView());
    expect(shown).toContain('body=We%20see%20churn%20here.');
    expect(shown).toContain('must not reach a customer');
    expect(shown).toContain('"initial_value":"We see churn here."');
  });

  it('records edited text as outreach when it is marked as sent, to the contact and not to what the modal says', async () => {
    const view = await openDraft();
    harness.slack.calls.length = 0;
    const state = stateOf(view, { 'v1:input:subject': 'Two\r\nlines‮', 'v1:input:body': 'Hi Priya' });
    const response = await harness.interact({ type: 'view_submission', view: state });
    expect(await response.json()).toMatchObject({ response_action: 'update' });
    await harness.slack.waitFor(() => updates()[0]);
    expect(harness.outreach).toEqual([
      {
        accountId: 'megacorp',
        bucket: 'at_risk',
        persona: 'admin',
        templateId: 'default',
        contactId: 'c1',
        recipient: 'priya@example.com',
        overrideReason: null,
        subject: 'Two lines',
        body: 'Hi Priya',
        actor: 'U0DANA',
      },
    ]);
    expect(JSON.stringify(lastView())).toContain('Recorded as sent');
  });

  it('shows a failure inside the modal that is open', async () => {
    const view = await openDraft();
    harness.slack.calls.length = 0;
    await harness.interact({ type: 'view_submission', view: { ...stateOf(view), private_metadata: 'old' } });
    await harness.slack.waitFor(() => updates()[0]);
    expect(JSON.stringify(lastView())).toContain('older version');
    expect(harness.outreach).toEqual([]);
  });

  it('shares without amounts unless they were chosen, and says so in the audit', async () => {
    await harness.interact(click(harness.slack, 'v1:share', 'megacorp'));
    await harness.slack.waitFor(() => updates()[0]);
    const view = lastView();
    for (const [chosen, amounts] of [
      [[], false],
      [[{ value: 'money' }], true],
    ] as const) {
      harness.slack.calls.length = 0;
      const values = {
        channel: { 'v1:input:channel': { selected_conversation: 'C0TEAM' } },
        with_money: { 'v1:input:with_money': { selected_options: chosen } },
      };
      await harness.interact({ type: 'view_submission', view: { ...stateOf(view), state: { values } } });
      const post = await harness.slack.waitFor(() => harness.slack.of('chat.postMessage')[0]);
      expect(post.args).toMatchObject({ channel: 'C0TEAM' });
      expect(JSON.stringify(post.args).includes('$5,000/mo')).toBe(amounts);
      expect(JSON.stringify(post.args)).not.toContain('"actions"');
      await harness.slack.waitFor(() => updates()[0]);
    }
    expect(harness.audited.map(({ action }) => action)).toEqual(['share_account', 'share_account']);
  });

  it('refuses to share into a channel that the guard refuses, and posts nothing', async () => {
    await harness.interact(click(harness.slack, 'v1:share', 'megacorp'));
    await harness.slack.waitFor(() => updates()[0]);
    const view = lastView();
    harness.slack.calls.length = 0;
    const values = { channel: { 'v1:input:channel': { selected_conversation: 'C0EXTERNAL' } } };
    await harness.interact({ type: 'view_submission', view: { ...stateOf(view), state: { values } } });
    await harness.slack.waitFor(() => updates()[0]);
    expect(JSON.stringify(lastView())).toContain('shared with another company');
    expect(harness.slack.of('chat.postMessage')).toEqual([]);
  });

  it('looks an account up from the global shortcut with suggestions while typing', async () => {
    await harness.interact({ type: 'shortcut', callback_id: 'look_up_account' });
    await harness.slack.waitFor(() => updates()[0]);
    const view = lastView();
    expect(JSON.stringify(view)).toContain('external_select');
    const suggestion = {
      type: 'block_suggestion',
      action_id: 'v1:input:account',
      block_id: 'account',
      value: 'me',
      view: stateOf(view),
    };
    const response = await harness.interact(suggestion);
    expect(await response.json()).toMatchObject({ options: [{ value: 'megacorp' }] });
    const values = { account: { 'v1:input:account': { selected_option: { value: 'megacorp' } } } };
    harness.slack.calls.length = 0;
    await harness.interact({ type: 'view_submission', view: { ...stateOf(view), state: { values } } });
    const update = await harness.slack.waitFor(() => updates()[0]);
    expect(JSON.stringify(lastView())).toContain('18.5 CRITICAL');
    // The acknowledgement gave the modal another hash.
    expect(update.args['hash']).toBeUndefined();
  });

  it('opens accounts chosen on App Home in a modal', async () => {
    const home = { id: 'VHOME', type: 'home', callback_id: '', private_metadata: '' };
    await harness.interact({
      type: 'block_actions',
      container: { type: 'view' },
      view: home,
      actions: [{ action_id: 'v1:show_health', selected_option: { value: 'acme' } }],
    });
    const opened = await harness.slack.waitFor(() => harness.slack.of('views.open')[0]);
    expect(JSON.stringify(opened.args)).toContain('88.0 healthy');
  });

  it('says so when Slack no longer accepts the trigger', async () => {
    harness.slack.answer('views.open', () => ({ ok: false, error: 'expired_trigger_id' }));
    await harness.interact(click(harness.slack, 'v1:draft_email', 'megacorp'));
    const reply = await harness.slack.waitFor(() => harness.slack.of('response_url')[0]);
    expect(reply.args['text']).toContain('did not open the window in time');
  });
});
