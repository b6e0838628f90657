import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { freePort } from '../src/lib/free-port.ts';

const FOLDER = 'docs/pictures';
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
const START_MS = 180_000;

interface Demo {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The demo, as its command starts it, on a data folder that is thrown away. */
async function startDemo(): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cs-pulse-pictures-'));
  const env = { ...process.env, CS_PULSE_DATA_DIR: dataDir, PORT: String(await freePort()) };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', 'demo'], { env, stdio: 'pipe' });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const url = await new Promise<string>((done, fail) => {
    let output = '';
    const timer = setTimeout(() => fail(new Error(`The demo did not start:\n${output}`)), START_MS);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /cs-pulse demo: (\S+)/.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      done(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => fail(new Error(`The demo ended:\n${output}`)));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

async function open(browser: Browser, url: string, size: { width: number; height: number }, scale = 1): Promise<Page> {
  const page = await browser.newPage({ viewport: size, deviceScaleFactor: scale });
  await page.goto(url);
  await page.locator('#messages .message').first().waitFor();
  return page;
}

/** Types a command and waits for its answer, which is shown from its beginning. */
async function ask(page: Page, command: string): Promise<void> {
  const count = await page.locator('#messages .message').count();
  const box = page.locator('#composer textarea');
  await box.fill(command);
  await box.press('Escape');
  await box.press('Enter');
  await page.locator('#messages .message').nth(count).waitFor();
  // From its top: the end of a long answer may lie below the window.
  await page.evaluate(`document.querySelectorAll('#messages .message')[${count}].scrollIntoView({ block: 'start' })`);
}

/** The window once nothing moves any more. */
async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
}

if (!existsSync(CHROMIUM)) {
  console.error(`No browser at ${CHROMIUM}. Set CHROMIUM to the path of a Chromium or Chrome.`);
  process.exit(2);
}
const demo = await startDemo();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
try {
  const digest = await open(browser, demo.url, { width: 1280, height: 860 });
  await take(digest, 'digest');

  const phone = await open(browser, demo.url, { width: 390, height: 844 }, 2);
  await take(phone, 'phone');

  const health = await open(browser, demo.url, { width: 1280, height: 640 });
  await ask(health, '/health megacorp');
  await take(health, 'health');

  await health.setViewportSize({ width: 1280, height: 760 });
  await ask(health, '/health acme');
  await health.getByRole('button', { name: 'Draft email for Acme' }).click();
  await health.locator('#modal textarea').waitFor();
  await take(health, 'draft');
} finally {
  await browser.close();
  await demo.stop();
}
console.log(`Wrote digest, phone, health and draft to ${FOLDER}/`);
