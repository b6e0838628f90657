import { createServer } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { objectOf } from '../../src/workspace/json.ts';
import { startWorkspace, type Workspace, type WorkspaceOptions } from '../../src/workspace/start-workspace.ts';

export const TOKEN = 'xoxb-test';
export const SECRET = 'test-signing-secret';

/** Options of a small workspace: Dana in the browser, an internal, a shared, a private and an archived channel. */
export function testOptions(change: Partial<WorkspaceOptions> = {}): WorkspaceOptions {
  return {
    port: 0,
    appUrl: 'http://127.0.0.1:9',
    signingSecret: SECRET,
    botToken: TOKEN,
    team: { id: 'T1', name: 'Northwind', domain: 'northwind' },
    viewer: 'U1DANA',
    people: [
      { id: 'U1DANA', name: 'dana', realName: 'Dana Ortiz', email: 'dana@example.com', tz: 'Europe/Berlin' },
      { id: 'U2GUEST', name: 'gus', realName: 'Gus Guest', email: 'gus@example.com', tz: 'UTC', isRestricted: true },
      { id: 'U9PULSE', name: 'cs-pulse', realName: 'CS Pulse', email: '', tz: 'UTC', isBot: true },
    ],
    channels: [
      { id: 'C1PULSE', name: 'cs-pulse', kind: 'channel', members: ['U1DANA', 'U9PULSE'] },
      { id: 'C2SHARED', name: 'ext', kind: 'channel', members: ['U1DANA'], isExtShared: true, botIsMember: true },
      { id: 'C3OTHER', name: 'other', kind: 'channel', members: ['U1DANA'] },
      { id: 'C4OLD', name: 'old', kind: 'channel', members: ['U1DANA', 'U9PULSE'], isArchived: true },
      { id: 'G5SECRET', name: 'secret', kind: 'private', members: ['U1DANA'] },
    ],
    commands: [{ command: '/health', description: 'Health', usageHint: '[account]', completions: ['/health acme'] }],
    shortcuts: [
      { callbackId: 'look_up', name: 'Look up', kind: 'global' },
      { callbackId: 'keep', name: 'Keep', kind: 'message' },
    ],
    usergroups: [{ id: 'S1', handle: 'csm', name: 'CSMs', users: ['U1DANA'] }],
    ...change,
  };
}

export interface TestClient {
  workspace: Workspace;
  /** Calls a Web API method with the bot token, as JSON. */
  api: (method: string, args?: object) => Promise<Record<string, unknown>>;
  /** Sends what the page's script would send. */
  page: (name: string, body: object) => Promise<Record<string, unknown>>;
  /** The HTML of a page. */
  html: (path?: string) => Promise<string>;
  stop: () => Promise<void>;
}

export async function startTestWorkspace(options: WorkspaceOptions = testOptions()): Promise<TestClient> {
  const workspace = await startWorkspace(options);
  const html = async (path = '/'): Promise<string> => (await fetch(`${workspace.url}${path}`)).text();
  const token = /name="workspace-token" content="([^"]+)"/.exec(await html())?.[1] ?? '';
  return {
    workspace,
    html,
    api: (method, args = {}) =>
      postJson(`${workspace.apiUrl}${method}`, args, { authorization: `Bearer ${options.botToken}` }),
    page: (name, body) => postJson(`${workspace.url}/page/${name}`, body, { 'x-workspace-token': token }),
    stop: () => workspace.stop(),
  };
}

export async function postJson(
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { ...objectOf(await response.json()) };
}

/** A workspace with a Bolt app behind it; `register` adds the listeners. */
export async function startWithApp(register: (app: App) => void): Promise<TestClient> {
  const port = await freePort();
  const client = await startTestWorkspace(testOptions({ appUrl: `http://127.0.0.1:${port}` }));
  const receiver = new HTTPReceiver({ signingSecret: SECRET, port, logLevel: LogLevel.ERROR });
  const app = new App({
    token: TOKEN,
    receiver,
    logLevel: LogLevel.ERROR,
    convoStore: false,
    deferInitialization: true,
    clientOptions: { slackApiUrl: client.workspace.apiUrl, retryConfig: { retries: 0 } },
  });
  register(app);
  await app.init();
  await app.start();
  return {
    ...client,
    stop: async () => {
      await app.stop();
      await client.stop();
    },
  };
}

/** Waits until a page shows what is looked for. @throws Error after twenty seconds, with the page's text */
export async function waitForHtml(client: TestClient, pattern: RegExp, path = '/'): Promise<string> {
  const end = Date.now() + 20_000;
  for (;;) {
    const html = await client.html(path);
    if (pattern.test(html)) {
      return html;
    }
    if (Date.now() > end) {
      throw new Error(`never saw ${pattern} in ${html.replace(/<[^>]+>/g, ' ').slice(0, 800)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
