import type { Locator, Page } from 'playwright-core';

const TALL = 1600;
/** Below this a dialog fills the window. */
const NARROW = 700;

/** Loads the channel of the digest. */
export async function openChannel(page: Page): Promise<void> {
  await page.goto(new URL('/?channel=C0PULSE', page.url()).href);
  await page.locator('#messages .message').first().waitFor();
}

/** Types a command; the message that answers. */
export async function ask(page: Page, command: string): Promise<Locator> {
  const count = await page.locator('#messages .message').count();
  const box = page.locator('#composer textarea');
  await box.fill(command);
  await box.press('Escape');
  await box.press('Enter');
  const answer = page.locator('#messages .message').nth(count);
  await answer.waitFor();
  await box.blur();
  return answer;
}

/** A window as high as one message in its list needs, at most `most`, with the message at its top. */
export async function fitWindow(message: Locator, most: number): Promise<void> {
  const page = message.page();
  const size = page.viewportSize();
  const scroll = message.locator('xpath=ancestor::*[contains(@class, "scroll")][1]');
  const around = (size?.height ?? 0) - (await heightOf(scroll));
  const height = Math.ceil(around + (await heightOf(message)));
  await page.setViewportSize({ width: size?.width ?? 0, height: Math.min(height, most) });
  await message.evaluate((node) => node.scrollIntoView({ block: 'start' }));
}

/** A window in which the open dialog needs no scrolling. */
export async function fitDialog(page: Page): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  await page.setViewportSize({ width, height: TALL });
  const dialog = page.locator('#modal[open]');
  const body = dialog.locator('.modal-body');
  const parts = await Promise.all([dialog.locator('.modal-head'), dialog.locator('.modal-foot')].map(heightOf));
  const inner = await body.evaluate((node) => {
    const last = node.lastElementChild?.getBoundingClientRect().bottom ?? 0;
    return last - node.getBoundingClientRect().top;
  });
  const margins = width < NARROW ? 24 : 96;
  await page.setViewportSize({ width, height: Math.ceil(parts.reduce((a, b) => a + b, inner + margins)) });
}

async function heightOf(part: Locator): Promise<number> {
  const box = await part.boundingBox();
  if (box === null) throw new Error(`Nothing to see of ${part}`);
  return box.height;
}
