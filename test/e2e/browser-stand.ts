import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { updateEpisodes } from '../../src/app/episodes/update-episodes.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { readConfig } from '../../src/config.ts';
import { DEMO_PULSE_CHANNEL, DEMO_VIEWER, demoChannels, demoPeople } from '../../src/demo/people.ts';
import { addDays } from '../../src/domain/day.ts';
import { deliverDue } from '../../src/jobs/deliver-due.ts';
import { freePort } from '../../src/lib/free-port.ts';
import { localDayOf } from '../../src/lib/local-time.ts';
import { type RunningApp, startApp } from '../../src/main.ts';
import { readSettings } from '../../src/settings.ts';
import { COMMANDS } from '../../src/slack/commands/index.ts';
import { digestMessage } from '../../src/slack/messages/digest.ts';
import { startWorkspace, type Workspace } from '../../src/workspace/start-workspace.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { insertRecipePortfolio } from '../support/portfolio.ts';
import { suiteLog } from '../support/suite-log.ts';

export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const HAS_BROWSER = existsSync(CHROMIUM);
const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
const SIGNING_SECRET = 'browser-signing-secret';
const BOT_TOKEN = 'xoxb-browser';

export interface BrowserStand {
  readonly today: string;
  readonly database: TestDatabase;
  /** What the pages wrote to the console as errors. */
  readonly errors: readonly string[];
  /** The channel of the digest in a window of its own. */
  readonly open: (width: number) => Promise<Page>;
  readonly stop: () => Promise<void>;
}

/**
 * The five recipe accounts, scored on `earlier` days and today, behind the app and the workspace over HTTP, with
 * today's digest in its channel and a browser.
 */
export async function startBrowserStand(earlier: readonly number[] = []): Promise<BrowserStand> {
  const today = localDayOf(new Date(), 'UTC');
  const database = await cloneDatabase();
  const numbers = await insertRecipePortfolio(database.pool, today);
  await database.pool.query(
    `insert into contacts (account_id, contact_id, name, email, persona)
     values ($1, 'priya', 'Priya Shah', 'priya@megacorp.example', 'admin')`,
    [numbers.get('megacorp')],
  );
  const appPort = await freePort();
  const workspace = await openWorkspace(appPort);
  const app = await openApp(database, workspace, appPort);
  for (const ago of earlier) await snapshotScores({ ctx: app.ctx, input: { day: addDays(today, -ago) } });
  await postDigest(app, today);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
  const errors: string[] = [];
  return {
    today,
    database,
    errors,
    open: (width) => openPage(browser, workspace.url, { width, errors }),
    stop: async () => {
      await browser.close();
      await workspace.stop();
      await app.stop(1000);
      await database.close();
    },
  };
}

/** The workspace of the demo before an app on this port. */
export function openWorkspace(appPort: number): Promise<Workspace> {
  return startWorkspace({
    port: 0,
    appUrl: `http://127.0.0.1:${appPort}`,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    team: { id: 'T0HOME', name: 'Northwind CS', domain: 'northwind' },
    viewer: DEMO_VIEWER,
    people: demoPeople('UTC'),
    channels: demoChannels(),
    commands: COMMANDS.map(({ name, description, usage }) => ({
      command: name,
      description,
      usageHint: usage,
      completions: [],
    })),
  });
}

/** The whole app as it is started, without its jobs. */
export async function openApp(database: TestDatabase, workspace: Workspace, port: number): Promise<RunningApp> {
  const app = await startApp({
    config: readConfig({
      DATABASE_URL: database.url,
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: workspace.apiUrl,
      PULSE_CHANNEL: DEMO_PULSE_CHANNEL,
    }),
    settings: readSettings('no-such-file.yaml'),
    databaseUrl: database.url,
    host: '127.0.0.1',
    port,
    mayMigrate: true,
    role: 'web',
    log: suiteLog(),
  });
  await app.ready;
  return app;
}

async function postDigest({ ctx, publisher }: RunningApp, day: string): Promise<void> {
  if (publisher === null) throw new Error('Slack is configured, so there is a publisher');
  await snapshotScores({ ctx, input: { day } });
  await updateEpisodes({ ctx, input: { day } });
  const message = digestMessage(await composeDigest({ ctx, input: { day } }), { money: true, mentions: true });
  await queueMessage({ ctx, input: { kind: 'digest', channel: DEMO_PULSE_CHANNEL, localDate: day, message } });
  expect((await deliverDue({ ctx, publisher })).map(({ outcome }) => outcome)).toEqual(['posted']);
}

async function openPage(
  browser: Browser,
  url: string,
  { width, errors }: { readonly width: number; readonly errors: string[] },
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 844 } });
  page.setDefaultTimeout(10_000);
  page.on('console', (line) => (line.type() === 'error' ? errors.push(line.text()) : undefined));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);
  await page.locator('#messages .message').first().waitFor();
  return page;
}
