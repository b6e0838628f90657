import { assess } from '../../domain/assess.ts';
import type { Assessment } from '../../domain/assessment.ts';
import { type Evaluation, evaluate } from '../../domain/backtest/evaluate.ts';
import type { Observation } from '../../domain/backtest/observation.ts';
import { classicScores } from '../../domain/classic.ts';
import type { Day } from '../../domain/day.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { fleetFactor } from '../../domain/health/fleet-factor.ts';
import { AppError } from '../../lib/errors.ts';
import { localDayOf, startOfLocalDay } from '../../lib/local-time.ts';
import { loadLastActive, loadPastFacts, loadSourceStarts, type SourceStarts } from '../../store/past-facts.ts';
import type { Context } from '../context.ts';
import { type Label, STATED_FACTS, type StatedFact } from './label.ts';
import { type LeftOutReason, toObservation } from './to-observation.ts';

export interface BacktestInput {
  readonly labels: readonly Label[];
  /** Accounts that can be called per cut-off day. */
  readonly calls: number;
  /** Bootstrap draws. */
  readonly draws: number;
  readonly seed: number;
  readonly onDay?: ((done: number, total: number) => void) | undefined;
}

/** How often a fact that the file states differs from what was counted from stored events. */
export interface FactCheck {
  readonly fact: StatedFact;
  readonly rows: number;
  readonly different: number;
}

export interface BacktestReport {
  readonly definition: string;
  readonly labels: number;
  readonly leftOut: Readonly<Record<LeftOutReason, number>>;
  readonly factChecks: readonly FactCheck[];
  readonly evaluation: Evaluation;
}

interface Judged {
  readonly observations: Observation[];
  readonly leftOut: Record<LeftOutReason, number>;
  readonly checks: Map<StatedFact, { rows: number; different: number }>;
}

/**
 * Scores every labelled day from what is stored of the time before it, with the definition in force, and holds the
 * scores against the labels.
 * @throws AppError `invalid` for a day that has not begun, or when no label can be judged.
 */
export async function backtest({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: BacktestInput;
}): Promise<BacktestReport> {
  const { labels, onDay, ...options } = input;
  const days = [...new Set(labels.map(({ day }) => day))].sort();
  const today = localDayOf(ctx.now(), ctx.timeZone);
  const ahead = days.at(-1);
  if (ahead !== undefined && ahead > today) {
    throw new AppError('invalid', `labels: ${ahead} has not begun; a backtest needs days whose outcome is known.`);
  }
  const judged: Judged = {
    observations: [],
    leftOut: { unknown_account: 0, notice_given: 0, excluded: 0, not_scored: 0 },
    checks: new Map(),
  };
  const starts = await loadSourceStarts(ctx.db);
  for (const [done, day] of days.entries()) {
    await judgeDay(ctx, day, { labels: labels.filter((label) => label.day === day), starts }, judged);
    onDay?.(done + 1, days.length);
  }
  const { observations, leftOut, checks } = judged;
  if (observations.length === 0) {
    throw new AppError(
      'invalid',
      `labels: none of ${labels.length} can be judged (${reasons(leftOut)}). Import first.`,
    );
  }
  return {
    definition: `${ctx.health.id}@${ctx.health.version}`,
    labels: labels.length,
    leftOut,
    factChecks: STATED_FACTS.flatMap((fact) => {
      const check = checks.get(fact);
      return check === undefined ? [] : [{ fact, ...check }];
    }),
    evaluation: evaluate(observations, options),
  };
}

function reasons(leftOut: Readonly<Record<LeftOutReason, number>>): string {
  const named = Object.entries(leftOut).filter(([, count]) => count > 0);
  return named.map(([reason, count]) => `${reason.replaceAll('_', ' ')}: ${count}`).join(', ') || 'the file is empty';
}

async function judgeDay(
  ctx: Context,
  day: Day,
  { labels, starts }: { readonly labels: readonly Label[]; readonly starts: SourceStarts },
  { observations, leftOut, checks }: Judged,
): Promise<void> {
  const { db, timeZone, reportingCurrency } = ctx;
  const dayStart = startOfLocalDay(day, timeZone);
  const known = await loadPastFacts(db, { day, dayStart, timeZone, reportingCurrency, rule: ctx.active.rule }, starts);
  const lastActive = await loadLastActive(db, day);
  const facts = known.map((account) => account.facts);
  const factor = fleetFactor(facts, ctx.health);
  const classic = new Map(
    classicScores(facts, 'classic', reportingCurrency).map((scored) => [scored.accountId, scored.scoreTenths]),
  );
  const accounts = new Map(known.map((account) => [account.facts.account_id, account]));
  for (const label of labels) {
    const account = accounts.get(label.accountId);
    if (account === undefined) {
      leftOut.unknown_account += 1;
      continue;
    }
    compareStated(label, account.facts, checks);
    const row = toObservation(label, assessThen(ctx, account.facts, factor), {
      classicTenths: classic.get(label.accountId) ?? null,
      lastActive: lastActive.get(account.accountNo) ?? null,
      dayStart,
      reportingCurrency,
    });
    if (typeof row === 'string') leftOut[row] += 1;
    else observations.push(row);
  }
}

// No band went before: what hysteresis would have shown depends on days that nobody snapshotted.
function assessThen(ctx: Context, facts: AccountFacts, factor: number): Assessment {
  const { health, utilization, reportingCurrency } = ctx;
  return assess(facts, { health, utilization, reportingCurrency, fleetFactor: factor });
}

function compareStated({ stated }: Label, facts: AccountFacts, checks: Judged['checks']): void {
  const counted: Readonly<Record<StatedFact, number>> = {
    paid_seats: facts.paid_seats,
    active_users_30d: facts.active_users_30d,
    active_users_prev30d: facts.active_user_windows.at(-2) ?? 0,
    events_30d: facts.events_30d,
    active_weeks: facts.active_weeks,
  };
  for (const fact of STATED_FACTS) {
    const said = stated[fact];
    if (said === undefined) continue;
    const check = checks.get(fact) ?? { rows: 0, different: 0 };
    check.rows += 1;
    if (said !== counted[fact]) check.different += 1;
    checks.set(fact, check);
  }
}
