import { isInForce } from '../../domain/judgement.ts';
import { prorationPreview } from '../../domain/proration.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { loadLedger, loadPeopleBy, loadSeatPrices } from '../../store/account-seats.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import { accountStanding } from '../accounts/account-standing.ts';
import type { Context } from '../context.ts';
import { rulePeople } from '../definition/rule-people.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { judgementsOf } from '../judgements/account-judgements.ts';
import { seatMonths } from './seat-months.ts';
import type { AccountSeatsReport } from './seats-report.ts';

const LEDGER_ROWS = 10;
const PLANS = 20;
const NO_ROLE = 'unknown';

/**
 * Seats of one account: people by role and by month, the newest movements before the day that the numbers are of, what
 * growth was planned, and what the proposed seats would cost now.
 * @throws AppError `not_found` for an unknown id.
 */
export async function accountSeats({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string };
}): Promise<AccountSeatsReport> {
  const found = await accountStanding(ctx, input.accountId);
  const { entry, standing, origin } = found;
  const stand = await dataStand(ctx, origin);
  const { accountNo } = entry;
  const active = await rulePeople(ctx, accountNo, origin.day);
  const roles = await loadPeopleBy(ctx.db, 'role', { accountNo, day: origin.day, active });
  const ledger = await loadLedger(ctx.db, accountNo, stand.asOf, LEDGER_ROWS);
  return {
    stand,
    standing,
    roles: roles.map(({ name, ...counts }) => ({ role: name ?? NO_ROLE, ...counts })),
    ledger: ledger.map(({ effective_at, source_event_id, ...rest }) => ({
      on: localDayOf(effective_at, ctx.timeZone),
      sourceEventId: source_event_id,
      ...rest,
    })),
    months: await seatMonths(ctx, found),
    growthPlans: await growthPlans(ctx, accountNo),
    expansionCost: await expansionCost(ctx, accountNo, standing),
  };
}

async function growthPlans(ctx: Context, accountNo: number): Promise<AccountSeatsReport['growthPlans']> {
  const { day, growthPlans: plans } = await judgementsOf(ctx, accountNo, PLANS);
  return plans.map((plan) => ({
    ...plan,
    isInForce: isInForce({ startsOn: plan.madeOn, lastOn: plan.by, endedOn: plan.ended?.on ?? null }, day),
  }));
}

// Only where billing leaves no doubt which price it is: a single item per seat, with its period.
async function expansionCost(
  ctx: Context,
  accountNo: number,
  { assessment: { seats } }: AccountStanding,
): Promise<AccountSeatsReport['expansionCost']> {
  const { expansion, expansionBlockedBy } = seats;
  if (expansion === null || expansionBlockedBy !== null) return null;
  const now = ctx.now();
  const [price, ...others] = await loadSeatPrices(ctx.db, accountNo, now);
  if (price === undefined || others.length > 0) return null;
  const { currency, period_end: periodEnd, period_start: periodStart, unit_amount: unitAmountDecimal } = price;
  if (currency === null || periodEnd === null || periodStart === null || unitAmountDecimal === null) return null;
  const preview = prorationPreview({
    delta: expansion.seats,
    unitAmountDecimal,
    at: now,
    periodStart,
    periodEnd,
    policy: 'immediate',
  });
  if (preview === null) return null;
  const amount = { minor: preview.amountMinor, currency };
  return { seats: expansion.seats, amount, until: localDayOf(periodEnd, ctx.timeZone) };
}
