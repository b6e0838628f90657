import type { AccountHealthReport, AccountStanding, ScorePoint } from '../app/accounts/account-report.ts';
import { publishedStanding } from '../app/accounts/published-standing.ts';
import type { DataStand } from '../app/freshness/freshness-report.ts';
import type { StandingParts } from '../app/portfolio/portfolio.ts';
import { formatTenths } from '../domain/decimal.ts';
import { csvText } from '../lib/csv-text.ts';
import type { JsonRows } from '../lib/json-pieces.ts';
import { shownInTurns } from './shown-in-turns.ts';
import { standJson } from './stand-json.ts';

type Rows = StandingParts | Iterable<readonly AccountStanding[]>;

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

/** Accounts with the moment that they are of; they become JSON while it is written. */
export function accountsJson(parts: Rows, stand: DataStand) {
  return {
    ...standJson(stand),
    definition: stand.definition,
    accounts: standingsJson(parts, stand),
  };
}

/** The published JSON of standings in parts. */
export function standingsJson(parts: Rows, stand: DataStand): JsonRows {
  return shownInTurns(parts, (standing) => publishedStanding(standing, stand));
}

function tenthsOrNull(tenths: number | null): string | null {
  return tenths === null ? null : formatTenths(tenths);
}
