import type { Context } from '../app/context.ts';
import { type DashboardInput, dashboardReport } from '../app/publishing/dashboard-report.ts';
import { type Reading, readAtHome } from '../app/reading.ts';
import { jsonPieces } from '../lib/json-pieces.ts';
import { ASSETS } from './assets.ts';
import { dashboardCsv } from './dashboard-csv.ts';
import { dashboardJson } from './dashboard-json.ts';
import { renderDashboard } from './render-dashboard.ts';
import type { Shown } from './routes.ts';

/** What links show, made anew for every request: the page lists the first accounts, the files hold all. */
export function shownBy(home: Context, reading: Reading = readAtHome): Shown {
  const report = (seen: Pick<DashboardInput, 'kind' | 'money'>, accounts: DashboardInput['accounts']) =>
    reading(home, (ctx) => dashboardReport({ ctx, input: { kind: seen.kind, money: seen.money, accounts } }));
  return {
    page: async (seen) => renderDashboard(await report(seen, 'worst')),
    json: async (seen) => jsonPieces(dashboardJson(await report(seen, 'all'))),
    csv: async (seen) => dashboardCsv(await report(seen, 'all')),
  };
}

/** What the pages load. */
export const PAGE_ASSETS = Object.values(ASSETS);
