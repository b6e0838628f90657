import type { AccountStanding } from '../../src/app/accounts/account-report.ts';
import type { DeliveriesReport } from '../../src/app/delivery/deliveries-report.ts';
import type { MoversReport, RenewalsReport, RollupReport } from '../../src/app/rollup/rollup-report.ts';
import type { SettingsReport } from '../../src/app/settings/settings-report.ts';
import { REPORT_DAY, STAND } from './slack-reports.ts';

export function moversReport(standings: readonly AccountStanding[]): MoversReport {
  const mover = (standing: AccountStanding, changeTenths: number) => ({
    standing,
    changeTenths,
    wasTenths: (standing.assessment.health.scoreTenths ?? 0) - changeTenths,
    wasBand: 'ok' as const,
  });
  return {
    stand: STAND,
    since: '2026-02-22',
    compared: standings.length,
    down: standings.slice(0, 5).map((standing, index) => mover(standing, index - 100)),
    up: standings.slice(-5).map((standing, index) => mover(standing, 100 - index)),
  };
}

function renewalsReport(standings: readonly AccountStanding[]): RenewalsReport {
  const mrr = { minor: 500_000, currency: 'USD', partial: false };
  return {
    stand: STAND,
    day: REPORT_DAY,
    withinDays: 90,
    renewals: standings,
    bands: [{ band: 'CRITICAL', accounts: standings.length, mrr }],
  };
}

export function rollupReport(standings: readonly AccountStanding[]): RollupReport {
  const money = { minor: 487_500, currency: 'USD', partial: false };
  const accounts = standings.map(({ account }) => account);
  const change = {
    since: '2026-02-22',
    minor: 67_500,
    entered: accounts.slice(0, 200).map((account) => ({ account, minor: 127_500 })),
    left: accounts.slice(0, 1).map((account) => ({ account, minor: -60_000 })),
    changed: { usageMinor: 0, seatsMinor: 0, priceMinor: 0 },
    fxMinor: 0,
  };
  return {
    stand: STAND,
    day: REPORT_DAY,
    seatsAtRisk: money,
    seatsAtRiskWeek: change,
    seatsAtRiskMonth: null,
    churnExposure: money,
    churnWeek: { since: '2026-02-22', minor: 1, enteredMinor: 2, leftMinor: -3, changedMinor: 2 },
    churnMonth: null,
    bands: [
      { band: 'CRITICAL', accounts: 1 },
      { band: 'ok', accounts: 0 },
    ],
    bandMoves: [{ from: 'ok', to: 'CRITICAL', accounts: 1 }],
    renewals: renewalsReport(standings),
    movers: moversReport(standings),
    alerts: { sent: 3, acknowledged: 2, snoozed: 1, recovered: 1 },
    thinlyMeasured: { belowPercent: 70, accounts },
    rules: [{ day: '2026-02-25', from: 'balanced@1', to: 'balanced@2' }],
  };
}

export function deliveriesReport(reason: string | null = null): DeliveriesReport {
  const delivery = { day: REPORT_DAY, at: new Date('2026-03-01T09:00:00Z'), attempts: 1, reason };
  return {
    timeZone: 'UTC',
    deliveries: [
      { ...delivery, kind: 'digest', target: 'C0PULSE', state: 'posted' },
      { ...delivery, kind: 'digest_dm', target: 'U0DANA', state: 'failed' },
    ],
  };
}

export function settingsReport(wanted: boolean, refused: string | null = null): SettingsReport {
  const digest = { name: 'team', channel: 'C0PULSE', at: '09:00', days: [1, 2, 3, 4, 5], zone: 'UTC', filter: {} };
  return {
    today: REPORT_DAY,
    timeZone: 'UTC',
    reportingCurrency: 'USD',
    definition: 'balanced@1',
    definitionHash: 'abcdef0123456789',
    fallbackOwner: null,
    digests: [{ ...digest, empty: 'heartbeat', rollup: null, refused, rollupRefused: null }],
    own: { at: '09:00', days: [1, 2, 3, 4, 5], wanted, timeZone: 'UTC' },
  };
}
