import type { ActiveDefinition } from '../../domain/active/definition.ts';
import type { Assessment } from '../../domain/assessment.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import { bandCounts, bucketMoves, type Compared, scoreMoves } from '../../domain/compare-rules.ts';
import { addDays, type Day } from '../../domain/day.ts';
import type { HealthDefinition, UtilizationDefinition } from '../../domain/definition.ts';
import { reportingMrr } from '../../domain/reporting-mrr.ts';
import { rulesEffect } from '../../domain/rules-effect.ts';
import { seatTotals } from '../../domain/totals.ts';
import { AppError } from '../../lib/errors.ts';
import { loadAccountNames, loadHeldDays, loadSnapshotFacts } from '../../store/snapshot-facts.ts';
import { loadRun, loadSnapshotDays } from '../../store/snapshots.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { definitionHash } from '../definition-hash.ts';
import { moneyTotal } from '../money-total.ts';
import type { BandMove, Pair, RulesName, TriedStanding, TryReport } from './report.ts';
import { createSide, type Side } from './side.ts';

/** Days looked at when none are named, and at most. */
export const TRY_DAYS = { usual: 28, most: 90 } as const;

/** Everything that turns facts into numbers. */
export interface TriedRules {
  readonly health: HealthDefinition;
  readonly utilization: UtilizationDefinition;
  readonly active: ActiveDefinition;
}

interface Newest {
  readonly rows: readonly (Compared & { readonly accountNo: number })[];
  readonly days: readonly Day[];
  readonly sides: Pair<Side>;
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
  const newest = await scoreDays(ctx, rules, await daysToScore(ctx, days));
  const { rows, sides } = newest;
  const totals = (pick: (row: Compared) => Assessment) =>
    moneyTotal(ctx, seatTotals(rows.map(pick), ctx.reportingCurrency).atRisk);
  return {
    rules: { now: nameOf(ctx), tried: nameOf(rules) },
    from: newest.days[0] ?? '',
    to: newest.days.at(-1) ?? '',
    days: newest.days.length,
    accounts: rows.length,
    moves: await bandMoves(ctx, rows),
    bands: bandCounts(rows),
    buckets: bucketMoves(rows),
    scores: scoreMoves(rows),
    seatsAtRisk: { now: totals(({ now }) => now), tried: totals(({ tried }) => tried) },
    alerts: { now: sides.now.alerts(), tried: sides.tried.alerts() },
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

/** One day at a time: the facts of thousands of accounts are in memory once, whatever the number of days. */
async function scoreDays(ctx: Context, rules: TriedRules, days: readonly Day[]): Promise<Newest> {
  const sideOf = (own: TriedRules) => createSide({ ...own, definition: definitionHash(own) }, ctx.reportingCurrency);
  const sides = { now: sideOf(ctx), tried: sideOf(rules) };
  const held = await loadHeldDays(ctx.db, days);
  let newest: Newest['rows'] = [];
  for (const day of days) {
    const rows = await loadSnapshotFacts(ctx.db, day);
    const input = { day, rows, held: held.has(day) };
    const [now, tried] = [sides.now.assessDay(input), sides.tried.assessDay(input)];
    newest = rows.flatMap(({ account_no: accountNo }, index) => {
      const [one, other] = [now[index], tried[index]];
      return one && other ? [{ accountNo, now: one, tried: other }] : [];
    });
  }
  return { rows: newest, days, sides };
}

async function bandMoves(ctx: Context, rows: Newest['rows']): Promise<BandMove[]> {
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
