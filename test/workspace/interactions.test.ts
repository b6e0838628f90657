import type { App } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { objectOf, stringOf } from '../../src/workspace/json.ts';
import { postJson, startWithApp, type TestClient, waitForHtml } from './start-test-workspace.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (action: string) => ({ type: 'button' as const, text: plain(action), action_id: action, value: 'acme' });

/** What the app saw, newest last. */
let seen: Record<string, unknown>[] = [];
let client: TestClient;

beforeAll(async () => {
  client = await startWithApp(register);
});
afterAll(() => client.stop());
beforeEach(() => {
  seen = [];
});

function register(app: App): void {
  app.command('/health', async ({ ack, command, respond, client: web }) => {
    seen.push({ ...command });
    if (command.text === 'ack') {
      await ack({ text: 'by *ack*', response_type: 'ephemeral' });
      return;
    }
    await ack();
    if (command.text === 'slow') {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const view = { type: 'modal' as const, title: plain('T'), blocks: [] };
      await web.views.open({ trigger_id: command.trigger_id, view });
      const again = await web.views.open({ trigger_id: command.trigger_id, view }).catch((error) => error.data);
      seen.push(again);
      return;
    }
    const shared = command.text === 'share';
    await respond({
      text: shared ? 'for all' : 'by url',
      response_type: shared ? 'in_channel' : 'ephemeral',
      blocks: [{ type: 'actions', block_id: 'act', elements: [button('open'), button('replace'), button('push')] }],
    });
  });
  app.action('open', async ({ ack, body, client: web }) => {
    seen.push({ ...body });
    await ack();
    if (body.type === 'block_actions') {
      await web.views.open({ trigger_id: body.trigger_id, view: draftModal('First') });
    }
  });
  app.action('replace', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'replaced', replace_original: true });
  });
  app.action('pick', async ({ ack, body }) => {
    seen.push({ ...body });
    await ack();
  });
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: 'account' }, async ({ ack, options }) => {
    seen.push({ ...options });
    const names = ['acme', 'megacorp'].filter((name) => name.includes(options.value));
    await ack({ options: names.map((name) => ({ text: plain(name.toUpperCase()), value: name })) });
  });
  app.view('draft', async ({ ack, view }) => {
    seen.push({ ...view });
    const subject = view.state.values['subject']?.['subject']?.value ?? '';
    if (subject === 'bad') {
      await ack({ response_action: 'errors', errors: { subject: 'Say it differently.' } });
    } else if (subject === 'push') {
      await ack({ response_action: 'push', view: draftModal('Second') });
    } else if (subject === 'update') {
      await ack({ response_action: 'update', view: draftModal('Changed') });
    } else if (subject === 'clear') {
      await ack({ response_action: 'clear' });
    } else {
      await ack();
    }
  });
  app.view({ callback_id: 'draft', type: 'view_closed' }, async ({ ack, body }) => {
    seen.push({ ...body });
    await ack();
  });
  app.shortcut('look_up', async ({ ack, shortcut }) => {
    seen.push({ ...shortcut });
    await ack();
  });
  app.shortcut('keep', async ({ ack, shortcut }) => {
    seen.push({ ...shortcut });
    await ack();
  });
  app.event('app_home_opened', async ({ event, client: web }) => {
    const blocks = [{ type: 'header', text: plain('My book') }];
    await web.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `hello <@${event.user ?? ''}>`, thread_ts: event.ts });
  });
  app.message(async ({ message, say }) => {
    seen.push({ ...message });
    await say('in the DM');
  });
}

function draftModal(title: string) {
  return {
    type: 'modal' as const,
    callback_id: 'draft',
    notify_on_close: true,
    title: plain(title),
    submit: plain('Send'),
    blocks: [
      {
        type: 'input' as const,
        block_id: 'subject',
        label: plain('Subject'),
        element: { type: 'plain_text_input' as const, action_id: 'subject' },
      },
      {
        type: 'input' as const,
        block_id: 'account',
        optional: true,
        label: plain('Account'),
        element: { type: 'external_select' as const, action_id: 'account', min_query_length: 1 },
      },
      {
        type: 'input' as const,
        block_id: 'pick',
        optional: true,
        dispatch_action: true,
        label: plain('Pick'),
        element: {
          type: 'static_select' as const,
          action_id: 'pick',
          initial_option: { text: plain('One'), value: '1' },
          options: [
            { text: plain('One'), value: '1' },
            { text: plain('Two'), value: '2' },
          ],
        },
      },
    ],
  };
}

const say = (text: string, channel = 'C1PULSE') => client.page('say', { channel, thread: null, text });

async function modal(): Promise<{ id: string; html: string }> {
  const response = await fetch(`${client.workspace.url}/page/modal`);
  const html = stringOf(objectOf(await response.json())['html']);
  return { html, id: /data-view="([^"]+)"/.exec(html)?.[1] ?? '' };
}

