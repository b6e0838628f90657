import type { Day } from '../domain/day.ts';
import { withBillingHistory } from './billing-history.ts';
import type { CompanyName } from './company-names.ts';
import type { DemoAccount, DemoAnswer, DemoCurrency, DemoError, DemoPlan, DemoVisit } from './demo-account.ts';
import { hashOf } from './random.ts';
import { scheduleVisits } from './schedule.ts';
import type { Story } from './story.ts';
import { makeTickets } from './tickets.ts';
import { makeContacts, makeUsers } from './users.ts';

/** Price of one seat per month in minor units. */
const SEAT_PRICES: Readonly<Record<DemoCurrency, Readonly<Record<DemoPlan, number>>>> = {
  USD: { Starter: 5_000, Pro: 7_500, Business: 10_000, Usage: 1, Free: 0 },
  EUR: { Starter: 4_500, Pro: 6_900, Business: 9_200, Usage: 1, Free: 0 },
  GBP: { Starter: 3_900, Pro: 5_900, Business: 7_900, Usage: 1, Free: 0 },
  JPY: { Starter: 7_000, Pro: 11_000, Business: 15_000, Usage: 1, Free: 0 },
};
/** A year costs ten months. */
const MONTHS_PER_PAID_YEAR = 10;
const USERS_PER_ADMIN = 12;

export function generatedAccount(company: CompanyName, story: Story, ownerEmail: string, today: Day): DemoAccount {
  const { accountId, domain } = company;
  const { plan, currency, interval, via, customerDaysAgo, renewsInDays, excludedReason } = story;
  const admins = Math.max(1, Math.floor(story.users / USERS_PER_ADMIN));
  const users = makeUsers({ accountId, domain, users: story.users, admins, assigned: story.assigned });
  const visits = story.habits === null ? [] : scheduleVisits(hashOf(accountId), story.habits, today);
  const monthly = SEAT_PRICES[currency][plan];
  const states = withBillingHistory(accountId, story.billing);
  return {
    ...company,
    plan,
    ownerEmail,
    customerDaysAgo: Math.max(customerDaysAgo, states[0]?.daysAgo ?? 0),
    renewsInDays,
    excludedReason,
    billing: {
      via,
      currency,
      interval,
      unitAmountMinor: interval === 'year' ? monthly * MONTHS_PER_PAID_YEAR : monthly,
      states,
    },
    users,
    contacts: makeContacts({ accountId, domain, users, keyContact: story.keyContact, withBuyers: story.users >= 10 }),
    visits,
    errors: errorsAmong(visits, story.errors30d),
    tickets: makeTickets({
      accountId,
      recent: story.tickets30d,
      urgentOpen: story.urgentOpen,
      earlier: customerDaysAgo > 390 ? 3 : 0,
    }),
    nps: answersOf(story, visits),
  };
}

/** The same number in the last 30 days and in the 30 days before, spread over the visits. */
function errorsAmong(visits: readonly DemoVisit[], count: number): DemoError[] {
  const recent = visits.filter(({ daysAgo }) => daysAgo >= 1 && daysAgo <= 30);
  const earlier = visits.filter(({ daysAgo }) => daysAgo > 30 && daysAgo <= 60);
  return [recent, earlier].flatMap((among) => {
    if (among.length === 0) return [];
    return Array.from({ length: count }, (_, index) => {
      const visit = among[Math.floor((index * among.length) / count)];
      return { daysAgo: visit?.daysAgo ?? 1, user: visit?.user ?? 0 };
    });
  });
}

/** Answers of the first people, spread over the last quarter as far as they were there. */
function answersOf({ scores }: Story, visits: readonly DemoVisit[]): DemoAnswer[] {
  return scores.flatMap((score, user) => {
    const visit = visits.find((one) => one.user === user && one.daysAgo >= 5 + 20 * user);
    return visit ? [{ daysAgo: visit.daysAgo, user, score }] : [];
  });
}
