import type { AccountStanding } from '../accounts/account-report.ts';
import type { DashboardAccount, DashboardMoney } from './dashboard-reports.ts';

/** What a dashboard may know of an account: amounts only where the link shows them. */
export function dashboardAccount(standing: AccountStanding, money: boolean): DashboardAccount {
  const { account, assessment, band } = standing;
  const { facts, health } = assessment;
  const { expansion, exposureMinor: _hidden, ...seats } = assessment.seats;
  return {
    account: {
      accountId: account.accountId,
      name: account.name,
      plan: account.plan,
      owner: account.owner,
      renewsOn: account.renewsOn,
    },
    band,
    assessment: {
      facts: {
        active_user_windows: facts.active_user_windows,
        active_users_30d: facts.active_users_30d,
        days_to_renewal: facts.days_to_renewal,
        excluded: facts.excluded,
        paid_seats: facts.paid_seats,
        tickets_30d: facts.tickets_30d,
        urgent_tickets_open: facts.urgent_tickets_open,
      },
      seats,
      health,
    },
    expansionSeats: expansion?.seats ?? null,
    money: money ? moneyOf(standing) : null,
  };
}

function moneyOf({ assessment: { facts, seats } }: AccountStanding): DashboardMoney {
  const amount = (minor: number | null) => (minor === null ? null : { minor, currency: facts.currency });
  return {
    mrr: { minor: facts.mrr_minor, currency: facts.currency },
    exposure: amount(seats.exposureMinor),
    expansion: amount(seats.expansion?.mrrMinor ?? null),
  };
}
