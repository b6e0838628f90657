import type { AccountFacts } from '../facts.ts';
import { medianTimes2 } from '../rational.ts';

const BLOCK_DAYS = 14;
const MOST_BLOCKS = 7;
const FEWEST_DATA_DAYS = 28;
const FEWEST_USER_DAYS_TIMES_2 = 20n;

/** The current fortnight against the account's own earlier ones. */
export interface Baseline {
  readonly events: number;
  readonly eventsTimes2: bigint;
  readonly userDays: number;
  readonly userDaysTimes2: bigint;
  /** Lowest user-days of the earlier fortnights without the latest; null when there is only one. */
  readonly lowestUserDays: number | null;
  readonly priorBlocks: number;
}

/** Null with under 28 days of data, no earlier fortnight, or a usual level below 10 active user-days. */
export function trendBaseline(facts: AccountFacts): Baseline | null {
  // A fortnight that starts before the first activity is only partly lived and does not count.
  const lived = Math.min(MOST_BLOCKS, Math.floor(facts.data_days / BLOCK_DAYS));
  const blocks = Math.min(lived, facts.event_blocks_14d.length, facts.user_day_blocks_14d.length);
  const [events, ...priorEvents] = facts.event_blocks_14d.slice(0, blocks);
  const [userDays, ...priorUserDays] = facts.user_day_blocks_14d.slice(0, blocks);
  const eventsTimes2 = medianTimes2(priorEvents);
  const userDaysTimes2 = medianTimes2(priorUserDays);
  if (facts.data_days < FEWEST_DATA_DAYS || events === undefined || userDays === undefined) return null;
  if (eventsTimes2 === null || userDaysTimes2 === null || userDaysTimes2 < FEWEST_USER_DAYS_TIMES_2) return null;
  // The latest earlier fortnight is left out, so that a drop cannot excuse itself a fortnight later.
  const settled = priorUserDays.slice(1);
  return {
    events,
    eventsTimes2,
    userDays,
    userDaysTimes2,
    lowestUserDays: settled.length === 0 ? null : Math.min(...settled),
    priorBlocks: priorUserDays.length,
  };
}
