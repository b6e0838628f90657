import { spawn } from 'node:child_process';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReadApiStand, startReadApi } from '../api/read-api-stand.ts';
import { productCli } from '../support/product.ts';
import { callTool, textOf } from './mcp-stand.ts';

let stand: ReadApiStand;
beforeAll(async () => {
  stand = await startReadApi();
});
afterAll(() => stand.database.close());

const environment = () => ({ PATH: process.env['PATH'] ?? '', DATABASE_URL: stand.database.url });

describe('cs-pulse mcp', () => {
  it('answers the official client on standard input and output, and ends with it', async () => {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [await productCli(), 'mcp'],
      env: environment(),
    });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    expect((await client.listTools()).tools.length).toBeGreaterThan(5);
    const { structuredContent } = await callTool(client, 'account_health', { account: 'acme' });
    const expected = await stand.json('/v1/accounts/acme');
    // Only the ages of data are of another moment: a process of its own has a clock of its own.
    expect({ ...structuredContent, data: null }).toEqual({ ...expected, data: null });
    const wrong = await callTool(client, 'account_health', { account: 'zzzzzz' });
    expect([wrong.isError, textOf(wrong)]).toEqual([true, expect.stringContaining('account')]);
    await client.close();
    const text = "select detail from audit_log where actor like 'cli:%' and action = 'account_viewed'";
    const { rows } = await stand.database.pool.query(text);
    expect(rows).toEqual([{ detail: { command: 'mcp account_health', text: '{"account":"acme"}' } }]);
  });

  it('answers what was asked before the input ended', async () => {
    const child = spawn(process.execPath, [await productCli(), 'mcp'], { env: environment() });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    const code = new Promise((done) => child.on('close', done));
    const initialize = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } };
    const messages = [
      { id: 1, method: 'initialize', params: initialize },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/call', params: { name: 'why', arguments: { account: 'acme' } } },
    ];
    child.stdin.end(messages.map((one) => `${JSON.stringify({ jsonrpc: '2.0', ...one })}\n`).join(''));
    expect(await code).toBe(0);
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id }) => id)).toEqual([1, 2]);
    expect(answers[1].result.structuredContent).toMatchObject({ account_id: 'acme' });
  });
});
