import type { Day } from '../../domain/day.ts';
import { factorOfRatios, fleetRatios } from '../../domain/health/fleet-factor.ts';
import { nextTurn } from '../../lib/next-turn.ts';
import { PRODUCT_VERSION } from '../../lib/product-version.ts';
import { saveDefinition } from '../../store/definitions.ts';
import { loadFacts } from '../../store/facts.ts';
import {
  dropPlan,
  insertPlan,
  isAbandoned,
  loadAccountsOfDay,
  loadOpenPlan,
  type SnapshotPlan,
} from '../../store/snapshot-plans.ts';
import { lastRevision } from '../../store/snapshots-write.ts';
import { hashOf } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { definitionHash } from '../definition/definition-hash.ts';
import { type PackedFacts, packFacts } from './packed-facts.ts';

/** A plan of other rules that nobody has worked at for so long is thrown away. */
const ABANDONED_MS = 30_000;

/** Names what processes that share a plan must have in common: then an account's row is the same whoever makes it. */
export function frameHash(ctx: Context, { rebuild }: { readonly rebuild: boolean }): string {
  return hashOf([PRODUCT_VERSION, definitionHash(ctx), ctx.reportingCurrency, ctx.timeZone, rebuild]);
}

/** In accounts: up to how many are not parted, and how many are in a range. */
export interface DaySizes {
  readonly atOnce: number;
  readonly range: number;
}

export interface PlannedDay {
  readonly plan: SnapshotPlan;
  /** What was read for the fleet factor, so that who planned the day need not read it again. */
  readonly facts: PackedFacts;
}

/**
 * Parts the accounts of a day into ranges and decides the fleet factor, which is of all of them and must be the same in
 * each range. The day is held. An open plan of the same frame goes on as it is; `busy` while one of another frame is
 * worked at; `small` when there is nothing to part.
 */
export async function planDay(
  ctx: Context,
  { day, rebuild, sizes }: { readonly day: Day; readonly rebuild: boolean; readonly sizes: DaySizes },
): Promise<PlannedDay | 'busy' | 'small'> {
  const frame_hash = frameHash(ctx, { rebuild });
  const open = await loadOpenPlan(ctx.db, day);
  if (open?.frame_hash === frame_hash) return { plan: open, facts: new Map() };
  if (open !== null && !(await dropAbandoned(ctx, day))) return 'busy';
  const accountNos = await loadAccountsOfDay(ctx.db, day, null);
  if (accountNos.length <= sizes.atOnce) return 'small';
  const started_at = ctx.now();
  const parts: number[][] = [];
  for (let from = 0; from < accountNos.length; from += sizes.range) {
    parts.push(accountNos.slice(from, from + sizes.range));
  }
  const { active, health, utilization } = ctx;
  const definition_hash = definitionHash(ctx);
  await saveDefinition(ctx.db, definition_hash, { health, utilization, active, recordedAt: ctx.now() });
  const { facts, factor } = await surveyed(ctx, day, parts);
  const plan = {
    day,
    frame_hash,
    definition_hash,
    rebuild,
    base_revision: await lastRevision(ctx.db, day),
    fleet_factor: factor,
    accounts: accountNos.length,
    started_at,
  };
  return { plan: await insertPlan(ctx.db, plan, parts.map(toRange)), facts };
}

/** Throws the day's open plan away unless somebody works at it; the day is held. Whether it is gone. */
export async function dropAbandoned(ctx: Context, day: Day): Promise<boolean> {
  if (!(await isAbandoned(ctx.db, day, ABANDONED_MS))) return false;
  await dropPlan(ctx.db, day);
  ctx.log.warn({ day }, 'A snapshot that was begun by other rules and not finished is thrown away.');
  return true;
}

/** One part after the other: the facts of all accounts as they are would fill the memory. */
async function surveyed(ctx: Context, day: Day, parts: readonly (readonly number[])[]) {
  const { active, db, health, reportingCurrency, timeZone } = ctx;
  const ratios: number[] = [];
  const facts: PackedFacts = new Map();
  for (const accountNos of parts) {
    const known = await loadFacts(db, { day, timeZone, reportingCurrency, rule: active.rule, accountNos });
    await nextTurn();
    const plain = known.map((account) => account.facts);
    ratios.push(...fleetRatios(plain, health));
    await packFacts(facts, toRange(accountNos).first, known);
  }
  return { factor: factorOfRatios(ratios), facts };
}

function toRange(accountNos: readonly number[]) {
  const [first = 0] = accountNos;
  return { first, last: accountNos.at(-1) ?? first, accounts: accountNos.length };
}
