import { billedSeats } from '../../domain/billed-seats.ts';
import { daysBetween } from '../../domain/day.ts';
import { billPreview, type SeatOption, seatOptions } from '../../domain/seat-options.ts';
import { AppError } from '../../lib/errors.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { loadBilledItems, loadPeopleBy } from '../../store/account-seats.ts';
import { accountHealth } from '../accounts/account-health.ts';
import type { AccountHealthReport } from '../accounts/account-report.ts';
import type { Context } from '../context.ts';
import { rulePeople } from '../definition/rule-people.ts';
import { draftKnownFacts } from '../drafts/draft-facts.ts';
import { accountOf } from '../judgements/judge.ts';
import { accountSeats } from '../seats/account-seats.ts';
import { customerPart } from './customer-part.ts';
import { likelyObjections } from './likely-objections.ts';
import type { RenewalBilling, RenewalTalk } from './talk-report.ts';

const MOST_SEATS = 1_000_000;

interface TalkInput {
  /** The vendor's own id. */
  readonly accountId: string;
  /** Seats that the customer named. */
  readonly seats?: number | undefined;
  /** Whether the asker may see amounts: else none is read. */
  readonly amounts: boolean;
}

/**
 * What a talk about an account's renewal needs: where it stands, what it would pay for other numbers of seats, what to
 * answer to objections with which facts, and a part that the customer may see.
 * @throws AppError `not_found` for an unknown id, `invalid` for an impossible number of seats.
 */
export async function renewalTalk({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: TalkInput;
}): Promise<RenewalTalk> {
  const { accountId, amounts } = input;
  const asked = checkedSeats(input.seats);
  const { accountNo } = await accountOf(ctx, accountId);
  const [health, seats, items] = await Promise.all([
    accountHealth({ ctx, input: { accountId } }),
    accountSeats({ ctx, input: { accountId } }),
    loadItems(ctx, accountNo),
  ]);
  const { account, assessment } = health.standing;
  const stated = billedSeats(items);
  const options = seatOptions({
    assessment,
    asked,
    paid: typeof stated === 'string' ? assessment.facts.paid_seats : stated.seats,
    target: ctx.utilization.expansion.target,
  });
  const billing: RenewalBilling = amounts ? billingOf(ctx, stated, options) : { kind: 'hidden' };
  const known = draftKnownFacts(health, { recipient: null, senderName: null });
  return {
    days: account.renewsOn === null ? null : daysBetween(health.stand.day, account.renewsOn),
    health,
    seats,
    asked,
    options,
    billing,
    teams: await teamsOf(ctx, accountNo, health),
    likely: likelyObjections(health, ctx.utilization.red),
    customer: customerPart(known, billing, asked),
  };
}

function checkedSeats(seats: number | undefined): number | null {
  if (seats === undefined) return null;
  if (Number.isSafeInteger(seats) && seats >= 1 && seats <= MOST_SEATS) return seats;
  throw new AppError('invalid', 'seats: give a whole number from 1 to 1,000,000, for example: seats:15');
}

async function loadItems(ctx: Context, accountNo: number): Promise<Parameters<typeof billedSeats>[0]> {
  const found = await loadBilledItems(ctx.db, accountNo, ctx.now());
  return found.map(({ interval_count, mrr_minor, period_end, period_start, unit_amount, ...item }) => ({
    ...item,
    unitAmountDecimal: unit_amount,
    intervalCount: interval_count,
    periodStart: period_start,
    periodEnd: period_end,
    mrrMinor: mrr_minor,
  }));
}

function billingOf(
  ctx: Context,
  stated: ReturnType<typeof billedSeats>,
  options: readonly SeatOption[],
): RenewalBilling {
  if (typeof stated === 'string') return { kind: 'doubt', doubt: stated };
  const preview = billPreview(stated, options, ctx.now());
  if (preview === null) return { kind: 'doubt', doubt: 'price_not_stated' };
  const { currency, period, seats } = stated;
  const periodEndsOn = period === null ? null : localDayOf(period.end, ctx.timeZone);
  return { kind: 'known', bills: { ...preview, currency, seats, periodEndsOn } };
}

async function teamsOf(
  ctx: Context,
  accountNo: number,
  { stand: { day } }: AccountHealthReport,
): Promise<RenewalTalk['teams']> {
  const active = await rulePeople(ctx, accountNo, day);
  const teams = await loadPeopleBy(ctx.db, 'department', { accountNo, day, active });
  return teams.every(({ name }) => name === null) ? null : teams;
}