/** Presses a button of the newest message that has it. */
async function press(actionId: string): Promise<Record<string, unknown>> {
  const html = await waitForHtml(client, new RegExp(`data-action-id="${actionId}"`));
  const ts = [...html.matchAll(/<article[^>]* data-ts="([^"]+)"/g)].at(-1)?.[1] ?? '';
  const container = { channel: 'C1PULSE', ts };
  return client.page('act', { container, blockId: 'act', actionId, raw: 'acme', state: {} });
}

async function openDraft(): Promise<string> {
  await say('/health');
  await press('open');
  await expect.poll(async () => (await modal()).html).toContain('First');
  return (await modal()).id;
}

describe('slash commands', () => {
  test('arrive as a signed form with escaped text and answer through response_url', async () => {
    await say('/health a&b <x>');
    expect(seen[0]).toMatchObject({
      command: '/health',
      text: 'a&amp;b &lt;x&gt;',
      channel_id: 'C1PULSE',
      channel_name: 'cs-pulse',
      user_id: 'U1DANA',
      user_name: 'dana',
      team_id: 'T1',
      is_enterprise_install: 'false',
    });
    const html = await waitForHtml(client, /data-action-id="open"/);
    expect(html).toContain('Only visible to you');
  });

  test('show the text of the acknowledgement', async () => {
    await say('/health ack');
    expect(await client.html()).toContain('by <strong>ack</strong>');
  });

  test('in_channel answers stay in the history, ephemeral ones do not', async () => {
    await say('/health share');
    await waitForHtml(client, /for all|data-action-id="open"/);
    const history = await client.api('conversations.history', { channel: 'C1PULSE' });
    const texts = JSON.stringify(history);
    expect(texts).toContain('for all');
    expect(texts).not.toContain('by url');
  });

  test('a trigger opens one view only', async () => {
    await say('/health slow');
    await expect.poll(() => seen.length).toBe(2);
    expect(seen[1]).toMatchObject({ error: 'exchanged_trigger_id' });
    await client.page('close', { viewId: (await modal()).id, state: {}, all: true });
  });

  test('an unknown command is answered by the workspace', async () => {
    await say('/nope');
    expect(await client.html()).toContain('is not a command here');
    expect(seen).toEqual([]);
  });

  test('a response_url is good for five uses', async () => {
    await say('/health');
    const url = String(seen[0]?.['response_url']);
    await waitForHtml(client, /data-action-id="open"/);
    const answers: unknown[] = [];
    for (let use = 0; use < 5; use += 1) {
      answers.push((await postJson(url, { text: `use ${use}` }))['ok']);
    }
    expect(answers).toEqual([true, true, true, true, false]);
    const over = await fetch(url, { method: 'POST', body: '{"text":"x"}' });
    expect([over.status, await over.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
  });

  test('a response_url refuses blocks that Slack would refuse', async () => {
    await say('/health');
    const url = String(seen[0]?.['response_url']);
    expect(await postJson(url, { blocks: [{ type: 'alert' }] })).toMatchObject({ error: 'invalid_blocks' });
  });
});

describe('buttons', () => {
  test('replace_original changes the message that holds the button', async () => {
    await say('/health');
    await press('replace');
    await waitForHtml(client, /replaced/);
  });

  test('send block_actions with container, channel, value and response_url', async () => {
    const id = await openDraft();
    const payload = seen.find((one) => one['type'] === 'block_actions');
    expect(payload).toMatchObject({
      container: { type: 'message', channel_id: 'C1PULSE', is_ephemeral: true },
      channel: { id: 'C1PULSE', name: 'cs-pulse' },
      user: { id: 'U1DANA', username: 'dana' },
      actions: [{ type: 'button', action_id: 'open', block_id: 'act', value: 'acme' }],
    });
    expect(payload?.['response_url']).toContain(`${client.workspace.url}/response/`);
    await client.page('close', { viewId: id, state: {}, all: false });
  });

  test('an element that is gone is said to be gone', async () => {
    const container = { channel: 'C1PULSE', ts: '1.000000' };
    const answer = await client.page('act', { container, blockId: 'x', actionId: 'y', raw: null, state: {} });
    expect(answer).toMatchObject({ ok: false, message: expect.stringContaining('not there any more') });
  });
});

describe('modals', () => {
  test('ask for required fields before the app sees anything', async () => {
    const viewId = await openDraft();
    seen = [];
    const answer = await client.page('submit', { viewId, state: {} });
    expect(answer).toEqual({ ok: false, errors: { subject: 'Please complete this required field.' } });
    expect(seen).toEqual([]);
  });

  test('show the errors of the app, then close on submit with all values', async () => {
    const viewId = await openDraft();
    const found = await client.page('options', {
      container: { viewId },
      blockId: 'account',
      actionId: 'account',
      query: 'meg',
    });
    expect(found).toEqual({
      ok: true,
      groups: [{ label: null, options: [{ text: { type: 'plain_text', text: 'MEGACORP' }, value: 'megacorp' }] }],
    });
    const errors = await client.page('submit', { viewId, state: { subject: { subject: 'bad' } } });
    expect(errors).toEqual({ ok: false, errors: { subject: 'Say it differently.' } });
    const state = { subject: { subject: 'fine' }, account: { account: 'megacorp' } };
    expect(await client.page('submit', { viewId, state })).toEqual({ ok: true });
    expect(seen.at(-1)).toMatchObject({
      callback_id: 'draft',
      state: {
        values: {
          subject: { subject: { type: 'plain_text_input', value: 'fine' } },
          account: { account: { selected_option: { value: 'megacorp', text: { text: 'MEGACORP' } } } },
          pick: { pick: { selected_option: { value: '1' } } },
        },
      },
    });
    expect((await modal()).html).toBe('');
  });

  test('push, update and clear change the stack', async () => {
    const first = await openDraft();
    await client.page('submit', { viewId: first, state: { subject: { subject: 'push' } } });
    const second = await modal();
    expect(second.html).toContain('Second');
    expect(second.html).toContain('aria-label="Back"');
    await client.page('submit', { viewId: second.id, state: { subject: { subject: 'update' } } });
    expect((await modal()).html).toContain('Changed');
    await client.page('submit', { viewId: second.id, state: { subject: { subject: 'clear' } } });
    expect((await modal()).html).toBe('');
  });

  test('dispatch_action reports the choice with the state of the view', async () => {
    const viewId = await openDraft();
    await client.page('act', { container: { viewId }, blockId: 'pick', actionId: 'pick', raw: '2', state: {} });
    expect(seen.at(-1)).toMatchObject({
      container: { type: 'view', view_id: viewId },
      actions: [{ type: 'static_select', selected_option: { value: '2' } }],
      view: { state: { values: { pick: { pick: { selected_option: { value: '2' } } } } } },
    });
    expect(seen.at(-1)).not.toHaveProperty('response_url');
    await client.page('act', { container: { viewId }, blockId: 'pick', actionId: 'pick', raw: 'forged', state: {} });
    expect(seen.at(-1)).toMatchObject({ actions: [{ selected_option: null }] });
    await client.page('close', { viewId, state: {}, all: false });
  });

  test('tell the app that they were closed', async () => {
    const viewId = await openDraft();
    await client.page('close', { viewId, state: {}, all: false });
    expect(seen.at(-1)).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: viewId } });
  });

  test('views.update with a stale hash is refused', async () => {
    const viewId = await openDraft();
    const stale = await client.api('views.update', { view_id: viewId, hash: 'old', view: draftModal('X') });
    expect(stale).toMatchObject({ ok: false, error: 'hash_conflict' });
    const fresh = await client.api('views.update', { view_id: viewId, view: draftModal('Fresh') });
    expect(fresh).toMatchObject({ ok: true });
    expect((await modal()).html).toContain('Fresh');
    await client.page('close', { viewId, state: {}, all: false });
  });
});

