import { addDays, type Day } from '../domain/day.ts';
import type { DemoAccount } from './demo-account.ts';
import { type DemoClock, demoClock } from './demo-clock.ts';
import type { IngestEvent } from './ingest-event.ts';
import type { DemoPortfolio } from './portfolio.ts';
import { hashOf, scatter } from './random.ts';
import { seatEvents } from './seat-events.ts';

const ACTIONS = [
  'dashboard_viewed',
  'record_updated',
  'comment_added',
  'report_exported',
  'workflow_completed',
  'file_uploaded',
  'search_run',
] as const;
/** Everybody starts between 08:00 and 11:00 and is done by 19:00. */
const FIRST_START = 60;
const START_SPREAD = 180;
const LONGEST_STAY = 480;
const MINUTES_PER_EVENT = 4;

/**
 * All events of the portfolio, account by account: seats (of accounts that are not billed through Stripe), activity,
 * errors, tickets, answers. With `until`, today's activity up to that instant is included; without, none of today.
 */
export function* ingestEvents(portfolio: DemoPortfolio, until?: Date): Generator<IngestEvent> {
  const clock = demoClock(portfolio.today, portfolio.timeZone);
  for (const account of portfolio.accounts) {
    yield* seatEvents(account, clock);
    yield* errorEvents(account, clock);
    yield* ticketEvents(account, clock);
    yield* answerEvents(account, clock);
    yield* activityEvents({ account, clock, today: portfolio.today, until });
  }
}

interface ActivityInput {
  readonly account: DemoAccount;
  readonly clock: DemoClock;
  readonly today: Day;
  readonly until: Date | undefined;
}

function* activityEvents({ account, clock, today, until }: ActivityInput): Generator<IngestEvent> {
  const { accountId, users } = account;
  const seed = hashOf(accountId);
  // Oldest first: an account's first day is then right from the first batch on, and never has to be moved.
  let [day, dayIsAgo] = [today, 0];
  for (const { daysAgo, user, events } of account.visits.toSorted((a, b) => b.daysAgo - a.daysAgo)) {
    if (daysAgo === 0 && until === undefined) continue;
    if (daysAgo !== dayIsAgo) [day, dayIsAgo] = [addDays(today, -daysAgo), daysAgo];
    const start = FIRST_START + (scatter(seed, user, daysAgo) % START_SPREAD);
    const stay = Math.min(LONGEST_STAY, events * MINUTES_PER_EVENT);
    for (let index = 0; index < events; index += 1) {
      const at = clock(daysAgo, start + (index * stay) / events);
      if (until !== undefined && at > until) break;
      const action = ACTIONS[scatter(seed, user, daysAgo + 31 * index) % ACTIONS.length] ?? ACTIONS[0];
      yield {
        event: index === 0 ? 'signed_in' : action,
        timestamp: at.toISOString(),
        account_id: accountId,
        user_id: users[user]?.userId ?? accountId,
        message_id: `demo-${accountId}-${day}-${user}-${index}`,
      };
    }
  }
}

function* errorEvents({ accountId, users, errors }: DemoAccount, clock: DemoClock): Generator<IngestEvent> {
  for (const [index, { daysAgo, user }] of errors.entries()) {
    yield {
      event: '$exception',
      timestamp: clock(daysAgo, FIRST_START + ((index * 37) % LONGEST_STAY)).toISOString(),
      account_id: accountId,
      user_id: users[user]?.userId ?? accountId,
      message_id: `demo-${accountId}-error-${index}`,
    };
  }
}

function* ticketEvents({ accountId, tickets }: DemoAccount, clock: DemoClock): Generator<IngestEvent> {
  for (const { ticketId, subject, priority, openedDaysAgo, closedDaysAgo } of tickets) {
    const base = { account_id: accountId, properties: { ticket_id: ticketId, subject, priority } };
    const opened = clock(openedDaysAgo, 150).toISOString();
    yield { ...base, event: 'support_ticket_opened', timestamp: opened, message_id: `demo-${ticketId}-opened` };
    if (closedDaysAgo === null) continue;
    const closed = clock(closedDaysAgo, 510).toISOString();
    yield { ...base, event: 'support_ticket_closed', timestamp: closed, message_id: `demo-${ticketId}-closed` };
  }
}

function* answerEvents({ accountId, users, nps }: DemoAccount, clock: DemoClock): Generator<IngestEvent> {
  for (const { daysAgo, user, score } of nps) {
    yield {
      event: 'nps_submitted',
      timestamp: clock(daysAgo, 240).toISOString(),
      account_id: accountId,
      user_id: users[user]?.userId ?? accountId,
      message_id: `demo-${accountId}-nps-${user}-${daysAgo}`,
      properties: { score },
    };
  }
}
