import { medianTimes2, roundHalfUp } from '../rational.ts';

export interface SupportCounts {
  /** Tickets opened in 30 days. */
  readonly tickets: number;
  /** How many of them are urgent. */
  readonly urgent: number;
  /** People active in the same days. */
  readonly active: number;
  /** Minutes from opening to closing, of tickets closed in the same days. */
  readonly resolutionMinutes: readonly number[];
  /** Minutes to the first reply; null: no source tells them. */
  readonly firstReplyMinutes: readonly number[] | null;
}

export interface SupportLoad {
  readonly tickets: number;
  readonly active: number;
  /** Tickets per 100 active people, in tenths; null without anybody. */
  readonly per100Tenths: number | null;
  /** Tenths of a percent; null without a ticket. */
  readonly urgentShareTenths: number | null;
  /** Null: not told by any source, or none in these days. */
  readonly medianFirstReplyMinutes: number | null;
  readonly medianResolutionMinutes: number | null;
}

/** What support costs in tickets: 18 tickets and 66 people are 27.3 per 100. */
export function supportLoad(counts: SupportCounts): SupportLoad {
  const { active, firstReplyMinutes, resolutionMinutes, tickets, urgent } = counts;
  const tenths = (num: number, den: number): number | null =>
    den === 0 ? null : Number(roundHalfUp(1000n * BigInt(num), BigInt(den)));
  return {
    tickets,
    active,
    per100Tenths: tenths(tickets, active),
    urgentShareTenths: tenths(urgent, tickets),
    medianFirstReplyMinutes: firstReplyMinutes === null ? null : median(firstReplyMinutes),
    medianResolutionMinutes: median(resolutionMinutes),
  };
}

function median(minutes: readonly number[]): number | null {
  const twice = medianTimes2(minutes);
  return twice === null ? null : Number(roundHalfUp(twice, 2n));
}