describe('events and shortcuts', () => {
  test('opening Home publishes it', async () => {
    expect(await client.page('home', { tab: 'home' })).toEqual({ ok: true });
    await waitForHtml(client, /My book/, '/?home=1');
  });

  test('a mention is answered in a thread', async () => {
    await say('@cs-pulse are you there');
    const html = await waitForHtml(client, /1 reply/);
    const thread = /thread=([\d.]+)" class="thread-link|class="thread-link"[^>]*thread=([\d.]+)/.exec(html);
    const ts = thread?.[1] ?? thread?.[2] ?? '';
    expect(await client.html(`/?channel=C1PULSE&thread=${ts}`)).toContain('hello <span class="mention">@dana</span>');
  });

  test('a DM reaches the app as message.im', async () => {
    await say('hello', 'D1DANA');
    await waitForHtml(client, /in the DM/, '/?channel=D1DANA');
    expect(seen.at(-1)).toMatchObject({ channel_type: 'im', text: 'hello', user: 'U1DANA' });
  });

  test('global and message shortcuts carry their callback and message', async () => {
    await client.page('shortcut', { callbackId: 'look_up', message: null });
    expect(seen.at(-1)).toMatchObject({ type: 'shortcut', callback_id: 'look_up', user: { id: 'U1DANA' } });
    const { ts } = await client.api('chat.postMessage', { channel: 'C1PULSE', text: 'keep me' });
    await client.page('shortcut', { callbackId: 'keep', message: { channel: 'C1PULSE', ts } });
    expect(seen.at(-1)).toMatchObject({ type: 'message_action', message: { text: 'keep me' }, message_ts: ts });
  });
});
