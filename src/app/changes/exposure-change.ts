import type { Day } from '../../domain/day.ts';
import {
  type AtRiskLevel,
  atRiskLevel,
  type ExposedStake,
  exposureWaterfall,
  type WaterfallMove,
} from '../../domain/waterfall.ts';
import { loadAtRiskLevels } from '../../store/snapshot-compare.ts';
import { accountRefs } from '../accounts/account-refs.ts';
import type { Context } from '../context.ts';
import type { DigestReport, ExposureMove } from '../digest/digest-report.ts';

/**
 * How the seats at risk came from the snapshot day `since` to these assessments; null without such a day.
 * @param only ids of the accounts that count on both days; all without it
 */
export async function exposureChange(
  ctx: Context,
  {
    assessments,
    only = null,
    since,
  }: {
    readonly since: Day | null;
    readonly assessments: readonly ExposedStake[];
    readonly only?: ReadonlySet<string> | null | undefined;
  },
): Promise<DigestReport['seatsAtRiskChange']> {
  if (since === null) return null;
  const { entered, left, minor, fxMinor, ...changed } = exposureWaterfall(
    await levelsOf(ctx, since, only),
    new Map(
      assessments.flatMap((assessment): [string, AtRiskLevel][] => {
        const level = atRiskLevel(assessment, ctx.reportingCurrency);
        return level === null ? [] : [[assessment.facts.account_id, level]];
      }),
    ),
  );
  const refs = await accountRefs(
    ctx,
    [...entered, ...left].map(({ accountId }) => accountId),
  );
  const named = (moves: readonly WaterfallMove[]): ExposureMove[] =>
    moves.flatMap((move) => {
      const account = refs.get(move.accountId);
      return account ? [{ account, minor: move.minor }] : [];
    });
  return { since, minor, entered: named(entered), left: named(left), changed, fxMinor };
}

async function levelsOf(
  ctx: Context,
  day: Day,
  only: ReadonlySet<string> | null,
): Promise<ReadonlyMap<string, AtRiskLevel>> {
  const levels = await loadAtRiskLevels(ctx.db, day);
  const found = levels.filter(({ account_id: id }) => only?.has(id) ?? true);
  return new Map(
    found.map((row) => [
      row.account_id,
      {
        exposureMinor: row.exposure_reporting_minor,
        paidSeats: row.paid_seats,
        activePeople: row.active_users,
        currency: row.currency,
        mrrMinor: row.mrr_minor,
        mrrReportingMinor: row.mrr_reporting_minor,
      },
    ]),
  );
}
