import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { objectOf, stringOf } from '../../src/workspace/json.ts';
import { draftModal, registerSampleApp } from './register-sample-app.ts';
import { postJson, startWithApp, type TestClient, waitForHtml } from './start-test-workspace.ts';

/** What the app saw, newest last. */
const seen: Record<string, unknown>[] = [];
let client: TestClient;

beforeAll(async () => {
  client = await startWithApp((app) => registerSampleApp(app, seen));
});
afterAll(() => client.stop());
beforeEach(() => {
  seen.length = 0;
});

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
    seen.length = 0;
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
