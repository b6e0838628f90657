import { convertMinor } from '../../domain/money.ts';
import { AppError } from '../../lib/errors.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { loadRates } from '../../store/fx.ts';
import { readLossOutcomes } from '../../store/losses.ts';
import type { Context } from '../context.ts';
import type { Label } from './label.ts';

/** Days after a cut-off within which a loss counts. */
const HORIZON_DAYS = 90;

/**
 * Labels out of stored losses: every account that was a customer on a first of a month whose 90 days are over. Revenue
 * in other currencies is converted at today's rate; without a rate it is not counted.
 * @throws AppError `invalid` when no stored loss is old enough.
 */
export async function storedLabels({ ctx }: { readonly ctx: Context }): Promise<Label[]> {
  const today = localDayOf(ctx.now(), ctx.timeZone);
  const rates = await loadRates(ctx.db, today, ctx.reportingCurrency);
  const outcomes = await readLossOutcomes(ctx.db, today, HORIZON_DAYS);
  if (outcomes.length === 0) {
    throw new AppError(
      'invalid',
      `No loss is stored whose ${HORIZON_DAYS} days are over. Import them (cs-pulse import churn FILE.csv), or name a file with --labels.`,
    );
  }
  return outcomes.map(({ churned_on: churnedOn, day, external_id: accountId, lost }) => {
    const amounts = lost.flatMap(({ currency, minor }) => {
      const rate = rates.get(currency) ?? '';
      const amount = convertMinor({ minor, from: currency, to: ctx.reportingCurrency, rate });
      return amount === null ? [] : [amount];
    });
    return {
      accountId,
      day,
      churned: churnedOn !== null,
      lostMrrMinor: amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0),
      churnedOn,
      stated: {},
    };
  });
}
