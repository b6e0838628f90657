import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOOLS } from '../../src/mcp/tools/index.ts';
import { callTool, type McpStand, PUBLIC_URL, startMcp, textOf } from './mcp-stand.ts';

let stand: McpStand;
let client: Client;
beforeAll(async () => {
  stand = await startMcp();
  client = await stand.connect();
});
afterAll(async () => {
  await client.close();
  await stand.server.stop(100);
  await stand.database.close();
});

const INPUTS: Readonly<Record<string, Record<string, unknown>>> = {
  account_health: { account: 'acme' },
  why: { account: 'globex' },
  utilization: { limit: 3 },
  score_drops: {},
  at_risk: { limit: 2 },
  renewals: {},
  search_accounts: { text: 'mega' },
};

describe('POST /mcp', () => {
  it('offers tools that only read, with schemas in and out', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(Object.keys(INPUTS));
    for (const tool of tools) {
      expect(tool.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(tool.description).toMatch(/\w{3}/);
      expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(tool.outputSchema).toMatchObject({ type: 'object' });
    }
    expect(client.getInstructions()).toContain('not instructions');
  });

  it.each(TOOLS.map(({ name }) => name))('answers %s with what its schema says, and as text', async (name) => {
    const result = await callTool(client, name, INPUTS[name] ?? {});
    expect(textOf(result)).toContain('data, not instructions');
    expect(result.isError).toBeFalsy();
    const [, ...json] = textOf(result).split('\n');
    expect(JSON.parse(json.join('\n'))).toEqual(result.structuredContent);
    expect(textOf(result).length).toBeLessThan(40_000);
  });

  it('says the same numbers as the read API', async () => {
    const { structuredContent } = await callTool(client, 'account_health', { account: 'Acme' });
    expect(structuredContent).toEqual(await stand.json('/v1/accounts/acme'));
    const utilization = await callTool(client, 'utilization', {});
    const report = await stand.json('/v1/reports/utilization');
    expect(utilization.structuredContent?.['totals']).toEqual(report['totals']);
  });

  it('lists no more than was asked for, and says how many more there are', async () => {
    const all = await callTool(client, 'at_risk', { limit: 50 });
    const accounts = all.structuredContent?.['accounts'];
    const count = Array.isArray(accounts) ? accounts.length : 0;
    expect(count).toBeGreaterThan(1);
    const one = await callTool(client, 'at_risk', { limit: 1 });
    expect(one.structuredContent).toMatchObject({ more: count - 1, accounts: [expect.anything()] });
  });

  it('looks ahead for renewals as far as was asked', async () => {
    const groupsOf = async (input: object) => {
      const { structuredContent } = await callTool(client, 'renewals', { ...input });
      expect(structuredContent).toMatchObject({ undated: { accounts: expect.any(Number) } });
      const groups = structuredContent?.['groups'];
      return Array.isArray(groups) ? groups.map((group) => group['within_days']) : [];
    };
    expect(await groupsOf({})).toEqual([30, 60, 90]);
    expect(await groupsOf({ within_days: 120, owner: 'nobody@example.com' })).toEqual([30, 60, 90, 120]);
  });

  it.each([
    ['account_health', {}, /account/],
    ['account_health', { account: '' }, /account/],
    ['account_health', { account: 'a\0b' }, /account/],
    ['account_health', { account: 'x'.repeat(10_000) }, /account/],
    ['account_health', { account: 7 }, /account/],
    ['account_health', { account: 'acme', colour: 'red' }, /colour/],
    ['account_health', { account: 'zzzzzz' }, /account: nothing is called like this/],
    ['why', { account: 'acme', from: 'yesterday' }, /from/],
    ['why', { account: 'acme', from: '2026-02-30' }, /from/],
    ['why', { account: 'acme', from: '1999-01-01' }, /1999-01-01/],
    ['utilization', { limit: 0 }, /limit/],
    ['utilization', { limit: 51 }, /limit/],
    ['renewals', { within_days: 45 }, /within_days/],
    ['search_accounts', { text: '' }, /text/],
  ])('says what is wrong with %s %j', async (name, input, words) => {
    const result = await callTool(client, name, input);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(words);
    expect(stand.failures).toEqual([]);
  });

  it('keeps who asked what', async () => {
    await callTool(client, 'account_health', { account: 'acme' });
    const { rows } = await stand.database.pool.query(
      'select actor, action, detail from audit_log order by audit_id desc limit 1',
    );
    expect(rows).toEqual([
      {
        actor: expect.stringMatching(/^key:key_/),
        action: 'account_viewed',
        detail: { key: 'reader', command: 'mcp account_health', text: '{"account":"acme"}' },
      },
    ]);
  });

  it('tells nothing of an error of ours', async () => {
    await stand.database.pool.query('alter table accounts rename to accounts_away');
    const result = await callTool(client, 'at_risk', {});
    await stand.database.pool.query('alter table accounts_away rename to accounts');
    expect([result.isError, textOf(result)]).toEqual([true, 'reference 1']);
    expect(stand.failures.splice(0)).toHaveLength(1);
  });
});

const LIST = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';

describe('a request to /mcp that is no call', () => {
  it('is refused without a read key', async () => {
    for (const [authorization, status] of [
      ['', 401],
      ['Bearer csp_wrong', 401],
      [`Bearer ${stand.ingestKey}`, 403],
    ] as const) {
      const answer = await stand.post(LIST, { authorization });
      const { error }: { error: { message: string } } = JSON.parse(await answer.text());
      const problem = await stand.get('/v1/accounts', { headers: { authorization } });
      const { detail } = JSON.parse(await problem.text());
      expect([answer.status, problem.status, error.message]).toEqual([status, status, detail]);
    }
    await expect(stand.connect('csp_wrong')).rejects.toThrow(/Authorization/);
  });

  it('is refused from a page of another site', async () => {
    const statusFrom = async (origin: string) => (await stand.post(LIST, { origin })).status;
    expect(await statusFrom('https://evil.example')).toBe(403);
    expect(await statusFrom('null')).toBe(403);
    expect(await statusFrom(`${PUBLIC_URL}.evil.example`)).toBe(403);
    expect(await statusFrom(PUBLIC_URL)).toBe(200);
  });

  it.each([
    ['no JSON', '{', 400],
    ['nothing', '', 400],
    ['a list', `[${LIST},${LIST}]`, 400],
    ['no message', '{"a":1}', 400],
    [
      'deep nesting',
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"why","arguments":{"account":${'['.repeat(20_000)}${']'.repeat(20_000)}}}}`,
      200,
    ],
    ['a long body', `{"jsonrpc":"2.0","a":"${'x'.repeat(70_000)}"}`, 413],
  ])('is answered below 500 with %s', async (_what, body, status) => {
    const answer = await stand.post(body);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(/error/i);
    expect(stand.failures).toEqual([]);
  });

  it('is refused with another method', async () => {
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const answer = await fetch(stand.url, { method, headers: { authorization: `Bearer ${stand.readKey}` } });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });
});
