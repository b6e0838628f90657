import { automationRose, type CoreEvents } from './automation.ts';

/** A segment of accounts over 90 days. */
export interface SegmentQuarter {
  /** 30 days each: those that ended 90 days ago, and the newest. */
  readonly eventsBefore: CoreEvents;
  readonly eventsNow: CoreEvents;
  readonly seatsBefore: number;
  readonly seatsNow: number;
  /** Change of the MRR of accounts that paid at both ends, in minor units; null: not known. */
  readonly expansionMinor: number | null;
}

/** Points by which automation must have risen. */
export const HYBRID_RISE = 10;

/**
 * Whether a segment is a candidate for a pilot of hybrid prices: automation rose by 10 points or more in 90 days while
 * neither seats nor the MRR of its accounts grew. A hint for people to look at; nothing follows from it by itself.
 */
export function isPilotCandidate(segment: SegmentQuarter): boolean {
  const { eventsBefore, eventsNow, expansionMinor, seatsBefore, seatsNow } = segment;
  return (
    automationRose(eventsBefore, eventsNow, HYBRID_RISE) &&
    seatsNow - seatsBefore <= 0 &&
    expansionMinor !== null &&
    expansionMinor <= 0
  );
}
