import { formatHundredths, formatTenths } from '../../domain/decimal.ts';
import { toPublished } from '../../domain/published.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import type { AccountStanding } from './account-report.ts';

/** The published JSON of one account: exact decimals as strings, money as whole minor units with its currency. */
export function publishedStanding({ account, assessment, priorityMinor }: AccountStanding, stand: DataStand) {
  const { facts, seats, health } = assessment;
  const { exposure_minor: exposure, expansion, ...published } = toPublished(assessment);
  const money = (minor: number | null) => (minor === null ? null : { minor, currency: facts.currency });
  return {
    ...published,
    name: account.name,
    plan: account.plan,
    owner: account.owner?.email ?? null,
    renews_on: account.renewsOn,
    as_of: stand.asOf.toISOString(),
    definition: stand.definition,
    paid_seats: facts.paid_seats,
    active_users_30d: facts.active_users_30d,
    active_user_windows: facts.active_user_windows,
    mrr: money(facts.mrr_minor),
    exposure: money(exposure),
    expansion: expansion && { seats: expansion.seats, mrr: money(expansion.mrr_minor) },
    expansion_blocked_by: seats.expansionBlockedBy,
    priority_minor: priorityMinor,
    missing: health.missing,
    components: health.components.map(({ key, weight, subHundredths, pointsTenths, evidence }) => ({
      key,
      weight,
      sub_score: formatHundredths(subHundredths),
      points: formatTenths(pointsTenths),
      evidence,
    })),
  };
}
