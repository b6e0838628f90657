import { compareIds } from '../../domain/compare-ids.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { reportingMrr } from '../../domain/reporting-mrr.ts';
import { mayLeave, seatTotals } from '../../domain/totals.ts';
import { loadAlertCounts, loadRunRules } from '../../store/rollup.ts';
import { exposureChange } from '../changes/exposure-change.ts';
import type { Context } from '../context.ts';
import { isEmpty } from '../digest/digest-filter.ts';
import type { DigestFilter, DigestReport } from '../digest/digest-report.ts';
import { moneyTotal } from '../portfolio/money-total.ts';
import { moversOf } from './portfolio-movers.ts';
import { BAND_ORDER, renewalsOf } from './renewal-list.ts';
import type { BandMove, ChurnChange, RollupReport, RulesChange } from './rollup-report.ts';
import { type PastLevels, type WeekFrame, type WeekSubject, weekFrame } from './week-frame.ts';

const WEEK = 7;
/** Percent of the weights below which a score rests on little. */
const THIN_PERCENT = 70;

/**
 * The week for leaders, as it stood on the newest snapshot day not after `day`: money at risk against a week and four
 * weeks before, bands and their moves, renewals, movers, what became of alerts, and changes of the rules.
 */
export async function composeRollup({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly day?: Day | undefined; readonly filter?: DigestFilter | undefined };
}): Promise<RollupReport> {
  const { filter = {} } = input;
  const frame = await weekFrame(ctx, input);
  const { accounts, day, monthAgo, past, stand, weekAgo } = frame;
  const assessments = accounts.map(({ stake }) => stake);
  const totals = seatTotals(assessments, ctx.reportingCurrency);
  const only = isEmpty(filter) ? null : new Set(accounts.map(({ account }) => account.accountId));
  const changeSince = (since: Day | null): Promise<DigestReport['seatsAtRiskChange']> =>
    exposureChange(ctx, { since, assessments, only });
  return {
    stand,
    day,
    ...(only === null ? {} : { filter }),
    seatsAtRisk: moneyTotal(ctx, totals.atRisk),
    seatsAtRiskWeek: await changeSince(weekAgo),
    seatsAtRiskMonth: await changeSince(monthAgo),
    churnExposure: moneyTotal(ctx, totals.churnExposure),
    churnWeek: churnChange(ctx, frame, weekAgo),
    churnMonth: churnChange(ctx, frame, monthAgo),
    bands: BAND_ORDER.map((band) => ({ band, accounts: accounts.filter((one) => one.band === band).length })),
    bandMoves: weekAgo === null ? [] : bandMoves(accounts, past(weekAgo)),
    renewals: renewalsOf(ctx, frame),
    movers: await moversOf(frame),
    alerts: await loadAlertCounts(ctx.db, {
      since: addDays(day, -WEEK),
      day,
      accountIds: only === null ? null : [...only],
    }),
    thinlyMeasured: { belowPercent: THIN_PERCENT, accounts: thinlyMeasured(ctx, accounts) },
    rules: rulesChanges(await loadRunRules(ctx.db, addDays(day, -WEEK), day)),
  };
}

/** How the full MRR that may leave came to be what it is; accounts without a rate count as nothing on that day. */
function churnChange(ctx: Context, { accounts, past }: WeekFrame, since: Day | null): ChurnChange | null {
  if (since === null) return null;
  const earlier = past(since);
  let [enteredMinor, leftMinor, changedMinor] = [0, 0, 0];
  const seen = new Set<string>();
  for (const { account, stake } of accounts) {
    seen.add(account.accountId);
    const was = earlier.get(account.accountId);
    const before = was?.mayLeave ? (was.mrrMinor ?? 0) : 0;
    const now = mayLeave(stake) ? (reportingMrr(stake.facts, ctx.reportingCurrency) ?? 0) : 0;
    if (was?.mayLeave && mayLeave(stake)) changedMinor += now - before;
    else if (was?.mayLeave) leftMinor -= before;
    else enteredMinor += now;
  }
  for (const [accountId, was] of earlier) {
    if (was.mayLeave && !seen.has(accountId)) leftMinor -= was.mrrMinor ?? 0;
  }
  return { since, minor: enteredMinor + leftMinor + changedMinor, enteredMinor, leftMinor, changedMinor };
}

function bandMoves(accounts: readonly WeekSubject[], earlier: PastLevels): BandMove[] {
  const moves = new Map<string, BandMove>();
  for (const { account, band } of accounts) {
    const was = earlier.get(account.accountId);
    if (was === undefined || was.band === band) continue;
    const key = `${was.band} ${band}`;
    moves.set(key, { from: was.band, to: band, accounts: (moves.get(key)?.accounts ?? 0) + 1 });
  }
  return [...moves.values()].sort(
    (a, b) => b.accounts - a.accounts || compareIds(`${a.from} ${a.to}`, `${b.from} ${b.to}`),
  );
}

function thinlyMeasured({ reportingCurrency }: Context, accounts: readonly WeekSubject[]) {
  const worth = ({ stake }: WeekSubject): number => reportingMrr(stake.facts, reportingCurrency) ?? -1;
  return accounts
    .filter(({ coverage, stake }) => stake.health.scoreTenths !== null && (coverage ?? 0) < THIN_PERCENT)
    .sort((a, b) => worth(b) - worth(a) || compareIds(a.account.accountId, b.account.accountId))
    .map(({ account }) => account);
}

function rulesChanges(runs: Awaited<ReturnType<typeof loadRunRules>>): RulesChange[] {
  return runs.flatMap(({ day, definition_hash: hash, rules }, index) => {
    const before = runs[index - 1];
    return before === undefined || before.definition_hash === hash ? [] : [{ day, from: before.rules, to: rules }];
  });
}
