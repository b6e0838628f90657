import { interpolate } from '../../domain/health/interpolate.ts';
import { definitionFor } from '../../domain/health/segment.ts';
import { type AdoptionAccountRow, loadAdoptionAccounts } from '../../store/adoption.ts';
import type { Context } from '../context.ts';
import type { Origin } from '../freshness/data-stand.ts';
import { assessAccounts } from '../snapshots/assess-accounts.ts';

/** An account whose seats are paid for and whose use is known, at the day of the numbers. */
export interface AdoptionAccount {
  readonly accountNo: number;
  readonly plan: string | null;
  readonly industry: string | null;
  readonly paid: number;
  /** Null: the ledger did not exist then. */
  readonly paid90dAgo: number | null;
  readonly active: number;
  /** Of the utilization, by the definition in force, 0..10000 hundredths. */
  readonly utilizationSubHundredths: number;
}

const LEFT_OUT = ['excluded', 'no_seats', 'no_signal'];

/** Accounts with paid seats that have sent an event and are not excluded. */
export async function adoptionAccounts(ctx: Context, origin: Origin): Promise<AdoptionAccount[]> {
  const found = origin.live ? await liveRows(ctx, origin) : await loadAdoptionAccounts(ctx.db, origin.day);
  return found
    .filter(({ bucket, paid_seats }) => !LEFT_OUT.includes(bucket) && paid_seats > 0)
    .map((row) => ({
      accountNo: row.account_no,
      plan: row.plan,
      industry: row.industry,
      paid: row.paid_seats,
      paid90dAgo: row.paid_seats_90d_ago,
      active: row.active_users_30d,
      utilizationSubHundredths: subScore(ctx, row),
    }));
}

function subScore({ health }: Context, row: AdoptionAccountRow): number {
  const { rules } = definitionFor(row, health);
  const anchors = rules.components.find(({ key }) => key === 'utilization')?.anchors ?? [];
  return interpolate(anchors, 100n * BigInt(row.active_users_30d), BigInt(row.paid_seats));
}

async function liveRows(ctx: Context, { day }: Origin): Promise<AdoptionAccountRow[]> {
  const { accounts } = await assessAccounts(ctx, { day });
  return accounts.map(({ accountNo, assessment: { facts, seats } }) => ({
    account_no: accountNo,
    bucket: seats.bucket,
    plan: facts.plan ?? null,
    industry: facts.industry ?? null,
    age_days: facts.age_days,
    paid_seats: facts.paid_seats,
    paid_seats_90d_ago: facts.paid_seats_90d_ago ?? null,
    active_users_30d: facts.active_users_30d,
  }));
}
