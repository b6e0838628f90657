import { assess } from '../../domain/assess.ts';
import type { Assessment, Band } from '../../domain/assessment.ts';
import type { Day } from '../../domain/day.ts';
import { fleetFactor } from '../../domain/health/fleet-factor.ts';
import type { ScoreOverride } from '../../domain/override.ts';
import { inTurns } from '../../lib/next-turn.ts';
import type { KnownFacts } from '../../store/facts.ts';
import { loadFacts } from '../../store/facts.ts';
import { loadOverridesInForce } from '../../store/score-overrides.ts';
import { loadShownBands } from '../../store/snapshots.ts';
import type { Context } from '../context.ts';

export interface AssessedAccount {
  readonly accountNo: number;
  readonly assessment: Assessment;
  /** The band shown before the day, from which hysteresis starts. */
  readonly previousBand: Band | null;
  /** What a person decided about the score of the day. */
  readonly override: ScoreOverride | null;
}

export interface AssessedDay {
  readonly fleetFactor: number;
  readonly accounts: readonly AssessedAccount[];
}

/** Accounts that are assessed before others have a turn. */
const AT_ONCE = 100;

/**
 * Facts and assessments of a local day from what is stored now.
 * The fleet factor is of all accounts; pass `knownFactor` when only some are assessed.
 */
export async function assessAccounts(
  ctx: Context,
  input: {
    readonly day: Day;
    readonly accountNos?: readonly number[] | undefined;
    readonly knownFactor?: number | undefined;
    /** Of exactly these accounts, where they were read before. */
    readonly facts?: readonly KnownFacts[] | undefined;
  },
): Promise<AssessedDay> {
  const { day, accountNos, knownFactor } = input;
  const { db, health, timeZone, reportingCurrency } = ctx;
  const everybody = knownFactor === undefined;
  const options = { day, timeZone, reportingCurrency, rule: ctx.active.rule };
  const known = input.facts ?? (await loadFacts(db, everybody ? options : { ...options, accountNos }));
  const factor =
    knownFactor ??
    fleetFactor(
      known.map(({ facts }) => facts),
      health,
    );
  const wanted = accountNos === undefined ? known : await restricted(ctx, known, { ...options, accountNos });
  const bands = await loadShownBands(db, { day, definitionId: health.id, accountNos });
  const overrides = await loadOverridesInForce(db, day, accountNos ?? null);
  const accounts: AssessedAccount[] = [];
  for await (const few of inTurns([wanted], AT_ONCE)) {
    for (const { accountNo, facts } of few) {
      const standing = { previousBand: bands.get(accountNo) ?? null, override: overrides.get(accountNo) ?? null };
      const assessment = assessOne(ctx, facts, { fleetFactor: factor, ...standing });
      accounts.push({ accountNo, ...standing, assessment });
    }
  }
  return { fleetFactor: factor, accounts };
}

// Accounts asked for by name may be too new for the day's own list.
async function restricted(
  ctx: Context,
  known: readonly KnownFacts[],
  options: Parameters<typeof loadFacts>[1] & { readonly accountNos: readonly number[] },
): Promise<readonly KnownFacts[]> {
  const wanted = new Set(options.accountNos);
  const found = known.filter(({ accountNo }) => wanted.has(accountNo));
  return found.length === wanted.size ? found : loadFacts(ctx.db, options);
}

function assessOne(
  { health, utilization, reportingCurrency }: Context,
  facts: KnownFacts['facts'],
  known: Pick<AssessedAccount, 'previousBand' | 'override'> & Pick<AssessedDay, 'fleetFactor'>,
): Assessment {
  return assess(facts, { health, utilization, reportingCurrency, ...known });
}
