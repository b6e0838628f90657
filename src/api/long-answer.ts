import type { Context } from '../app/context.ts';
import type { DataStand } from '../app/freshness/freshness-report.ts';
import { standJson } from '../published/stand-json.ts';
import type { Found, LongFound } from './endpoint.ts';

/**
 * An answer that is written while it is taken. It is known again by the mark of its accounts and all else that it is
 * made of; without a mark it is not.
 */
export function longAnswer(
  ctx: Context,
  stand: DataStand,
  mark: string | null,
  forms: Pick<LongFound, 'csv' | 'json'>,
): Found {
  const { as_of: asOf, stale } = standJson(stand);
  const sources = stand.sources.map(({ source, stale: isBroken }) => [source, isBroken]);
  const { reportingCurrency, utilization } = ctx;
  const knownBy = JSON.stringify([mark, asOf, stale, sources, stand.definition, reportingCurrency, utilization]);
  return { kind: 'long', knownBy: mark === null ? null : knownBy, ...forms };
}
