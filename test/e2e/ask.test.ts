import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PULSE_CHANNEL, DEMO_VIEWER } from '../../src/demo/people.ts';
import { freePort } from '../../src/lib/free-port.ts';
import { localDayOf } from '../../src/lib/local-time.ts';
import type { RunningApp } from '../../src/main.ts';
import type { Workspace } from '../../src/workspace/start-workspace.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { insertRecipePortfolio } from '../support/portfolio.ts';
import { openApp, openWorkspace } from './browser-stand.ts';

const DIRECT = `D${DEMO_VIEWER.slice(1)}`;
const PATIENCE_MS = 20_000;

let database: TestDatabase;
let workspace: Workspace;
let app: RunningApp;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, localDayOf(new Date(), 'UTC'));
  const port = await freePort();
  workspace = await openWorkspace(port);
  app = await openApp(database, workspace, port);
});
afterAll(async () => {
  await workspace.stop();
  await app.stop(1000);
  await database.close();
});

const pageOf = async (channel: string) => (await fetch(`${workspace.url}/?channel=${channel}`)).text();

/** Writes something into a conversation. */
async function say(channel: string, text: string): Promise<void> {
  const token = /name="workspace-token" content="([^"]+)"/.exec(await pageOf(channel))?.[1] ?? '';
  const sent = await fetch(`${workspace.url}/page/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-workspace-token': token },
    body: JSON.stringify({ channel, thread: null, text }),
  });
  expect(await sent.json()).toEqual({ ok: true });
}

/** Whether a conversation shows an answer, sooner or later. */
async function shows(channel: string, answer: RegExp): Promise<boolean> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    if (answer.test(await pageOf(channel))) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}

it('a question in direct messages is answered there', async () => {
  await say(DIRECT, 'how is megacorp doing?');
  expect(await shows(DIRECT, /Read as <code>\/health &quot;megacorp&quot;<\/code>.*balanced@1/s)).toBe(true);
});

it('a mention in the channel is answered there to the asker alone', async () => {
  await say(DEMO_PULSE_CHANNEL, '@cs-pulse show seats by role for megacorp');
  const answer = /Only visible to you.*Read as <code>\/utilization &quot;megacorp&quot; by role<\/code>/s;
  expect(await shows(DEMO_PULSE_CHANNEL, answer)).toBe(true);
});

it('a mention in a channel that is shared with a customer is answered in direct messages', async () => {
  await say('C0ACMESHARED', '@cs-pulse why did globex drop?');
  const answer =
    /You asked where accounts are not talked about.*Read as <code>\/health why &quot;globex&quot;<\/code>/s;
  expect(await shows(DIRECT, answer)).toBe(true);
  expect(await pageOf('C0ACMESHARED')).not.toMatch(/Read as|You asked where/);
});
