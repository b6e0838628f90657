import type { AccountPage } from '../app/accounts/account-page.ts';
import type { AccountHealthReport, ScorePoint } from '../app/accounts/account-report.ts';
import { publishedStanding } from '../app/accounts/published-standing.ts';
import type { PortfolioReport } from '../app/portfolio/portfolio-report.ts';
import { formatTenths } from '../domain/decimal.ts';
import { csvText } from '../lib/csv-text.ts';
import { standJson } from './stand-json.ts';

/** One account with how fresh its numbers are, as other programs read it. */
export function accountJson({ change7dTenths, stand, standing }: AccountHealthReport) {
  return {
    ...publishedStanding(standing, stand),
    ...standJson(stand),
    computed_at: stand.computedAt.toISOString(),
    live: stand.live,
    change_7d: tenthsOrNull(change7dTenths),
  };
}

/** The scores of 90 days, oldest first. */
export function historyJson({ history, stand, standing }: AccountHealthReport) {
  return {
    account_id: standing.account.accountId,
    ...standJson(stand),
    definition: stand.definition,
    history: history.map((point) => ({
      date: point.day,
      score: tenthsOrNull(point.scoreTenths),
      band: point.band,
      ...(point.rulesChange === undefined ? {} : { rules_change: point.rulesChange }),
    })),
  };
}

/** The same, one row per day. */
export function historyCsv(history: readonly ScorePoint[]): string {
  return csvText(
    ['date', 'score', 'band', 'rules_from', 'rules_to'],
    history.map(({ day, scoreTenths, band, rulesChange }) => [
      day,
      tenthsOrNull(scoreTenths),
      band,
      rulesChange?.from ?? null,
      rulesChange?.to ?? null,
    ]),
  );
}

/** Accounts with the moment that they are of. */
export function accountsJson({ stand, standings }: Pick<AccountPage | PortfolioReport, 'stand' | 'standings'>) {
  return {
    ...standJson(stand),
    definition: stand.definition,
    accounts: standings.map((standing) => publishedStanding(standing, stand)),
  };
}

function tenthsOrNull(tenths: number | null): string | null {
  return tenths === null ? null : formatTenths(tenths);
}
