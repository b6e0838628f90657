import { compareIds } from '../../domain/compare-ids.ts';
import { isPaying, renewalPlace, renewalTotals } from '../../domain/renewal-calendar.ts';
import { RENEWAL_GROUPS, type RenewalGroup } from '../../domain/renewal-group.ts';
import { reportingMrr } from '../../domain/reporting-mrr.ts';
import type { Stake } from '../../domain/stake.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { moneyTotal } from '../portfolio/money-total.ts';
import { openPortfolio } from '../portfolio/open-portfolio.ts';
import type { CalendarGroup, RenewalCalendar, RenewalFilter, RenewalGap } from './calendar-report.ts';

/** More accounts than a message holds; those beyond are counted. */
const LISTED = 120;
const LARGEST = 5;
const NO_SCORE = 10_000;

type Found = (stakes: readonly Stake[]) => readonly AccountStanding[];

/**
 * Renewals by how near they are on the day of the numbers, what they bring and what of it is exposed, and the paying
 * accounts whose renewal is not known or has passed.
 */
export async function renewalCalendar({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: RenewalFilter;
}): Promise<RenewalCalendar> {
  const { ownerEmail, ownerSlackUserId, withinDays } = input;
  const portfolio = await openPortfolio(ctx);
  const stakes = await portfolio.stakes({ ownerEmail, ownerSlackUserId });
  const groups = RENEWAL_GROUPS.filter((group) => withinDays === undefined || group <= withinDays);
  const counted = stakes.filter(({ facts }) => facts.excluded == null);
  const due = counted.filter((stake) => isWithin(stake, groups)).sort(byRenewal);
  const listed = due.slice(0, LISTED);
  const paying = counted.filter(isPaying).sort(byMrr(ctx.reportingCurrency));
  const undated = paying.filter((stake) => placeOf(stake) === 'undated');
  const past = paying.filter((stake) => placeOf(stake) === 'past');
  const shown = [...listed, ...undated.slice(0, LARGEST), ...past.slice(0, LARGEST)];
  const accountIds = shown.map(({ facts }) => facts.account_id);
  const byId = new Map((await portfolio.standings({ accountIds })).map((one) => [one.account.accountId, one]));
  const found: Found = (some) => some.flatMap(({ facts }) => byId.get(facts.account_id) ?? []);
  return {
    stand: await dataStand(ctx, portfolio.origin),
    filter: input,
    groups: groups.map((group) => groupOf(ctx, group, { due, listed, found })),
    more: due.length - listed.length,
    undated: gapOf(ctx, undated, found),
    past: gapOf(ctx, past, found),
    usageBased: stakes.filter((stake) => stake.facts.excluded === 'usage_based_plan' && isWithin(stake, groups)).length,
  };
}

function placeOf({ facts }: Stake): ReturnType<typeof renewalPlace> {
  return renewalPlace(facts.days_to_renewal);
}

function isWithin(stake: Stake, groups: readonly RenewalGroup[]): boolean {
  return groups.some((group) => group === placeOf(stake));
}

function groupOf(
  ctx: Context,
  withinDays: RenewalGroup,
  { due, found, listed }: { readonly due: readonly Stake[]; readonly listed: readonly Stake[]; readonly found: Found },
): CalendarGroup {
  const isHere = (stake: Stake): boolean => placeOf(stake) === withinDays;
  const all = due.filter(isHere);
  const totals = renewalTotals(all, ctx.reportingCurrency);
  const before = RENEWAL_GROUPS[RENEWAL_GROUPS.indexOf(withinDays) - 1];
  return {
    fromDays: before === undefined ? 0 : before + 1,
    withinDays,
    accounts: all.length,
    renewals: found(listed.filter(isHere)),
    mrr: moneyTotal(ctx, totals.mrr),
    seatExposure: moneyTotal(ctx, totals.seatExposure),
    churnExposure: moneyTotal(ctx, totals.churnExposure),
  };
}

function gapOf(ctx: Context, stakes: readonly Stake[], found: Found): RenewalGap {
  return {
    accounts: stakes.length,
    mrr: moneyTotal(ctx, renewalTotals(stakes, ctx.reportingCurrency).mrr),
    largest: found(stakes.slice(0, LARGEST)),
  };
}

function byRenewal(a: Stake, b: Stake): number {
  const score = ({ health }: Stake): number => health.scoreTenths ?? NO_SCORE;
  return (
    (a.facts.days_to_renewal ?? 0) - (b.facts.days_to_renewal ?? 0) ||
    score(a) - score(b) ||
    compareIds(a.facts.account_id, b.facts.account_id)
  );
}

/** Largest first; an amount without a rate comes last. */
function byMrr(currency: string): (a: Stake, b: Stake) => number {
  const mrr = ({ facts }: Stake): number => reportingMrr(facts, currency) ?? -1;
  return (a, b) => mrr(b) - mrr(a) || compareIds(a.facts.account_id, b.facts.account_id);
}
