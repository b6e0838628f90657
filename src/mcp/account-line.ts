import { z } from 'zod';
import type { AccountStanding } from '../app/accounts/account-report.ts';
import { publishedStanding } from '../app/accounts/published-standing.ts';
import type { DataStand } from '../app/freshness/freshness-report.ts';
import { accountShape } from '../published/account-schema.ts';
import { standShape } from '../published/report-schemas.ts';

/** One account of a list: what is needed to choose among them, not all that is known. */
export const accountLineSchema = z
  .strictObject({
    account_id: accountShape.account_id,
    name: accountShape.name,
    plan: accountShape.plan,
    owner: accountShape.owner,
    renews_on: accountShape.renews_on,
    score: accountShape.score,
    band: accountShape.band,
    cap: accountShape.cap,
    top_risk_signal: accountShape.top_risk_signal,
    bucket: accountShape.bucket,
    flags: accountShape.flags,
    utilization: accountShape.utilization,
    paid_seats: accountShape.paid_seats,
    active_users_30d: accountShape.active_users_30d,
    mrr: accountShape.mrr,
    exposure: accountShape.exposure,
  })
  .meta({ id: 'AccountLine' });

/** Of what moment a list is, and by which rules. */
export const listShape = { ...standShape, definition: accountShape.definition };

/** The account as a line of a list. */
export function accountLine(standing: AccountStanding, stand: DataStand): z.input<typeof accountLineSchema> {
  return z.object(accountLineSchema.shape).parse(publishedStanding(standing, stand));
}
