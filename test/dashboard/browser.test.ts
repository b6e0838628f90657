import { createServer, type Server } from 'node:http';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DASHBOARD_KINDS } from '../../src/app/publishing/published-report.ts';
import { PAGE_ASSETS, shownBy } from '../../src/dashboard/shown.ts';
import { CHROMIUM, HAS_BROWSER } from '../e2e/browser-stand.ts';
import { testContext } from '../support/context.ts';
import { scoredRecipes } from '../support/dashboard.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'";

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** What axe-core finds against a page, and how far it reaches beyond the window. */
async function faultsOf(page: Page): Promise<{ readonly violations: string[]; readonly overhang: number }> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResult>('axe.run(document, { resultTypes: ["violations"] })');
  const overhang = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  return { violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), overhang };
}

describe.skipIf(!HAS_BROWSER)(
  HAS_BROWSER ? 'dashboards in a browser' : `dashboards in a browser (skipped: no ${CHROMIUM}, set CHROMIUM)`,
  { timeout: 120_000 },
  () => {
    let database: TestDatabase;
    let server: Server;
    let browser: Browser;
    let base = '';
    const refused: string[] = [];

    beforeAll(async () => {
      database = await cloneDatabase();
      const ctx = testContext(database.pool);
      await scoredRecipes(ctx);
      const shown = shownBy(ctx);
      const pages = new Map<string, { readonly type: string; readonly body: string }>();
      for (const { body, path, type } of PAGE_ASSETS) pages.set(path, { type, body });
      for (const kind of DASHBOARD_KINDS) {
        const body = await shown.page({ kind, money: true });
        pages.set(`/${kind}`, { type: 'text/html; charset=utf-8', body });
      }
      server = createServer((request, response) => {
        const found = pages.get(request.url ?? '');
        response.writeHead(found ? 200 : 204, {
          'content-type': found?.type ?? 'text/plain',
          'content-security-policy': POLICY,
        });
        response.end(found?.body);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      base = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    });
    afterAll(async () => {
      await browser.close();
      server.close();
      await database.close();
    });

    async function open(
      kind: string,
      { width = 1280, dark = false, script = true }: { width?: number; dark?: boolean; script?: boolean } = {},
    ): Promise<Page> {
      const context = await browser.newContext({
        viewport: { width, height: 844 },
        colorScheme: dark ? 'dark' : 'light',
        javaScriptEnabled: script,
      });
      const page = await context.newPage();
      page.on('console', (line) => (/Refused|Content Security/.test(line.text()) ? refused.push(line.text()) : null));
      page.on('pageerror', (error) => refused.push(error.message));
      await page.goto(`${base}/${kind}`);
      return page;
    }

    it.each(
      DASHBOARD_KINDS.flatMap((kind) =>
        [1280, 390].flatMap((width) => [false, true].map((dark) => ({ kind, width, dark }))),
      ),
    )('$kind at $width px, dark: $dark, has no fault', async ({ dark, kind, width }) => {
      const page = await open(kind, { width, dark });
      expect(await faultsOf(page)).toEqual({ violations: [], overhang: 0 });
      await page.context().close();
    });

    it('would find a fault, and a page that is too wide', async () => {
      const page = await open('health', { width: 390 });
      await page.evaluate(
        `document.body.append(Object.assign(document.createElement('img'), { width: 500 }), document.createElement('button'))`,
      );
      const { overhang, violations } = await faultsOf(page);
      expect(violations.map((text) => text.split(':')[0])).toEqual(
        expect.arrayContaining(['button-name', 'image-alt']),
      );
      expect(overhang).toBeGreaterThan(0);
      await page.context().close();
    });

    it('sorts by a column and says how, both ways', async () => {
      const page = await open('health');
      const names = () => page.locator('table.sortable tbody th').allTextContents();
      const worst = ['megacorp', 'globex', 'tinyco', 'acme', 'innovate'];
      expect(await names()).toEqual(worst);
      const score = page.getByRole('button', { name: 'Score' });
      await score.click();
      expect(await names()).toEqual([...worst].reverse());
      expect(await page.locator('th', { has: score }).getAttribute('aria-sort')).toBe('descending');
      await score.press('Enter');
      expect(await names()).toEqual(worst);
      await page.getByRole('button', { name: 'Account' }).click();
      expect(await names()).toEqual([...worst].sort());
      expect(await page.locator('th[aria-sort]').count()).toBe(1);
      await page.context().close();
    });

    it('stands without its script, and needs nothing that the policy refuses', async () => {
      const page = await open('utilization', { script: false });
      expect(await page.locator('table.sortable tbody tr').count()).toBe(4);
      expect(await page.locator('table.sortable button').count()).toBe(0);
      await page.context().close();
      expect(refused).toEqual([]);
    });
  },
);
