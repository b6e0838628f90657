import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { csvFiles } from '../../src/demo/csv-files.ts';
import { ingestEvents } from '../../src/demo/ingest-events.ts';
import { type DemoPortfolio, demoPortfolio } from '../../src/demo/portfolio.ts';
import { stripeEvents } from '../../src/demo/stripe-events.ts';
import { COLLEAGUES, DANA } from '../../src/demo/team.ts';
import { assess } from '../../src/domain/assess.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { fleetFactor } from '../../src/domain/health/fleet-factor.ts';
import { recount } from './recount.ts';

const RECIPES = ['megacorp', 'globex', 'tinyco', 'acme', 'innovate'];
const portfolio = demoPortfolio({ today: '2026-03-01', timeZone: 'Europe/Berlin' });

function digest(whole: DemoPortfolio): string {
  const of = { ...whole, accounts: whole.accounts.filter((_, index) => index % 6 === 2) };
  const hash = createHash('sha256').update(JSON.stringify([csvFiles(of), stripeEvents(of)]));
  for (const event of ingestEvents(of)) hash.update(JSON.stringify(event));
  return hash.digest('hex');
}

describe('the demo portfolio', () => {
  it('is the same, byte for byte, for the same day and zone, and another one the day after', () => {
    const again = demoPortfolio({ today: '2026-03-01', timeZone: 'Europe/Berlin' });
    expect(digest(again)).toBe(digest(portfolio));
    expect(digest(demoPortfolio({ today: '2026-03-02', timeZone: 'Europe/Berlin' }))).not.toBe(digest(portfolio));
  });

  it('gives Dana the five recipe accounts and nothing else', () => {
    const hers = portfolio.accounts.filter(({ ownerEmail }) => ownerEmail === DANA.email);
    expect(hers.map(({ accountId }) => accountId)).toEqual(RECIPES);
  });

  it('shares the rest among all colleagues', () => {
    const owners = new Set(portfolio.accounts.slice(RECIPES.length).map(({ ownerEmail }) => ownerEmail));
    expect([...owners].sort()).toEqual(COLLEAGUES.map(({ email }) => email).sort());
  });

  it('stays small enough to load while somebody waits', () => {
    let [recipe, generated] = [0, 0];
    for (const { account_id } of ingestEvents(portfolio)) {
      if (RECIPES.includes(account_id)) recipe += 1;
      else generated += 1;
    }
    expect(generated).toBeGreaterThan(90_000);
    expect(generated).toBeLessThan(200_000);
    expect(recipe).toBeLessThan(250_000);
    expect(portfolio.accounts.length).toBeGreaterThanOrEqual(120);
    expect(portfolio.accounts.length).toBeLessThanOrEqual(140);
  });

  it('uses every account, user, contact and message id once', () => {
    const slice = { ...portfolio, accounts: portfolio.accounts.slice(3) };
    const ids = [
      ...portfolio.accounts.map(({ accountId }) => accountId),
      ...portfolio.accounts.flatMap(({ users }) => users.map(({ userId }) => userId)),
      ...portfolio.accounts.flatMap(({ contacts }) => contacts.map(({ contactId }) => contactId)),
      ...stripeEvents(portfolio).map(({ id }) => id),
    ];
    for (const { message_id } of ingestEvents(slice)) ids.push(message_id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names only people at reserved example domains, each with an address of their own', () => {
    for (const { accountId, domain, users, contacts } of portfolio.accounts) {
      expect(accountId).toMatch(/^[a-z]+(-[a-z]+)?$/);
      expect(domain).toBe(`${accountId}.example`);
      for (const { email } of [...users, ...contacts]) {
        expect(email).toMatch(/^[a-z]+\.[a-z]+@[a-z-]+\.example$/);
        expect(email.endsWith(`@${domain}`)).toBe(true);
      }
      expect(new Set(users.map(({ email }) => email)).size).toBe(users.length);
    }
  });

  it('links visits, errors and answers to people who exist, on days that the ingest route accepts', () => {
    const wrong = portfolio.accounts.flatMap(({ accountId, users, visits, errors, nps, customerDaysAgo }) =>
      [...visits, ...errors, ...nps]
        .filter(({ user, daysAgo }) => !users[user] || daysAgo < 0 || daysAgo > Math.min(customerDaysAgo, 400))
        .map((item) => ({ accountId, ...item })),
    );
    expect(wrong).toEqual([]);
  });

  it('lets people work by day in the team zone', () => {
    const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', hourCycle: 'h23' });
    const hours = new Set<number>();
    for (const { timestamp } of ingestEvents({ ...portfolio, accounts: portfolio.accounts.slice(0, 12) })) {
      hours.add(Number(hour.format(new Date(timestamp))));
    }
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(7);
    expect(Math.max(...hours)).toBeLessThanOrEqual(19);
  });

  it('brings events of today only up to the given instant, and none without one', () => {
    const until = new Date('2026-03-02T09:00:00Z');
    const whole = demoPortfolio({ today: '2026-03-02', timeZone: 'UTC' });
    const monday = { ...whole, accounts: whole.accounts.slice(5, 40) };
    const newest = (bound?: Date): string => {
      let latest = '';
      for (const { timestamp } of ingestEvents(monday, bound)) if (timestamp > latest) latest = timestamp;
      return latest;
    };
    expect(newest() < '2026-03-02').toBe(true);
    expect(newest(until) > '2026-03-02T08:30').toBe(true);
    expect(newest(until) <= until.toISOString()).toBe(true);
  });
});

describe.each([
  ['2026-03-30', 'Europe/Berlin'],
  ['2027-01-02', 'America/New_York'],
])('the stories at midnight before %s in %s', (today, timeZone) => {
  // Without the three busiest, whose facts have a test of their own and whose events are most of all.
  const wanted = demoPortfolio({ today, timeZone }).accounts.map(({ accountId }) => accountId);
  const light = wanted.filter((accountId) => !['globex', 'acme', 'innovate'].includes(accountId));
  const facts = [...recount(demoPortfolio({ today, timeZone }), light).values()].map((row) => row.facts);
  const factor = fleetFactor(facts, BALANCED);
  const options = { health: BALANCED, utilization: UTILIZATION_DEFAULTS, fleetFactor: factor };
  const assessed = facts.map((account) => assess(account, options));

  it('move as a fleet by nothing that would touch the published scores', () => {
    expect(factor).toBe(1000);
  });

  it('fill every bucket', () => {
    expect(new Set(assessed.map(({ seats }) => seats.bucket))).toEqual(
      new Set([
        'excluded',
        'no_seats',
        'no_signal',
        'small',
        'onboarding',
        'at_risk',
        'ramping',
        'dormant',
        'expansion',
        'watch',
        'steady',
      ]),
    );
  });

  it('fill every band', () => {
    expect(new Set(assessed.map(({ health }) => health.band))).toEqual(
      new Set(['CRITICAL', 'WARN', 'ok', 'healthy', 'champion', 'onboarding', 'not scored', null]),
    );
  });

  it('raise every cap and every reason to leave an account out', () => {
    const caps = new Set(assessed.flatMap(({ health }) => (health.cap === null ? [] : [health.cap])));
    expect(caps).toEqual(
      new Set([
        'cancellation_notice',
        'silent_14_days',
        'low_and_dropping',
        'renewal_red_flag',
        'payment_past_due',
        'dormant_seats',
      ]),
    );
    const reasons = new Set(facts.flatMap(({ excluded }) => (excluded == null ? [] : [excluded])));
    expect(reasons).toEqual(new Set(['usage_based_plan', 'trial', 'internal', 'cancelled', 'free']));
  });

  it('are mostly about accounts that are well', () => {
    const well = assessed.filter(({ health }) => health.band === 'healthy' || health.band === 'champion');
    expect(well.length / assessed.length).toBeGreaterThan(0.55);
    expect(well.length / assessed.length).toBeLessThan(0.8);
  });

  it('come in several currencies', () => {
    expect(new Set(facts.map(({ currency }) => currency))).toEqual(new Set(['USD', 'EUR', 'GBP', 'JPY']));
  });
});
