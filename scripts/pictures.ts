import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { fitWindow, openChannel } from './pictures/page.ts';
import { HOME, live, SCENES, type Scene } from './pictures/scenes.ts';
import { smallPng } from './pictures/small-png.ts';
import { startDemo } from './pictures/start-demo.ts';

const FOLDER = 'docs/pictures';
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
/** A Tuesday at nine, when the digest is posted. */
const AT = '2026-03-03T09:00:00Z';
const WINDOWS = [
  { width: 1280, height: 860, scale: 1, most: 1420 },
  { width: 390, height: 844, scale: 1.25, most: 1300 },
] as const;
type Window = (typeof WINDOWS)[number];

async function open(browser: Browser, url: string, { width, height, scale }: Window): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale, timezoneId: 'UTC' });
  await page.goto(url);
  await openChannel(page);
  return page;
}

/** One scene in a window of its own, once nothing moves any more. */
async function take(browser: Browser, url: string, { window, scene }: { window: Window; scene: Scene }): Promise<void> {
  const page = await open(browser, url, window);
  const part = await scene.show(page);
  if (part !== null) await fitWindow(part, scene.most ?? window.most);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  writeFileSync(join(FOLDER, `${scene.name}-${window.width}.png`), smallPng(picture));
  await page.close();
}

if (!existsSync(CHROMIUM)) {
  console.error(`No browser at ${CHROMIUM}. Set CHROMIUM to the path of a Chromium or Chrome.`);
  process.exit(2);
}
const demo = await startDemo(AT);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
try {
  for (const name of readdirSync(FOLDER)) rmSync(join(FOLDER, name));
  for (const window of WINDOWS) {
    for (const scene of SCENES) await take(browser, demo.url, { window, scene });
  }
  const page = await open(browser, demo.url, WINDOWS[0]);
  await live(page);
  await page.close();
  for (const window of WINDOWS) await take(browser, demo.url, { window, scene: HOME });
} finally {
  await browser.close();
  await demo.stop();
}
console.log(`Wrote ${readdirSync(FOLDER).length} pictures to ${FOLDER}/`);
