import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import { updateEpisodes } from '../../src/app/episodes/update-episodes.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { readConfig } from '../../src/config.ts';
import { DEMO_PULSE_CHANNEL, DEMO_VIEWER, demoChannels, demoPeople } from '../../src/demo/people.ts';
import { deliverDue } from '../../src/jobs/deliver-due.ts';
import { freePort } from '../../src/lib/free-port.ts';
import { localDayOf } from '../../src/lib/local-time.ts';
import { createLogger } from '../../src/lib/log.ts';
import { type RunningApp, startApp } from '../../src/main.ts';
import { readSettings } from '../../src/settings.ts';
import { COMMANDS } from '../../src/slack/commands/index.ts';
import { digestMessage } from '../../src/slack/messages/digest.ts';
import { startWorkspace, type Workspace } from '../../src/workspace/start-workspace.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { insertRecipePortfolio } from '../support/portfolio.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
const HAS_BROWSER = existsSync(CHROMIUM);
const SIGNING_SECRET = 'browser-signing-secret';
const BOT_TOKEN = 'xoxb-browser';
const FORBIDDEN = /overpay|unused|waste|churn|at[- ]risk|health score|downgrade|\$\d/i;
const WIDTHS = [1280, 390];

describe.skipIf(!HAS_BROWSER)(
  HAS_BROWSER ? 'the workspace in a browser' : `the workspace in a browser (skipped: no ${CHROMIUM}, set CHROMIUM)`,
  () => {
    const today = localDayOf(new Date(), 'UTC');
    const errors: string[] = [];
    let database: TestDatabase;
    let workspace: Workspace;
    let app: RunningApp;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      database = await cloneDatabase();
      const numbers = await insertRecipePortfolio(database.pool, today);
      await database.pool.query(
        `insert into contacts (account_id, contact_id, name, email, persona)
         values ($1, 'priya', 'Priya Shah', 'priya@megacorp.example', 'admin')`,
        [numbers.get('megacorp')],
      );
      const appPort = await freePort();
      workspace = await startWorkspace({
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
      app = await startApp({
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
        port: appPort,
        mayMigrate: true,
        withJobs: false,
        log: createLogger('silent'),
      });
      await app.ready;
      await postDigest();
      browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
      page = await open(1280);
    });
    afterAll(async () => {
      await browser?.close();
      await workspace?.stop();
      await app?.stop(1000);
      await database?.close();
    });

    async function postDigest(): Promise<void> {
      const { ctx, publisher } = app;
      if (publisher === null) throw new Error('Slack is configured, so there is a publisher');
      await snapshotScores({ ctx, input: { day: today } });
      await updateEpisodes({ ctx, input: { day: today } });
      const message = digestMessage(await composeDigest({ ctx, input: { day: today } }), {
        money: true,
        mentions: true,
      });
      await queueMessage({
        ctx,
        input: { kind: 'digest', channel: DEMO_PULSE_CHANNEL, localDate: today, message },
      });
      expect((await deliverDue({ ctx, publisher })).map(({ outcome }) => outcome)).toEqual(['posted']);
    }

    async function open(width: number): Promise<Page> {
      const opened = await browser.newPage({ viewport: { width, height: 844 } });
      opened.setDefaultTimeout(10_000);
      opened.on('console', (line) => (line.type() === 'error' ? errors.push(line.text()) : undefined));
      opened.on('pageerror', (error) => errors.push(error.message));
      await opened.goto(workspace.url);
      await opened.locator('#messages .message').first().waitFor();
      return opened;
    }

    /** Types a command the way a person does; the message that answers. */
    async function ask(command: string, on: Page = page): Promise<Locator> {
      const count = await on.locator('#messages .message').count();
      const box = on.locator('#composer textarea');
      await box.fill(command);
      await box.press('Escape');
      await box.press('Enter');
      const answer = on.locator('#messages .message').nth(count);
      await answer.waitFor();
      return answer;
    }

    /** A command typed under an open modal would go nowhere. */
    async function closeModal(on: Page = page): Promise<void> {
      await on.keyboard.press('Escape');
      await on.locator('#modal[open]').waitFor({ state: 'detached' });
    }

    async function chooseMore(card: Locator, label: string): Promise<void> {
      await card.getByLabel('More actions').click();
      await card.getByRole('menuitem', { name: label }).click();
    }

    it('shows the digest from its beginning, with money and the worst account on the first screen of a phone', async () => {
      const phone = await open(390);
      const text = await phone.locator('#messages .message').first().innerText();
      expect(text).toContain('Seats at risk $4,875/mo ($58,500/yr)');
      for (const shown of ['Seats at risk', 'Churn exposure', 'NEW (', '18.5 CRITICAL']) {
        const box = await phone.getByText(shown).first().boundingBox();
        expect(box, shown).not.toBeNull();
        expect(box?.y ?? -1, shown).toBeGreaterThan(0);
        expect((box?.y ?? 0) + (box?.height ?? 0), shown).toBeLessThan(844);
      }
      await phone.close();
    });

    it('answers /health megacorp', async () => {
      const text = await (await ask('/health megacorp')).innerText();
      expect(text).toContain('18.5 CRITICAL');
      expect(text).toContain('$5,000/mo MRR ($60,000/yr ARR)');
      expect(text).toContain('14/50');
    });

    it('answers /utilization mine with the figures of the five accounts', async () => {
      const text = await (await ask('/utilization mine')).innerText();
      for (const figure of [
        ...['28.0 %', '32.0 %', '90.0 %', '20.0 %', '$3,600', '$1,275', '$200', '+5 seats ≈ $375/mo'],
        ...['$4,875/mo ($58,500/yr)', 'your accounts'],
      ]) {
        expect(text).toContain(figure);
      }
    });

    it('drafts a mail without words that a customer must not read, and records it as sent', async () => {
      const card = await ask('/health megacorp');
      await card.getByRole('button', { name: /Draft email/ }).click();
      const dialog = page.locator('#modal');
      const body = dialog.locator('textarea');
      await body.waitFor();
      const written = await body.inputValue();
      expect(written).toMatch(/^Hi Priya — .*14 people/s);
      expect(written).not.toMatch(FORBIDDEN);
      await body.fill(`${written}\n\nSee you on Thursday.`);
      // The account has an urgent ticket open: without a reason there is no link.
      expect(await dialog.getByRole('link', { name: 'Open in mail app' }).count()).toBe(0);
      await dialog.getByLabel('Why write all the same?').fill('They asked for it');
      await dialog.getByRole('button', { name: 'Update link and check' }).click();
      const link = dialog.getByRole('link', { name: 'Open in mail app' });
      await expect.poll(async () => decodeURIComponent((await link.getAttribute('href')) ?? '')).toMatch(/Thursday/);
      expect(await link.getAttribute('href')).toMatch(/^mailto:priya@megacorp\.example\?/);
      await dialog.getByRole('button', { name: 'Mark as sent' }).click();
      await dialog.getByText('Recorded as sent').waitFor();
      const { rows } = await database.pool.query(
        'select recipient, body, sent_by, held_by, override_reason from outreach',
      );
      expect(rows).toEqual([
        {
          recipient: 'priya@megacorp.example',
          body: expect.stringContaining('See you on Thursday.'),
          sent_by: DEMO_VIEWER,
          held_by: ['urgent_ticket_open'],
          override_reason: 'They asked for it',
        },
      ]);
      await closeModal();
    });

    it('refuses to share to a channel with another company, and says why', async () => {
      const card = await ask('/health acme');
      for (const [channel, outcome] of [
        ['acme-shared', 'shared with another organisation'],
        ['cs-leads', 'is in'],
      ] as const) {
        await chooseMore(card, 'Share…');
        const select = page.locator('#modal select');
        await select.waitFor();
        const labels = await select.locator('option').allInnerTexts();
        await select.selectOption({ label: labels.find((label) => label.includes(channel)) ?? channel });
        await page.locator('#modal').getByRole('button', { name: 'Share', exact: true }).click();
        await page.locator('#modal').getByText(outcome).waitFor();
        await closeModal();
      }
    });

    it('snoozes on a phone, lists it, wakes it, and takes an alert', async () => {
      const phone = await open(390);
      const dialog = phone.locator('#modal');
      const card = await ask('/health megacorp', phone);
      expect(await card.innerText()).toContain('Open alerts: entered at-risk seats');
      await card.getByRole('button', { name: 'Snooze alerts of megacorp' }).click();
      await dialog.getByLabel('Why').fill('They renew first');
      await dialog.locator('input[type=date]').fill(today);
      await dialog.getByRole('button', { name: 'Snooze', exact: true }).click();
      await dialog.getByText('This day is not ahead').waitFor();
      expect(await dialog.getByLabel('Why').inputValue()).toBe('They renew first');
      await dialog.getByLabel('Until it gets worse').check();
      expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      await dialog.getByRole('button', { name: 'Snooze', exact: true }).click();
      await dialog.getByText('Snoozed: megacorp').waitFor();
      await closeModal(phone);
      const listed = await ask('/pulse snoozed', phone);
      expect(await listed.innerText()).toContain('snoozed until it gets worse by Dana');
      await listed.getByRole('button', { name: 'Wake megacorp' }).click();
      await phone.getByText('Awake again: megacorp').waitFor();
      const details = await ask('/pulse details', phone);
      await details.getByRole('button', { name: 'Acknowledge globex' }).click();
      await phone.getByText('You took globex').waitFor();
      await phone.close();
    });

    it('overrides a score, keeps the form open over a wrong number, and ends it', async () => {
      const dialog = page.locator('#modal');
      const card = await ask('/health acme');
      await chooseMore(card, 'Override…');
      await dialog.getByLabel('Points').fill('101');
      await dialog.getByLabel('Why').fill('Their champion left');
      await dialog.getByRole('button', { name: 'Set override' }).click();
      await dialog.getByText('Give 0.0 to 100.0').waitFor();
      await dialog.getByLabel('Points').fill('44.9');
      await dialog.getByRole('button', { name: 'Set override' }).click();
      await dialog.getByText('Override: capped at 44.9').waitFor();
      await closeModal();
      expect(await (await ask('/health acme')).innerText()).toContain('(without it 88.0)');
      await chooseMore(card, 'Override…');
      await dialog.getByRole('button', { name: 'End it now' }).click();
      await dialog.getByText('the override is over').waitFor();
      await closeModal();
    });

    it('records a growth plan and a sentiment', async () => {
      const dialog = page.locator('#modal');
      const card = await ask('/health tinyco');
      await chooseMore(card, 'Growth plan…');
      await dialog.getByLabel('Active people expected').fill('5');
      await dialog.getByRole('button', { name: 'Record plan' }).click();
      await dialog.getByText('1 of 5 people').waitFor();
      await closeModal();
      await chooseMore(card, 'Sentiment…');
      await dialog.getByLabel('Concerned').check();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText('Sentiment: concerned').waitFor();
      await closeModal();
    });

    it('never scrolls sideways and logs no error, wide or narrow', async () => {
      for (const width of WIDTHS) {
        const opened = await open(width);
        await ask('/health why megacorp', opened);
        await ask('/utilization', opened);
        expect(await opened.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        await opened.close();
      }
      expect(errors).toEqual([]);
    });
  },
);
