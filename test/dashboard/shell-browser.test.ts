import { serve } from '@hono/node-server';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { publishDashboard } from '../../src/app/publishing/publish-dashboard.ts';
import { revokePublished } from '../../src/app/publishing/revoke-published.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { dashboardRoutes } from '../../src/dashboard/routes.ts';
import { PAGE_ASSETS, shownBy } from '../../src/dashboard/shown.ts';
import { createWeb } from '../../src/http/web.ts';
import { freePort } from '../../src/lib/free-port.ts';
import { CHROMIUM, HAS_BROWSER } from '../e2e/browser-stand.ts';
import { TEST_NOW, testContext } from '../support/context.ts';
import { cloneDatabase } from '../support/database.ts';
import { streams } from '../support/pieces.ts';
import { insertRecipePortfolio } from '../support/portfolio.ts';
import { suiteLog } from '../support/suite-log.ts';

describe.skipIf(!HAS_BROWSER)('a link in a browser', () => {
  it('shows its dashboard, forgets the secret in the address, and shows nothing once it is revoked', async () => {
    const database = await cloneDatabase();
    const ctx = testContext(database.pool);
    await insertRecipePortfolio(database.pool, '2026-03-01');
    await snapshotScores({ ctx, input: { day: '2026-03-01' } });
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const shown = shownBy(ctx);
    const web = createWeb({
      log: suiteLog(),
      readiness: { report: async () => ({ status: 'ready', checks: {} }) },
    });
    const files = { streams, onFailure: () => undefined };
    web.route(
      '/p',
      dashboardRoutes({
        ctx,
        shown,
        rights: null,
        ...files,
        assets: PAGE_ASSETS,
        https: false,
        corsOrigins: [],
        proxies: 0,
      }),
    );
    const server = serve({ fetch: web.fetch, port, hostname: '127.0.0.1' });
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const { link, url } = await publishDashboard({
        ctx: { ...ctx, now: () => TEST_NOW },
        input: {
          kind: 'health',
          money: false,
          days: null,
          publisher: { id: 'U0DANA', money: false },
          place: { origin },
        },
      });
      const token = new URL(url).hash.slice(1);
      const page = await browser.newPage();
      page.setDefaultTimeout(20_000);
      const errors: string[] = [];
      const asked: string[] = [];
      page.on('console', (line) => (line.type() === 'error' ? errors.push(line.text()) : undefined));
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('request', (request) => void asked.push(request.url(), JSON.stringify(request.headers())));
      await page.goto(url);
      // The script of the page runs: the heads of its tables became buttons.
      await page.locator('table.sortable th button').first().waitFor();
      expect((await page.content()).toLowerCase()).toContain('megacorp');
      expect(page.url()).toBe(`${origin}/p/${link.id}`);
      expect(await page.evaluate('document.cookie')).toBe('');
      expect(await page.locator('a[href$="/data.csv"]').first().getAttribute('href')).toBe(`/p/${link.id}/data.csv`);
      await page.reload();
      await page.locator('table.sortable th button').first().waitFor();
      expect(errors).toEqual([]);
      expect(asked.join()).not.toContain(token);
      await revokePublished({ ctx, input: { linkId: link.id, actor: { id: 'U0DANA', others: false } } });
      await page.reload();
      await page.getByText('This link does not work, or no longer').waitFor();
      expect((await page.content()).toLowerCase()).not.toContain('megacorp');
      await page.goto('about:blank');
      await page.goto(url);
      await page.getByText('This link does not work, or no longer').waitFor();
    } finally {
      await browser.close();
      await new Promise((done) => server.close(done));
      await database.close();
    }
  }, 90_000);
});
