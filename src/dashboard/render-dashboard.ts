import type { DashboardReport } from '../app/publishing/dashboard-reports.ts';
import { healthPage } from './pages/health.ts';
import { portfolioPage } from './pages/portfolio.ts';
import { utilizationPage } from './pages/utilization.ts';

/** A whole HTML document. Its addresses of the files, `data.csv` and `data.json`, are relative to the link's own. */
export function renderDashboard(report: DashboardReport): string {
  switch (report.kind) {
    case 'health':
      return healthPage(report);
    case 'utilization':
      return utilizationPage(report);
    case 'portfolio':
      return portfolioPage(report);
  }
}
