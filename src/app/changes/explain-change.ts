import type { ActiveDefinition } from '../../domain/active/definition.ts';
import type { Rules, ScoredFacts } from '../../domain/change.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { explainChange } from '../../domain/explain.ts';
import { AppError } from '../../lib/errors.ts';
import {
  type AccountSnapshot,
  loadFirstRevision,
  loadNewestSnapshot,
  loadOldestSnapshot,
} from '../../store/account-snapshots.ts';
import { type AccountEntry, findAccountById } from '../../store/accounts.ts';
import { loadActiveDefinition, loadHealthDefinition } from '../../store/definitions.ts';
import { toAccountRef } from '../accounts/to-standing.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { definitionHash } from '../definition/definition-hash.ts';
import { type Authors, authorsOf } from '../judgements/authors.ts';
import type { ChangePoint, ChangeReport } from './change-report.ts';

const WEEK = 7;

export interface WhyChangedInput {
  /** The vendor's own id. */
  readonly accountId: string;
  /** A day with a snapshot; the last one at least 7 days before `to` when absent, else the oldest. */
  readonly from?: Day | undefined;
  /** A day with a snapshot; the newest when absent. Equal to `from`: the day's first revision against its last. */
  readonly to?: Day | undefined;
}

/**
 * What moved an account's score between two stored days, part by part.
 * @throws AppError `not_found` for an unknown account, `invalid` for days in the wrong order, `not_found` for a day
 * without a snapshot.
 */
export async function whyChanged({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: WhyChangedInput;
}): Promise<ChangeReport> {
  const entry = await findAccountById(ctx.db, input.accountId);
  if (entry === null) {
    throw new AppError(
      'not_found',
      `There is no account with the id ${input.accountId}. Check it, it is case-sensitive.`,
    );
  }
  if (input.from !== undefined && input.to !== undefined && input.from > input.to) {
    throw new AppError('invalid', `from: ${input.from} is after ${input.to}. Name the earlier day first.`);
  }
  const to = await snapshotOf(ctx, entry, input.to);
  if (input.from !== undefined && input.from > to.day) {
    throw new AppError('invalid', `from: ${input.from} is after the newest snapshot, which is of ${to.day}.`);
  }
  const from = await earlierSnapshot(ctx, entry, to, input.from);
  const authors = await authorsOf(
    ctx,
    [from, to].flatMap((snapshot) => snapshot?.health.override?.author ?? []),
  );
  const common = { account: toAccountRef(entry), to: toPoint(to, authors) };
  if (from === null) return { ...common, from: null, changeTenths: null, terms: [] };
  const terms = explainChange({ from: await scoredFacts(ctx, from), to: await scoredFacts(ctx, to) });
  return { ...common, from: toPoint(from, authors), changeTenths: difference(from, to), terms };
}

/** The day's snapshot as it stands; the newest when no day is named. */
async function snapshotOf(ctx: Context, entry: AccountEntry, day: Day | undefined): Promise<AccountSnapshot> {
  const found = await loadNewestSnapshot(ctx.db, entry.accountNo, day ?? null);
  if (found !== null && (day === undefined || found.day === day)) return found;
  if (found !== null) {
    throw new AppError('not_found', `${entry.accountId} has no snapshot of ${day}; the one before is of ${found.day}.`);
  }
  const [when, option] = day === undefined ? ['yet', ''] : [`of ${day} or before`, ` --date ${day}`];
  const remedy = `Take one with "cs-pulse snapshot${option}".`;
  throw new AppError('not_found', `${entry.accountId} has no snapshot ${when}. ${remedy}`);
}

async function earlierSnapshot(
  ctx: Context,
  entry: AccountEntry,
  to: AccountSnapshot,
  day: Day | undefined,
): Promise<AccountSnapshot | null> {
  const { accountNo } = entry;
  if (day === to.day) return (await loadFirstRevision(ctx.db, accountNo, day)) ?? to;
  if (day !== undefined) return snapshotOf(ctx, entry, day);
  const weekOlder = await loadNewestSnapshot(ctx.db, accountNo, addDays(to.day, -WEEK));
  const found = weekOlder ?? (await loadOldestSnapshot(ctx.db, accountNo));
  return found !== null && found.day < to.day ? found : null;
}

async function scoredFacts(ctx: Context, snapshot: AccountSnapshot): Promise<ScoredFacts> {
  const { day, facts, health, fleet_factor: fleetFactor } = snapshot;
  return { day, facts, health, fleetFactor, definition: await rulesOf(ctx, snapshot.definition_hash) };
}

async function rulesOf(ctx: Context, hash: string): Promise<Rules> {
  const current = hash === definitionHash(ctx);
  const health = current ? ctx.health : await loadHealthDefinition(ctx.db, hash);
  const active = current ? ctx.active : await loadActiveDefinition(ctx.db, hash);
  return { hash, health, activity: active ? namesOf(active) : undefined };
}

function namesOf({ rule, exclude, roles, surfaces }: ActiveDefinition): Rules['activity'] {
  return { rule: canonicalJson(rule), eligible: canonicalJson([exclude, roles, surfaces]) };
}

function difference(from: AccountSnapshot, to: AccountSnapshot): number | null {
  const [before, after] = [from.health.scoreTenths, to.health.scoreTenths];
  return before === null || after === null ? null : after - before;
}

function toPoint(snapshot: AccountSnapshot, authors: Authors): ChangePoint {
  const { day, revision, health, definition_id, definition_version } = snapshot;
  const { scoreTenths, baseTenths, band, cap, coverage } = health;
  const override = health.override ? { ...health.override, author: authors(health.override.author) } : null;
  const definition = `${definition_id}@${definition_version}`;
  const rules = { definition, definitionHash: snapshot.definition_hash, segment: health.segment ?? null };
  return { day, revision, scoreTenths, baseTenths, band, cap, override, coverage, ...rules };
}
