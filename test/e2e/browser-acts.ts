import type { Locator, Page } from 'playwright-core';

/** Types a command the way a person does; the message that answers. */
export async function ask(page: Page, command: string): Promise<Locator> {
  return await answerTo(page, async () => {
    const box = page.locator('#composer textarea');
    await box.fill(command);
    await box.press('Escape');
    await box.press('Enter');
  });
}

/** The message that comes next after something was done. */
export async function answerTo(page: Page, act: () => Promise<void>): Promise<Locator> {
  const count = await page.locator('#messages .message').count();
  await act();
  const answer = page.locator('#messages .message').nth(count);
  await answer.waitFor();
  return answer;
}

/** A command typed under an open dialog would go nowhere. */
export async function closeModal(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('#modal[open]').waitFor({ state: 'detached' });
}

/** An entry of the menu [⋯] of a card. */
export async function chooseMore(card: Locator, label: string): Promise<void> {
  await card.getByLabel('More actions').click();
  await card.getByRole('menuitem', { name: label }).click();
}

/** Pixels of the page that lie beyond its right edge. */
export async function overhang(page: Page): Promise<number> {
  const width = page.viewportSize()?.width ?? 0;
  return Number(await page.evaluate('document.documentElement.scrollWidth')) - width;
}

/** The rows that a table shows, cell by cell. */
export async function rowsOf(table: Locator): Promise<string[][]> {
  const rows = await table.locator('tbody tr:visible').all();
  return await Promise.all(
    rows.map(async (row) => (await row.locator('th, td').allInnerTexts()).map((it) => it.trim())),
  );
}
