import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardReport } from '../../src/app/publishing/dashboard-report.ts';
import type { DashboardReport } from '../../src/app/publishing/dashboard-reports.ts';
import { DASHBOARD_KINDS } from '../../src/app/publishing/published-report.ts';
import { dashboardCsv } from '../../src/dashboard/dashboard-csv.ts';
import { renderDashboard } from '../../src/dashboard/render-dashboard.ts';
import { testContext } from '../support/context.ts';
import { scoredRecipes } from '../support/dashboard.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';
import { hostile } from '../support/hostile-text.ts';
import { joined } from '../support/pieces.ts';

let database: TestDatabase;
const reports: DashboardReport[] = [];
beforeAll(async () => {
  database = await cloneDatabase();
  const ctx = testContext(database.pool);
  await scoredRecipes(ctx, [7]);
  for (const kind of DASHBOARD_KINDS) {
    reports.push(await dashboardReport({ ctx, input: { kind, money: true, accounts: 'worst' } }));
  }
});
afterAll(() => database.close());

const FOREIGN = ['name', 'plan', 'takenBy', 'email', 'cohort', 'accountId', 'source', 'timeZone'];

/** The report with a text in every field that somebody else wrote. */
function poisoned<T>(value: T, text: string): T {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) => {
    if (key === 'asOf' || key === 'computedAt') return new Date(String(inner));
    return FOREIGN.includes(key) && typeof inner === 'string' ? text : inner;
  }) as T;
}

/** Elements and the names of their attributes: what a text that gets out of its place would change. */
function skeleton(page: string): string {
  return (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/="[^"]*"/g, '=')).join('\n');
}

describe('foreign text on a page', () => {
  it('changes no element and no attribute', () => {
    const clean = reports.map((report) => skeleton(renderDashboard(poisoned(report, 'Northwind'))));
    fc.assert(
      fc.property(hostile, fc.nat(reports.length - 1), (text, index) => {
        const report = reports[index];
        if (report === undefined) throw new Error('there is a report of every kind');
        const page = renderDashboard(poisoned(report, text));
        expect(skeleton(page) === clean[index]).toBe(true);
        expect(/[\u202a-\u202e\u2066-\u2069\u200b]/.test(page)).toBe(false);
      }),
      { numRuns: 60 },
    );
    expect(skeleton('<b>x</b><i>')).not.toBe(skeleton('<b>x</b>'));
  });

  it('is no formula in the file', async () => {
    const [health] = reports;
    if (health === undefined) throw new Error('there is a report of every kind');
    const csv = await joined(dashboardCsv(poisoned(health, '=HYPERLINK("http://evil")')));
    expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(/(^|,)"?=/m.test(csv)).toBe(false);
  });
});
