import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wrapLogger } from '../../src/slack/bolt-logger.ts';
import { createClients } from '../../src/slack/clients.ts';
import { sendFiles } from '../../src/slack/send-files.ts';
import { suiteLog } from '../support/suite-log.ts';
import { startTestWorkspace, type TestClient, testOptions } from './start-test-workspace.ts';

const stateFile = join(mkdtempSync(join(tmpdir(), 'files-')), 'state.json');
let client: TestClient;
beforeAll(async () => {
  client = await startTestWorkspace(testOptions({ stateFile }));
});
afterAll(() => client.stop());

async function upload(content: string, name = 'outline.md'): Promise<string> {
  const length = Buffer.byteLength(content);
  const asked = await client.api('files.getUploadURLExternal', { filename: name, length });
  const sent = await fetch(String(asked['upload_url']), { method: 'POST', body: content });
  expect(sent.status).toBe(200);
  return String(asked['file_id']);
}

describe('files', () => {
  test('are uploaded in three steps, shown in the conversation and can be downloaded, also after a restart', async () => {
    const opened = await client.api('chat.postMessage', { channel: 'U1DANA', text: 'Files follow' });
    const id = await upload('# Übersicht\n- <b>x</b>');
    const files = [{ id, title: 'Outline <i>' }];
    const done = await client.api('files.completeUploadExternal', { files, channel_id: opened['channel'] });
    expect(done).toMatchObject({ ok: true, files: [{ id, name: 'outline.md', size: 23 }] });
    const page = await client.html(`/?channel=${opened['channel']}`);
    expect(page).toContain(`href="/files/${id}"`);
    expect(page).toContain('Outline &lt;i&gt;');
    await client.stop();
    client = await startTestWorkspace(testOptions({ stateFile }));
    const response = await fetch(`${client.workspace.url}/files/${id}`);
    expect(await response.text()).toBe('# Übersicht\n- <b>x</b>');
    expect(response.headers.get('content-disposition')).toContain('attachment');
    expect(response.headers.get('content-type')).toContain('text/plain');
  });

  test.each([
    ['a person for a channel', 'U1DANA', 'channel_not_found'],
    ['a channel that the bot is not in', 'C3OTHER', 'not_in_channel'],
    ['a private channel of others', 'G5SECRET', 'channel_not_found'],
  ])('are not shared with %s', async (_name, channel_id, error) => {
    const files = [{ id: await upload('x') }];
    expect(await client.api('files.completeUploadExternal', { files, channel_id })).toMatchObject({ ok: false, error });
  });

  test('are refused when their bytes never came, came twice, or are fewer than announced', async () => {
    const asked = await client.api('files.getUploadURLExternal', { filename: 'a.md', length: 3 });
    const share = () =>
      client.api('files.completeUploadExternal', { files: [{ id: asked['file_id'] }], channel_id: 'C1PULSE' });
    const send = async (body: string) => (await fetch(String(asked['upload_url']), { method: 'POST', body })).status;
    expect(await share()).toMatchObject({ error: 'file_not_found' });
    expect(await send('ab')).toBe(400);
    expect(await send('abc')).toBe(200);
    expect(await send('xyz')).toBe(400);
    expect(await share()).toMatchObject({ ok: true });
    expect(await share()).toMatchObject({ error: 'file_not_found' });
  });

  test('come from the app itself, and are told apart from a missing scope', async () => {
    const log = suiteLog();
    const files = [
      { name: 'a.md', title: 'For the customer', content: '# A' },
      { name: 'b.md', title: 'For us', content: '# B' },
    ];
    const send = ({ workspace }: TestClient) => {
      const options = { token: 'xoxb-test', apiUrl: workspace.apiUrl, logger: wrapLogger(log) };
      return sendFiles(createClients(options).write, { userId: 'U1DANA', intro: 'Two files', files }, log);
    };
    expect(await send(client)).toBe('sent');
    const page = await client.html('/?channel=D1DANA');
    expect(page).toMatch(/Two files[\s\S]*For the customer[\s\S]*For us/);
    const bare = await startTestWorkspace(testOptions({ scopes: ['chat:write'] }));
    expect(await send(bare)).toBe('no_scope');
    expect(await bare.html('/?channel=D1DANA')).not.toContain('Two files');
    await bare.stop();
  });

  test('need files:write, a name, and a length that is not absurd', async () => {
    const scopes = ['chat:write'];
    const bare = await startTestWorkspace(testOptions({ scopes }));
    const asked = await bare.api('files.getUploadURLExternal', { filename: 'a.md', length: 3 });
    expect(asked).toMatchObject({ ok: false, error: 'missing_scope', needed: 'files:write' });
    await bare.stop();
    expect(await client.api('files.getUploadURLExternal', { length: 3 })).toMatchObject({ error: 'invalid_arguments' });
    const huge = await client.api('files.getUploadURLExternal', { filename: 'a', length: 99_999_999 });
    expect(huge).toMatchObject({ error: 'file_upload_size_restricted' });
    expect((await fetch(`${client.workspace.url}/files/F0NONE`)).status).toBe(404);
  });
});
