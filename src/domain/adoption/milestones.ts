import { roundHalfUp } from '../rational.ts';
import { compareUtilization, utilizationTenths } from '../utilization.ts';
import { medianUseTenths } from './median-use.ts';

/** Days after a purchase at which use is looked at, each with the share that is hoped for by then, in percent. */
export const MILESTONES = [
  { days: 30, target: 30 },
  { days: 60, target: 50 },
  { days: 90, target: 70 },
] as const;

/** People active in the 30 days before a milestone, and paid seats on its day. */
export interface MilestoneUse {
  readonly active: number;
  readonly paid: number;
}

/** Seats that were added at once, and people active in the 30 days before they came and before the milestone. */
export interface TrancheUse {
  readonly added: number;
  readonly before: number;
  readonly after: number;
}

/** How far a number of accounts, or of tranches, had come; percentages in tenths. */
export interface MilestoneSummary {
  readonly days: number;
  readonly targetPercent: number;
  readonly n: number;
  /** Null where there are none. */
  readonly weightedTenths: number | null;
  readonly medianTenths: number | null;
  /** How many had reached the target. */
  readonly reached: number;
}

/** Accounts at a milestone after their purchase: people over seats. Accounts without seats on that day are left out. */
export function purchaseMilestone(days: number, target: number, uses: readonly MilestoneUse[]): MilestoneSummary {
  return summary(days, target, uses);
}

/** Filled seats of one tranche: people gained, not below none and not above the seats. */
export function filledSeats({ added, before, after }: TrancheUse): number {
  return Math.min(Math.max(after - before, 0), added);
}

/** The share of an added tranche that is filled, in tenths of a percent: clamp((after - before) / added, 0, 1). */
export function fillTenths(use: TrancheUse): number {
  return Number(roundHalfUp(1000n * BigInt(filledSeats(use)), BigInt(use.added)));
}

/** Added tranches at a milestone: filled seats over seats. */
export function trancheMilestone(days: number, target: number, uses: readonly TrancheUse[]): MilestoneSummary {
  return summary(
    days,
    target,
    uses.map((use) => ({ active: filledSeats(use), paid: use.added })),
  );
}

function summary(days: number, targetPercent: number, uses: readonly MilestoneUse[]): MilestoneSummary {
  const counted = uses.filter(({ paid }) => paid > 0);
  const active = counted.reduce((sum, use) => sum + use.active, 0);
  const paid = counted.reduce((sum, use) => sum + use.paid, 0);
  return {
    days,
    targetPercent,
    n: counted.length,
    weightedTenths: utilizationTenths({ active, paid }),
    medianTenths: medianUseTenths(counted),
    reached: counted.filter((use) => compareUtilization(use, targetPercent) >= 0).length,
  };
}
