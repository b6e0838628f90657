import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_VIEWER } from '../../src/demo/people.ts';
import { answerTo, ask, closeModal, overhang, rowsOf } from './browser-acts.ts';
import { type BrowserStand, CHROMIUM, HAS_BROWSER, startBrowserStand } from './browser-stand.ts';

const SCORED_DAYS_AGO = [28, 21, 14, 7, 1];
const EDIT = 'Would Thursday at ten suit you?';
/** A step takes well under a second on a machine that does nothing else; beside the other tests it has more. */
const PATIENCE_MS = 10_000;

/** One person's morning, each step from what the one before left on the page. */
describe.skipIf(!HAS_BROWSER)(
  HAS_BROWSER ? 'a morning in a browser' : `a morning in a browser (skipped: no ${CHROMIUM}, set CHROMIUM)`,
  () => {
    const took: Record<string, number> = {};
    let stand: BrowserStand;
    let page: Page;
    let dialog: Locator;
    let details: Locator;
    let card: Locator;

    beforeAll(async () => {
      stand = await startBrowserStand(SCORED_DAYS_AGO);
      page = await stand.open(1280);
      dialog = page.locator('#modal');
    });
    afterAll(async () => {
      await stand?.stop();
    });

    async function timed<T>(step: string, act: () => Promise<T>): Promise<T> {
      const start = performance.now();
      const result = await act();
      took[step] = Math.round(performance.now() - start);
      return result;
    }

    async function rows(sql: string): Promise<readonly unknown[]> {
      return (await stand.database.pool.query(sql)).rows;
    }

    it('reads the digest: the money, what is new, whose it is, and the same after a reload', async () => {
      const digest = page.locator('#messages .message').first();
      const text = await digest.innerText();
      expect(text).toContain('Seats at risk $4,875/mo ($58,500/yr)');
      expect(text).toMatch(/NEW \(\d\)/);
      expect(text).toMatch(/megacorp ★ 18\.5 CRITICAL .* @dana/);
      expect(text).toContain('$5,000/mo MRR · $3,600/mo exposed · 14/50 seats (28.0 %)');
      await page.reload();
      expect(await page.locator('#messages .message').first().innerText()).toBe(text);
    });

    it('takes an alert from the digest, once however often it is clicked', async () => {
      const digest = page.locator('#messages .message').first();
      details = await timed('details', () =>
        answerTo(page, () => digest.getByRole('button', { name: /^Snooze/ }).click()),
      );
      const taken = await timed('acknowledge', () =>
        answerTo(page, () => details.getByRole('button', { name: 'Acknowledge globex' }).dblclick()),
      );
      expect(await taken.innerText()).toMatch(
        /You took globex: no more reminders\. Open alerts?: .*acknowledged by Dana/,
      );
      expect(await page.getByText('You took globex').count()).toBe(1);
      const tab = await stand.open(1280);
      await tab.getByRole('button', { name: 'Acknowledge globex' }).first().click();
      await tab.getByText('globex was taken already').waitFor();
      await tab.close();
      const log = await rows(`select k.external_id, l.kind, l.actor, count(*)::int as n from episode_log l
        join account_keys k using (account_id) where l.kind = 'acknowledged' group by 1, 2, 3, l.signal`);
      expect(log.length).toBeGreaterThan(0);
      for (const entry of log) {
        expect(entry).toEqual({ external_id: 'globex', kind: 'acknowledged', actor: DEMO_VIEWER, n: 1 });
      }
    });

    it('snoozes an alert only with a reason, and undoes it', async () => {
      await timed('snooze window', async () => {
        await details.getByRole('button', { name: 'Snooze alerts of megacorp' }).click();
        await dialog.getByLabel('Why').waitFor();
      });
      await dialog.getByLabel('Until it gets worse').check();
      await dialog.getByRole('button', { name: 'Snooze', exact: true }).click();
      await dialog.locator('.field.invalid', { hasText: 'Why' }).waitFor();
      expect(await dialog.locator('.field.invalid .error').innerText()).not.toBe('');
      expect(await rows(`select 1 from episodes where state = 'snoozed'`)).toEqual([]);
      await dialog.getByLabel('Why').fill('They renew first');
      await timed('snooze', async () => {
        await dialog.getByRole('button', { name: 'Snooze', exact: true }).click();
        await dialog.getByText('Snoozed: megacorp').waitFor();
      });
      await closeModal(page);
      const snoozed = `select distinct snoozed_by, snooze_kind, snooze_reason from episodes where state = 'snoozed'`;
      expect(await rows(snoozed)).toEqual([
        { snoozed_by: DEMO_VIEWER, snooze_kind: 'change', snooze_reason: 'They renew first' },
      ]);
      const list = await ask(page, '/pulse snoozed');
      expect(await list.innerText()).toContain('snoozed until it gets worse by Dana');
      expect(await list.innerText()).toContain('They renew first');
      await timed('wake', async () => {
        await list.getByRole('button', { name: 'Wake megacorp' }).click();
        await page.getByText('Awake again: megacorp').waitFor();
      });
      expect(await rows(snoozed)).toEqual([]);
    });

    it('asks why: points that add up to the score, in a table that sorts by numbers', async () => {
      card = await timed('card', () => ask(page, '/health megacorp'));
      const why = await timed('why', () => answerTo(page, () => card.getByRole('button', { name: /^Why/ }).click()));
      expect(await why.innerText()).toContain('The points add up to 18.5');
      const table = why.locator('.data-table');
      const before = await rowsOf(table);
      const points = before.map((cells) => Number(cells[3]));
      expect(points.reduce((sum, one) => sum + one * 10, 0)).toBe(185);
      await table.getByRole('button', { name: /^Weight/ }).click();
      const weights = (await rowsOf(table)).map((cells) => Number(cells[5]));
      expect(weights).toEqual([...weights].sort((a, b) => a - b));
      expect(weights.reduce((sum, one) => sum + one, 0)).toBe(100);
    });

    it('looks at the history: a line through every scored day, and people beside seats', async () => {
      const history = await timed('history', () =>
        answerTo(page, () => card.getByRole('button', { name: /^History/ }).click()),
      );
      const [score, people] = [history.locator('.chart').first(), history.locator('.chart').nth(1)];
      expect(await score.locator('figcaption').innerText()).toBe('Health score, 0 to 100');
      await score.getByText('Show the numbers').click();
      const stored = await stand.database.pool.query<{ day: string; score: number }>(
        `select to_char(s.day, 'FMDD Mon') as day, s.score_tenths / 10.0::float8 as score from health_snapshots s
         join account_keys k using (account_id) where k.external_id = 'megacorp' and s.score_tenths is not null order by s.day`,
      );
      expect(stored.rows).toHaveLength(SCORED_DAYS_AGO.length + 1);
      expect(await rowsOf(score)).toEqual(stored.rows.map((one) => [one.day, String(one.score)]));
      expect(await score.locator('circle').count()).toBe(stored.rows.length);
      await people.getByText('Show the numbers').click();
      expect((await rowsOf(people)).at(-1)?.slice(1)).toEqual(['14', '50']);
      expect(await history.innerText()).toContain('14 people, 50 seats');
    });

    it('drafts a mail and keeps what was edited, also over a reload', async () => {
      await timed('draft window', async () => {
        await card.getByRole('button', { name: /^Draft email/ }).click();
        await dialog.locator('textarea').waitFor();
      });
      const body = dialog.locator('textarea');
      const written = await body.inputValue();
      expect(written).toMatch(/^Hi Priya — .*14 people/s);
      await body.fill(`${written}\n\n${EDIT}`);
      await dialog.getByLabel('Why write all the same?').fill('They asked for it');
      await timed('check', async () => {
        await dialog.getByRole('button', { name: 'Update link and check' }).click();
        await dialog.locator('a[href*="Thursday"]').waitFor();
      });
      await page.reload();
      await page.locator('#modal[open]').waitFor({ state: 'detached' });
      expect(await rows('select author, persona, body from kept_drafts')).toEqual([
        { author: DEMO_VIEWER, persona: 'admin', body: `${written}\n\n${EDIT}` },
      ]);
    });

    it('finds the text on Home, goes on with it and marks it as sent', async () => {
      await timed('home', async () => {
        await page.getByRole('link', { name: 'App Home' }).click();
        await page.getByText('My drafts, not sent (1)').waitFor();
      });
      const home = page.locator('.home');
      await home.getByRole('button', { name: 'Continue draft for megacorp' }).click();
      await expect.poll(() => dialog.locator('textarea').inputValue()).toContain(EDIT);
      await dialog.getByLabel('Why write all the same?').fill('They asked for it');
      await timed('mark as sent', async () => {
        await dialog.getByRole('button', { name: 'Mark as sent' }).click();
        await dialog.getByText('Recorded as sent to priya@megacorp.example for megacorp').waitFor();
      });
      await closeModal(page);
      expect(await rows('select recipient, body, sent_by, override_reason from outreach')).toEqual([
        {
          recipient: 'priya@megacorp.example',
          body: expect.stringContaining(EDIT),
          sent_by: DEMO_VIEWER,
          override_reason: 'They asked for it',
        },
      ]);
      expect(await rows('select 1 from kept_drafts')).toEqual([]);
    });

    it('shows all of it on Home: taken, awake again, nothing left to send, and so after a reload', async () => {
      const home = page.locator('.home');
      await home.getByText('No draft is waiting').waitFor();
      for (const again of [false, true]) {
        if (again) await page.reload();
        await home.getByText('No draft is waiting').waitFor();
        const text = await home.innerText();
        expect(text).toMatch(/globex .*\n.*acknowledged by Dana/);
        expect(text).toMatch(/megacorp .*\nOpen alerts: entered at-risk seats/);
        expect(text).not.toContain('snoozed until');
        expect(text).not.toMatch(/My drafts, not sent|Snoozed \(/);
        expect(text).toContain('Sent in the last two weeks (1)');
        expect(text).toMatch(/megacorp · “.+” · to priya@megacorp\.example · today by Dana/);
      }
      expect(await (await ask(await backToChannel(), '/health megacorp')).innerText()).toMatch(/[Ll]ast touch.*mail/);
    });

    async function backToChannel(): Promise<Page> {
      await page
        .getByRole('link', { name: /cs-pulse/ })
        .first()
        .click();
      await page.locator('#messages .message').first().waitFor();
      return page;
    }

    it('draws history, lists, windows and Home within 390 pixels', async () => {
      const phone = await stand.open(390);
      for (const command of ['/health history megacorp', '/health why megacorp', '/utilization', '/pulse movers']) {
        const answer = await ask(phone, command);
        expect(await overhang(phone), command).toBeLessThanOrEqual(0);
        // Also below an answer that is higher than the window.
        await expect.poll(async () => (await answer.boundingBox())?.y ?? 9999, { message: command }).toBeLessThan(700);
      }
      const chart = phone.locator('.chart svg').first();
      const box = await chart.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
      const own = await ask(phone, '/health acme');
      await own.getByRole('button', { name: /^Draft email/ }).click();
      await phone.locator('#modal textarea').waitFor();
      const submit = await phone.getByRole('button', { name: 'Mark as sent' }).boundingBox();
      expect((submit?.y ?? 999) + (submit?.height ?? 999)).toBeLessThanOrEqual(844);
      expect(await overhang(phone)).toBeLessThanOrEqual(0);
      await closeModal(phone);
      await phone.getByRole('button', { name: 'Show conversations' }).first().click();
      await phone.getByRole('link', { name: 'App Home' }).click();
      await phone.getByText('My settings').waitFor();
      expect(await overhang(phone)).toBeLessThanOrEqual(0);
      await phone.close();
    });

    it('kept nobody waiting, and the page logged no error', () => {
      for (const [step, ms] of Object.entries(took)) expect(ms, step).toBeLessThan(PATIENCE_MS);
      expect(stand.errors).toEqual([]);
    });
  },
);
