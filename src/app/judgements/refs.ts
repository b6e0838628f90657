import type { Day } from '../../domain/day.ts';
import { isInForce } from '../../domain/judgement.ts';
import { localDayOf } from '../../lib/local-time.ts';
import type { GrowthPlanRow } from '../../store/growth-plans.ts';
import type { SentimentRow } from '../../store/judgements.ts';
import type { OverrideRow } from '../../store/score-overrides.ts';
import type { Authors } from './authors.ts';
import type { EarlyEnd, GrowthPlanRef, OverrideRef, SentimentRef } from './judgement-report.ts';

/** Whether an override counts for a day. */
export function overrideCounts(row: OverrideRow, day: Day): boolean {
  return isInForce({ startsOn: row.starts_on, lastOn: row.expires_on, endedOn: row.ended_on }, day);
}

/** Whether a growth plan counts for a day. */
export function planCounts(row: GrowthPlanRow, day: Day): boolean {
  return isInForce({ startsOn: row.starts_on, lastOn: row.by_on, endedOn: row.ended_on }, day);
}

export function toOverrideRef(row: OverrideRow, authors: Authors): OverrideRef {
  const { kind, tenths, reason } = row;
  const made = { author: authors(row.author), madeOn: row.starts_on, expiresOn: row.expires_on };
  return { kind, tenths, reason, ...made, ended: endOf(row, authors) };
}

export function toGrowthPlanRef(row: GrowthPlanRow, authors: Authors): GrowthPlanRef {
  const { target, note } = row;
  const made = { author: authors(row.author), madeOn: row.starts_on, by: row.by_on };
  return { target, note, ...made, ended: endOf(row, authors) };
}

export function toSentimentRef(row: SentimentRow, timeZone: string, authors: Authors): SentimentRef {
  const { sentiment, note, author, created_at } = row;
  return { sentiment, note, author: authors(author), on: localDayOf(created_at, timeZone) };
}

function endOf(row: Pick<OverrideRow, 'ended_on' | 'ended_by'>, authors: Authors): EarlyEnd | null {
  return row.ended_on === null || row.ended_by === null ? null : { on: row.ended_on, by: authors(row.ended_by) };
}
