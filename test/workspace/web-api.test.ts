import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postJson, startTestWorkspace, type TestClient, testOptions } from './start-test-workspace.ts';

let client: TestClient;
beforeAll(async () => {
  client = await startTestWorkspace();
});
afterAll(() => client.stop());

describe('the Web API', () => {
  test('names the bot in auth.test and lists the granted scopes in a header', async () => {
    const response = await fetch(`${client.workspace.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-test' },
    });
    expect(response.headers.get('x-oauth-scopes')).toContain('chat:write');
    expect(await response.json()).toMatchObject({ ok: true, user_id: 'U9PULSE', bot_id: 'B9PULSE', team_id: 'T1' });
  });

  test.each([
    ['no token', {}, 'not_authed'],
    ['a wrong token', { authorization: 'Bearer nope' }, 'invalid_auth'],
  ])('refuses %s', async (_name, headers, error) => {
    expect(await postJson(`${client.workspace.apiUrl}auth.test`, {}, headers)).toEqual({ ok: false, error });
  });

  test.each([
    ['no.such.method', {}, 'unknown_method'],
    ['apps.connections.open', {}, 'not_allowed_token_type'],
    ['chat.postMessage', { channel: 'C0NONE', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: 'C3OTHER', text: 'x' }, 'not_in_channel'],
    ['chat.postMessage', { channel: 'G5SECRET', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: 'C4OLD', text: 'x' }, 'is_archived'],
    ['chat.postMessage', { channel: 'C1PULSE' }, 'no_text'],
    ['chat.postMessage', { channel: 'C1PULSE', text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['chat.postMessage', { channel: 'C1PULSE', text: 'x', blocks: [{ type: 'nope' }] }, 'invalid_blocks'],
    ['chat.postMessage', { channel: 'C1PULSE', text: 'x', blocks: '{' }, 'invalid_blocks_format'],
    ['chat.postMessage', { channel: 'C1PULSE', text: 'x', blocks: longBlocks() }, 'msg_blocks_too_long'],
    ['chat.postMessage', { channel: 'C1PULSE', text: 'x', metadata: { a: 1 } }, 'invalid_metadata_format'],
    ['chat.update', { channel: 'C1PULSE', ts: '1.000000', text: 'x' }, 'message_not_found'],
    ['chat.delete', { channel: 'C1PULSE', ts: '1.000000' }, 'message_not_found'],
    ['chat.postEphemeral', { channel: 'C1PULSE', user: 'U2GUEST', text: 'x' }, 'user_not_in_channel'],
    ['chat.getPermalink', { channel: 'C1PULSE', message_ts: '1.000000' }, 'message_not_found'],
    ['conversations.info', { channel: 'G5SECRET' }, 'channel_not_found'],
    ['conversations.history', { channel: 'C3OTHER' }, 'not_in_channel'],
    ['conversations.replies', { channel: 'C1PULSE', ts: '1.000000' }, 'thread_not_found'],
    ['conversations.open', { users: 'U0NONE' }, 'user_not_found'],
    ['users.info', { user: 'U0NONE' }, 'user_not_found'],
    ['users.lookupByEmail', { email: 'no@example.com' }, 'users_not_found'],
    ['usergroups.users.list', { usergroup: 'S0NONE' }, 'no_such_subteam'],
    ['bots.info', { bot: 'B0NONE' }, 'bot_not_found'],
    ['views.open', { trigger_id: 'made-up', view: modal() }, 'invalid_trigger_id'],
    ['views.open', { trigger_id: 'made-up', view: { ...modal(), type: 'home' } }, 'invalid_arguments'],
    ['views.update', { view_id: 'V0NONE', view: modal() }, 'not_found'],
    ['views.publish', { user_id: 'U0NONE', view: { type: 'home', blocks: [] } }, 'user_not_found'],
    ['reactions.add', { channel: 'C1PULSE', timestamp: '1.000000', name: 'eyes' }, 'message_not_found'],
  ])('%s answers %j with %s', async (method, args, error) => {
    expect(await client.api(method, args)).toMatchObject({ ok: false, error });
  });

  test('says where the blocks are wrong', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    const answer = await client.api('chat.postMessage', { channel: 'C1PULSE', text: 'x', blocks });
    expect(answer['response_metadata']).toEqual({
      messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
    });
  });

  test('keeps a message with its metadata, thread, edit and reaction', async () => {
    const metadata = { event_type: 'digest', event_payload: { id: 7 } };
    const { ts } = await client.api('chat.postMessage', { channel: 'C1PULSE', text: 'one', metadata });
    const reply = await client.api('chat.postMessage', { channel: 'C1PULSE', text: 'two', thread_ts: ts });
    await client.api('chat.update', { channel: 'C1PULSE', ts, text: 'edited' });
    await client.api('reactions.add', { channel: 'C1PULSE', timestamp: ts, name: 'eyes' });
    const again = await client.api('reactions.add', { channel: 'C1PULSE', timestamp: ts, name: 'eyes' });
    expect(again['error']).toBe('already_reacted');

    const query = { channel: 'C1PULSE', oldest: ts, inclusive: true };
    const plain = await client.api('conversations.history', query);
    expect(plain['messages']).toMatchObject([{ ts, text: 'edited', reply_count: 1, bot_id: 'B9PULSE' }]);
    expect(JSON.stringify(plain)).not.toContain('event_payload');
    const full = await client.api('conversations.history', { ...query, include_all_metadata: true });
    expect(full['messages']).toMatchObject([{ metadata, edited: { user: 'U9PULSE' }, reactions: [{ count: 1 }] }]);
    const thread = await client.api('conversations.replies', { channel: 'C1PULSE', ts });
    expect(thread['messages']).toMatchObject([{ ts }, { ts: reply['ts'], thread_ts: ts, text: 'two' }]);

    const link = await client.api('chat.getPermalink', { channel: 'C1PULSE', message_ts: reply['ts'] });
    expect(link['permalink']).toBe(`${client.workspace.url}/?channel=C1PULSE&thread=${ts}#m-${reply['ts']}`);
    expect(await client.html(`/?channel=C1PULSE&thread=${ts}`)).toContain('1 reply');
    expect(await client.api('chat.delete', { channel: 'C1PULSE', ts })).toMatchObject({ ok: true });
    const after = await client.api('conversations.history', query);
    expect(after['messages']).toEqual([]);
  });

  test('pages history by cursor, newest first, without ephemeral messages', async () => {
    const posted: unknown[] = [];
    for (const text of ['a', 'b', 'c']) {
      posted.push((await client.api('chat.postMessage', { channel: 'C2SHARED', text }))['ts']);
    }
    await client.api('chat.postEphemeral', { channel: 'C2SHARED', user: 'U1DANA', text: 'hush' });
    const first = await client.api('conversations.history', { channel: 'C2SHARED', limit: 2 });
    expect(first).toMatchObject({ has_more: true, messages: [{ text: 'c' }, { text: 'b' }] });
    const { next_cursor: cursor } = Object(first['response_metadata']);
    const second = await client.api('conversations.history', { channel: 'C2SHARED', limit: 2, cursor });
    expect(second).toMatchObject({ has_more: false, messages: [{ ts: posted[0], text: 'a' }] });
  });

  test('tells shared channels, guests and groups apart', async () => {
    const shared = await client.api('conversations.info', { channel: 'C2SHARED' });
    expect(shared['channel']).toMatchObject({ is_ext_shared: true, is_member: true, is_private: false });
    const inner = await client.api('conversations.info', { channel: 'C1PULSE' });
    expect(inner['channel']).toMatchObject({ is_ext_shared: false, is_pending_ext_shared: false, is_shared: false });
    const guest = await client.api('users.info', { user: 'U2GUEST' });
    expect(guest['user']).toMatchObject({ is_restricted: true, is_bot: false, team_id: 'T1' });
    const dana = await client.api('users.lookupByEmail', { email: 'DANA@example.com' });
    expect(dana['user']).toMatchObject({ id: 'U1DANA', tz: 'Europe/Berlin' });
    expect(await client.api('usergroups.users.list', { usergroup: 'S1' })).toMatchObject({ users: ['U1DANA'] });
  });

  test('opens the DM of a person and posts there by user id', async () => {
    const opened = await client.api('conversations.open', { users: 'U2GUEST' });
    const posted = await client.api('chat.postMessage', { channel: 'U2GUEST', text: 'hello' });
    expect(opened['channel']).toEqual({ id: posted['channel'] });
  });

  test('accepts forms as well as JSON', async () => {
    const response = await fetch(`${client.workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-test' },
      body: new URLSearchParams({ channel: 'C1PULSE', blocks: JSON.stringify([{ type: 'divider' }]) }),
    });
    expect(await response.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'divider' }] } });
  });

  test('refuses what the granted scopes do not cover', async () => {
    const limited = await startTestWorkspace(testOptions({ scopes: ['chat:write'] }));
    const answer = await limited.api('conversations.history', { channel: 'C1PULSE' });
    expect(answer).toMatchObject({ ok: false, error: 'missing_scope', provided: 'chat:write' });
    expect(await limited.api('chat.postMessage', { channel: 'C1PULSE', text: 'x' })).toMatchObject({ ok: true });
    await limited.stop();
  });

  test('refuses a stale hash in views.publish', async () => {
    const view = { type: 'home', blocks: [{ type: 'divider' }] };
    const first = await client.api('views.publish', { user_id: 'U1DANA', view });
    const { hash } = Object(first['view']);
    expect(await client.api('views.publish', { user_id: 'U1DANA', view, hash })).toMatchObject({ ok: true });
    expect(await client.api('views.publish', { user_id: 'U1DANA', view, hash })).toMatchObject({
      error: 'hash_conflict',
    });
  });
});

describe('the state file', () => {
  test('brings messages and Home back after a restart, but nothing ephemeral', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'workspace-')), 'deep', 'state.json');
    const first = await startTestWorkspace(testOptions({ stateFile }));
    const { ts } = await first.api('chat.postMessage', { channel: 'C1PULSE', text: 'kept' });
    await first.api('chat.postEphemeral', { channel: 'C1PULSE', user: 'U1DANA', text: 'gone' });
    const home = { type: 'home', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'My book' } }] };
    await first.api('views.publish', { user_id: 'U1DANA', view: home });
    expect(await first.html()).toContain('gone');
    await first.stop();

    const second = await startTestWorkspace(testOptions({ stateFile }));
    const html = await second.html();
    expect(html).toContain('kept');
    expect(html).not.toContain('gone');
    expect(await second.html('/?home=1')).toContain('My book');
    const update = await second.api('chat.update', { channel: 'C1PULSE', ts, text: 'still mine' });
    expect(update).toMatchObject({ ok: true });
    const next = await second.api('chat.postMessage', { channel: 'C1PULSE', text: 'later' });
    expect(Number(next['ts'])).toBeGreaterThan(Number(ts));
    expect(readFileSync(stateFile, 'utf8')).toContain('still mine');
    await second.stop();
  });

  test('refuses a file that is something else, with the remedy', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'workspace-')), 'state.json');
    writeFileSync(stateFile, '{"version":9}');
    await expect(startTestWorkspace(testOptions({ stateFile }))).rejects.toThrow(/delete it to start over/);
  });
});

function modal(): object {
  return { type: 'modal', title: { type: 'plain_text', text: 'Title' }, blocks: [] };
}

function longBlocks(): object[] {
  const text = { type: 'mrkdwn', text: 'x'.repeat(2700) };
  return Array.from({ length: 5 }, () => ({ type: 'section', text }));
}
