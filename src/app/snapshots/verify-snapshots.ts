import { assess } from '../../domain/assess.ts';
import type { Band } from '../../domain/assessment.ts';
import type { Day } from '../../domain/day.ts';
import type { ScoreOverride } from '../../domain/override.ts';
import type { Rules } from '../../store/definitions.ts';
import { loadOverridesInForce } from '../../store/score-overrides.ts';
import { loadSnapshotRecords, type SnapshotRecord } from '../../store/snapshot-records.ts';
import { loadSnapshotDays } from '../../store/snapshots.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { rulesOf } from '../definition/day-rules.ts';
import { snapshotInputHash } from './snapshot-input-hash.ts';
import { snapshotRow } from './snapshot-row.ts';

export interface SnapshotDifference {
  readonly accountId: string;
  readonly day: Day;
  readonly revision: number;
  /** `rules`: they were not kept; `inputs`: the stored facts are not those that were scored; `result`: it differs. */
  readonly what: 'rules' | 'inputs' | 'result';
}

export interface SnapshotCheck {
  readonly days: number;
  readonly checked: number;
  readonly different: number;
  /** The first hundred. */
  readonly differences: readonly SnapshotDifference[];
}

const LISTED = 100;
const BANDS: readonly (Band | null)[] = [null, 'CRITICAL', 'WARN', 'ok', 'healthy', 'champion'];

/**
 * Computes stored snapshots again from their own facts, rules, fleet factor and band before, and holds every column
 * against what is stored. Reads a day at a time and writes nothing.
 */
export async function verifySnapshots({
  ctx,
  input,
}: {
  readonly ctx: Context;
  /** Every day when none is named. */
  readonly input: { readonly day?: Day | undefined };
}): Promise<SnapshotCheck> {
  const days = await loadSnapshotDays(ctx.db, input.day ?? '0001-01-01', input.day ?? '9999-12-31');
  const rules = new Map<string, Rules | null>();
  const differences: SnapshotDifference[] = [];
  let [checked, different] = [0, 0];
  for (const day of days) {
    const overrides = await loadOverridesInForce(ctx.db, day, null);
    for (const record of await loadSnapshotRecords(ctx.db, day)) {
      const hash = record.definition_hash;
      if (!rules.has(hash)) rules.set(hash, await rulesOf(ctx.db, hash));
      const what = verdict(ctx, day, {
        record,
        rules: rules.get(hash) ?? null,
        override: overrides.get(record.account_no),
      });
      checked += 1;
      if (what === null) continue;
      different += 1;
      const { account_id: accountId, revision } = record;
      if (differences.length < LISTED) differences.push({ accountId, day, revision, what });
    }
  }
  return { days: days.length, checked, different, differences };
}

interface Kept {
  readonly record: SnapshotRecord;
  readonly rules: Rules | null;
  readonly override: ScoreOverride | undefined;
}

function verdict(ctx: Context, day: Day, { record, rules, override }: Kept): SnapshotDifference['what'] | null {
  if (rules === null) return 'rules';
  const { account_no: accountNo, facts, fleet_factor: fleetFactor, input_hash: inputHash } = record;
  const then = { ...ctx, ...rules };
  const known = scoredWith(then, record, override);
  if (known === null) return 'inputs';
  const { health, utilization, reportingCurrency } = then;
  const assessment = assess(facts, { health, utilization, reportingCurrency, fleetFactor, ...known });
  const frame = { day, revision: record.revision, definitionHash: record.definition_hash, fleetFactor, inputHash };
  const { computed_at: _, ...columns } = snapshotRow(then, { accountNo, assessment, ...known }, frame);
  return canonicalJson(columns) === canonicalJson(record.columns) ? null : 'result';
}

interface Standing {
  readonly previousBand: Band | null;
  readonly override: ScoreOverride | null;
}

/** The band before and the override that the row was scored with: the hash of its inputs tells. */
function scoredWith(ctx: Context, record: SnapshotRecord, inForce: ScoreOverride | undefined): Standing | null {
  const { facts, fleet_factor: fleetFactor, input_hash: wanted } = record;
  for (const override of [null, appliedTo(record), inForce ?? null]) {
    for (const previousBand of BANDS) {
      const standing = { previousBand, override };
      if (snapshotInputHash(ctx, { facts, fleetFactor, hash: record.definition_hash, ...standing }) === wanted) {
        return standing;
      }
    }
  }
  return null;
}

function appliedTo({ health }: SnapshotRecord): ScoreOverride | null {
  if (health.override === undefined) return null;
  const { withoutTenths, ...override } = health.override;
  return override;
}
