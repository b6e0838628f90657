import type { ActiveDefinition } from '../../domain/active/definition.ts';
import type { Assessment } from '../../domain/assessment.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import { bandCounts, bucketMoves, type Compared, scoreMoves } from '../../domain/compare-rules.ts';
import { addDays, type Day } from '../../domain/day.ts';
import type { HealthDefinition, UtilizationDefinition } from '../../domain/definition.ts';
import type { LevelRules } from '../../domain/episodes/level.ts';
import { reportingMrr } from '../../domain/reporting-mrr.ts';
import { rulesEffect } from '../../domain/rules-effect.ts';
import { seatTotals } from '../../domain/totals.ts';
import { AppError } from '../../lib/errors.ts';
import { loadAccountNames } from '../../store/snapshot-facts.ts';
import { loadRun, loadSnapshotDays } from '../../store/snapshots.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { definitionHash } from '../definition/definition-hash.ts';
import { moneyTotal } from '../portfolio/money-total.ts';
import type { BandMove, RulesName, TriedStanding, TryReport } from './report.ts';
import { type ComparedAccount, scoreDays } from './score-days.ts';

/** Days looked at when none are named, and at most. */
export const TRY_DAYS = { usual: 28, most: 90 } as const;

/** Everything that turns facts into numbers. */
export interface TriedRules {
  readonly health: HealthDefinition;
  readonly utilization: UtilizationDefinition;
  readonly active: ActiveDefinition;
}

/**
 * What other rules would have said of the facts of stored snapshots, day by day, against the rules in force: bands,
 * scores, buckets, money at risk and alerts. Both sides are scored afresh from the oldest day; nothing is written.
 * @throws AppError `invalid` for a number of days out of range, `not_found` before the first snapshot.
 */
export async function tryDefinition({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly rules: TriedRules; readonly days?: number | undefined };
}): Promise<TryReport> {
  const { rules, days = TRY_DAYS.usual } = input;
  if (!Number.isInteger(days) || days < 1 || days > TRY_DAYS.most) {
    throw new AppError('invalid', `days: ${days} is out of range. Name a whole number from 1 to ${TRY_DAYS.most}.`);
  }
  const stored = await daysToScore(ctx, days);
  const rulesOf = (own: TriedRules): LevelRules => ({ ...own, definition: definitionHash(own) });
  const { reportingCurrency } = ctx;
  const frame = { days: stored, rules: { now: rulesOf(ctx), tried: rulesOf(rules) }, reportingCurrency };
  const { rows, alerts } = await scoreDays(ctx.db, frame);
  const totals = (pick: (row: Compared) => Assessment) =>
    moneyTotal(ctx, seatTotals(rows.map(pick), ctx.reportingCurrency).atRisk);
  return {
    rules: { now: nameOf(ctx), tried: nameOf(rules) },
    from: stored[0] ?? '',
    to: stored.at(-1) ?? '',
    days: stored.length,
    accounts: rows.length,
    moves: await bandMoves(ctx, rows),
    bands: bandCounts(rows),
    buckets: bucketMoves(rows),
    scores: scoreMoves(rows),
    seatsAtRisk: { now: totals(({ now }) => now), tried: totals(({ tried }) => tried) },
    alerts,
    activeDiffers: canonicalJson(rules.active) !== canonicalJson(ctx.active),
  };
}

function nameOf(rules: TriedRules): RulesName {
  return { id: rules.health.id, version: rules.health.version, hash: definitionHash(rules) };
}

async function daysToScore(ctx: Context, days: number): Promise<Day[]> {
  const run = await loadRun(ctx.db, null);
  if (run === null) {
    throw new AppError('not_found', 'There is no snapshot to try rules on. Take one with "cs-pulse snapshot".');
  }
  return loadSnapshotDays(ctx.db, addDays(run.day, 1 - days), run.day);
}

async function bandMoves(ctx: Context, rows: readonly ComparedAccount[]): Promise<BandMove[]> {
  const moved = rows.filter(({ now, tried }) => now.health.band !== tried.health.band);
  const names = await loadAccountNames(
    ctx.db,
    moved.map(({ accountNo }) => accountNo),
  );
  const mrrOf = ({ now }: Compared): number => reportingMrr(now.facts, ctx.reportingCurrency) ?? -1;
  const ordered = [...moved].sort(
    (a, b) => mrrOf(b) - mrrOf(a) || compareIds(a.now.facts.account_id, b.now.facts.account_id),
  );
  return ordered.map(({ accountNo, now, tried }) => ({
    accountId: now.facts.account_id,
    name: names.get(accountNo) ?? now.facts.account_id,
    mrr: { minor: now.facts.mrr_minor, currency: now.facts.currency },
    now: standingOf(now),
    tried: standingOf(tried),
    terms: rulesEffect(now.health, tried.health).sort((a, b) => Math.abs(b.pointsTenths) - Math.abs(a.pointsTenths)),
  }));
}

function standingOf({ health, seats }: Assessment): TriedStanding {
  const { scoreTenths, band, segment } = health;
  return { scoreTenths, band, bucket: seats.bucket, segment: segment ?? null };
}
