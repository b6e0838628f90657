import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_VIEWER } from '../../src/demo/people.ts';
import { ask, chooseMore, closeModal, overhang } from './browser-acts.ts';
import { type BrowserStand, CHROMIUM, HAS_BROWSER, startBrowserStand } from './browser-stand.ts';

const FORBIDDEN = /overpay|unused|waste|churn|at[- ]risk|health score|downgrade|\$\d/i;
const WIDTHS = [1280, 390];

describe.skipIf(!HAS_BROWSER)(
  HAS_BROWSER ? 'the workspace in a browser' : `the workspace in a browser (skipped: no ${CHROMIUM}, set CHROMIUM)`,
  () => {
    let stand: BrowserStand;
    let page: Page;

    beforeAll(async () => {
      stand = await startBrowserStand();
      page = await stand.open(1280);
    });
    afterAll(async () => {
      await stand?.stop();
    });

    it('shows the digest from its beginning, with money and the worst account on the first screen of a phone', async () => {
      const phone = await stand.open(390);
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
      const text = await (await ask(page, '/health megacorp')).innerText();
      expect(text).toContain('18.5 CRITICAL');
      expect(text).toContain('$5,000/mo MRR ($60,000/yr ARR)');
      expect(text).toContain('14/50');
    });

    it('answers /utilization mine with the figures of the five accounts', async () => {
      const text = await (await ask(page, '/utilization mine')).innerText();
      for (const figure of [
        ...['28.0 %', '32.0 %', '90.0 %', '20.0 %', '$3,600', '$1,275', '$200', '+5 seats ≈ $375/mo'],
        ...['$4,875/mo ($58,500/yr)', 'your accounts'],
      ]) {
        expect(text).toContain(figure);
      }
    });

    it('drafts a mail without words that a customer must not read, and records it as sent', async () => {
      const card = await ask(page, '/health megacorp');
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
      const { rows } = await stand.database.pool.query(
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
      await closeModal(page);
    });

    it('refuses to share to a channel with another company, and says why', async () => {
      const card = await ask(page, '/health acme');
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
        await closeModal(page);
      }
    });

    it('snoozes on a phone, lists it, wakes it, and takes an alert', async () => {
      const phone = await stand.open(390);
      const dialog = phone.locator('#modal');
      const card = await ask(phone, '/health megacorp');
      expect(await card.innerText()).toContain('Open alerts: entered at-risk seats');
      await card.getByRole('button', { name: 'Snooze alerts of megacorp' }).click();
      await dialog.getByLabel('Why').fill('They renew first');
      await dialog.locator('input[type=date]').fill(stand.today);
      await dialog.getByRole('button', { name: 'Snooze', exact: true }).click();
      await dialog.getByText('This day is not ahead').waitFor();
      expect(await dialog.getByLabel('Why').inputValue()).toBe('They renew first');
      await dialog.getByLabel('Until it gets worse').check();
      expect(await overhang(phone)).toBeLessThanOrEqual(0);
      await dialog.getByRole('button', { name: 'Snooze', exact: true }).click();
      await dialog.getByText('Snoozed: megacorp').waitFor();
      await closeModal(phone);
      const listed = await ask(phone, '/pulse snoozed');
      expect(await listed.innerText()).toContain('snoozed until it gets worse by Dana');
      await listed.getByRole('button', { name: 'Wake megacorp' }).click();
      await phone.getByText('Awake again: megacorp').waitFor();
      const details = await ask(phone, '/pulse details');
      await details.getByRole('button', { name: 'Acknowledge globex' }).click();
      await phone.getByText('You took globex').waitFor();
      await phone.close();
    });

    it('overrides a score, keeps the form open over a wrong number, and ends it', async () => {
      const dialog = page.locator('#modal');
      const card = await ask(page, '/health acme');
      await chooseMore(card, 'Override…');
      await dialog.getByLabel('Points').fill('101');
      await dialog.getByLabel('Why').fill('Their champion left');
      await dialog.getByRole('button', { name: 'Set override' }).click();
      await dialog.getByText('Give 0.0 to 100.0').waitFor();
      await dialog.getByLabel('Points').fill('44.9');
      await dialog.getByRole('button', { name: 'Set override' }).click();
      await dialog.getByText('Override: capped at 44.9').waitFor();
      await closeModal(page);
      expect(await (await ask(page, '/health acme')).innerText()).toContain('(without it 88.0)');
      await chooseMore(card, 'Override…');
      await dialog.getByRole('button', { name: 'End it now' }).click();
      await dialog.getByText('the override is over').waitFor();
      await closeModal(page);
    });

    it('records a growth plan and a sentiment', async () => {
      const dialog = page.locator('#modal');
      const card = await ask(page, '/health tinyco');
      await chooseMore(card, 'Growth plan…');
      await dialog.getByLabel('Active people expected').fill('5');
      await dialog.getByRole('button', { name: 'Record plan' }).click();
      await dialog.getByText('1 of 5 people').waitFor();
      await closeModal(page);
      await chooseMore(card, 'Sentiment…');
      await dialog.getByLabel('Concerned').check();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByText('Sentiment: concerned').waitFor();
      await closeModal(page);
    });

    it('never scrolls sideways and logs no error, wide or narrow', async () => {
      for (const width of WIDTHS) {
        const opened = await stand.open(width);
        await ask(opened, '/health why megacorp');
        await ask(opened, '/utilization');
        expect(await overhang(opened)).toBeLessThanOrEqual(0);
        await opened.close();
      }
      expect(stand.errors).toEqual([]);
    });
  },
);
