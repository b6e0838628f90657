import type { Locator, Page } from 'playwright-core';
import { ask, fitDialog, openChannel } from './page.ts';

/** What is shown, and the part of the page that has to be seen whole, or null for the window as it is. */
export interface Scene {
  readonly name: string;
  readonly show: (page: Page) => Promise<Locator | null>;
  /** Pixels of height that it may take where it needs more than others. */
  readonly most?: number;
}

const SETTLED_MS = 400;
const MODAL = '#modal[open]';

/** An answer in a window as high as itself. */
function answer(name: string, command: string): Scene {
  return { name, show: async (page) => await ask(page, command) };
}

/** A window that a button of an account's card opens. */
function modal(name: string, command: string, button: RegExp): Scene {
  return {
    name,
    show: async (page) => {
      const card = await ask(page, command);
      await card.getByRole('button', { name: button }).click();
      await page.locator(`${MODAL} button[type="submit"]`).waitFor();
      await fitDialog(page);
      return null;
    },
  };
}

/** A page for people without Slack, opened by the link that the command answers with. */
function published(name: string, command: string): Scene {
  return {
    name,
    show: async (page) => {
      const link = (await ask(page, command)).locator('a[href*="/p/"]');
      await page.goto((await link.getAttribute('href')) ?? '');
      await page.locator('h2').first().waitFor();
      return null;
    },
  };
}

/** A morning in the order in which it is told; none of these changes anything that another one shows. */
export const SCENES: readonly Scene[] = [
  { name: 'digest', show: async (page) => page.locator('#messages .message').first() },
  {
    name: 'thread',
    show: async (page) => {
      await page.locator('#messages .thread-link').first().click();
      const replies = page.locator('#side .message');
      await replies.nth(1).waitFor();
      await page.locator('#side textarea').blur();
      return replies.nth(1);
    },
  },
  answer('health', '/health megacorp'),
  modal('snooze', '/health globex', /^Snooze/),
  answer('why', '/health why megacorp'),
  answer('history', '/health history megacorp'),
  answer('utilization', '/utilization'),
  modal('draft', '/health acme', /^Draft email/),
  answer('qbr', '/health qbr megacorp'),
  published('dashboard', '/pulse publish health money'),
];

/** What Dana does before she looks at her own page: takes an alert, snoozes one, keeps a text and sends one. */
export async function live(page: Page): Promise<void> {
  await page.goto(new URL('/?home=1', page.url()).href);
  await page.getByRole('button', { name: 'Acknowledge Globex' }).click();
  await page.getByText('acknowledged by').first().waitFor();
  await openChannel(page);
  const card = await ask(page, '/health tinyco');
  await card.getByRole('button', { name: /^Snooze/ }).click();
  await page.locator(MODAL).getByLabel('Until it gets worse').check();
  await page.locator(MODAL).getByLabel('Why').fill('Pilot of five seats; we talk in spring');
  await page.locator(MODAL).getByRole('button', { name: 'Snooze', exact: true }).click();
  await page.locator(MODAL).getByText('Snoozed: Tinyco').waitFor();
  await closeModal(page);
  const acme = await ask(page, '/health acme');
  await acme.getByRole('button', { name: /^Draft email/ }).click();
  const text = page.locator(`${MODAL} textarea`);
  await text.fill(`${await text.inputValue()}\n\nTuesday or Thursday would suit me.`);
  await page.locator(MODAL).getByRole('button', { name: 'Update link and check' }).click();
  await page.locator(`${MODAL} a[href*="Thursday"]`).waitFor();
  await closeModal(page);
  const globex = await ask(page, '/health globex');
  await globex.getByRole('button', { name: /^Draft email/ }).click();
  // An urgent ticket is open there.
  await page.locator(MODAL).getByLabel('Why write all the same?').fill('They asked for a call');
  await page.locator(MODAL).getByRole('button', { name: 'Mark as sent' }).click();
  await page.locator(MODAL).getByText('Recorded as sent').waitFor();
  await closeModal(page);
}

async function closeModal(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator(MODAL).waitFor({ state: 'detached' });
}

/** The page of one's own accounts. */
export const HOME: Scene = {
  name: 'home',
  most: 2200,
  show: async (page) => {
    await page.goto(new URL('/?home=1', page.url()).href);
    const home = page.locator('#pane .home');
    // What was published before is shown until the app has answered that Home was opened.
    for (const text of ['Continue', 'Sent in the last two weeks']) await home.getByText(text).first().waitFor();
    await page.waitForTimeout(SETTLED_MS);
    return home;
  },
};
