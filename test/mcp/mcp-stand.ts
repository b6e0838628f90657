import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import { createReaderGate } from '../../src/app/keys/admit-reader.ts';
import { type HttpServer, startHttpServer } from '../../src/http/server.ts';
import { createWeb } from '../../src/http/web.ts';
import { answerMcp } from '../../src/mcp/http.ts';
import { type ReadApiStand, startReadApi } from '../api/read-api-stand.ts';
import { suiteLog } from '../support/suite-log.ts';

export const PUBLIC_URL = 'https://pulse.example.com';

export type ToolResult = z.output<typeof CallToolResultSchema>;

export interface McpStand extends ReadApiStand {
  readonly url: string;
  readonly server: HttpServer;
  /** The official client, connected with a key. */
  readonly connect: (key?: string) => Promise<Client>;
  readonly post: (body: string, headers?: Record<string, string>) => Promise<Response>;
}

/** The recipe portfolio behind `POST /mcp` of a real server. */
export async function startMcp(): Promise<McpStand> {
  const read = await startReadApi();
  const { ctx, failures, readKey } = read;
  const log = suiteLog();
  const admit = createReaderGate({ ctx, input: { rate: { perSecond: 1000, burst: 100_000 } } });
  const onFailure = (error: unknown) => {
    failures.push(error);
    return 'reference 1';
  };
  const deps = { ctx, admit, onFailure, publicUrl: PUBLIC_URL, explain: <T>(work: () => Promise<T>) => work() };
  const mounts = { '/mcp': (request: Request) => answerMcp(request, deps) };
  const readiness = { report: async () => ({ status: 'ready' as const, checks: {} }) };
  const web = createWeb({ log, readiness, mounts });
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, slack: null, web, log });
  const url = `http://127.0.0.1:${server.port}/mcp`;
  const connect = async (key = readKey) => {
    const client = new Client({ name: 'test', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${key}` } };
    const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit });
    await client.connect(transport);
    return client;
  };
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      body,
      headers: {
        authorization: `Bearer ${readKey}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
    });
  return { ...read, url, server, connect, post };
}

/** Calls a tool; the client checks structured answers against the tool's output schema. */
export async function callTool(client: Client, name: string, input: Record<string, unknown>): Promise<ToolResult> {
  return CallToolResultSchema.parse(await client.callTool({ name, arguments: input }));
}

/** The text of a result. */
export function textOf({ content }: ToolResult): string {
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
