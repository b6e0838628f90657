import { addDays } from '../../domain/day.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { deleteOld, dropEventWeek, eventWeeksBefore, type KeptFrom } from '../../store/retention.ts';
import type { Context } from '../context.ts';
import { keptSince } from '../drafts/kept-for.ts';
import { finishForgetting } from '../erasure/forget-account.ts';

export interface RetentionReport {
  /** Weeks of single events that went, and those for which others would not let go of the table. */
  readonly weeks: number;
  readonly weeksLeft: number;
  /** Rows that went, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Rows of accounts that were forgotten, by table. */
  readonly forgotten: Readonly<Record<string, number>>;
}

const DAY_MS = 86_400_000;
/** Slack repeats what it believes lost for an hour. */
const SLACK_DELIVERY_DAYS = 2;

/**
 * Removes what is older than its limit: weeks of events as a whole, other rows in short transactions. A week goes as soon
 * as its first day is too old, so nothing older stays. Can be repeated at any time.
 */
export async function applyRetention({ ctx }: { readonly ctx: Context }): Promise<RetentionReport> {
  const { db, retention } = ctx;
  const eventsFrom = ago(ctx, retention.rawEventDays).toISOString().slice(0, 10);
  let weeks = 0;
  let weeksLeft = 0;
  for (const week of await eventWeeksBefore(db, eventsFrom)) {
    if (await dropEventWeek(db, week)) weeks += 1;
    else weeksLeft += 1;
  }
  const rows = await deleteOld(db, keptFrom(ctx));
  return { weeks, weeksLeft, rows, forgotten: await finishForgetting({ ctx }) };
}

function keptFrom(ctx: Context): KeptFrom {
  const { retention } = ctx;
  const today = localDayOf(ctx.now(), ctx.timeZone);
  return {
    rollups: addDays(today, -retention.rollupDays),
    snapshots: addDays(today, -retention.snapshotDays),
    messages: addDays(today, -retention.messageDays),
    messagesAt: ago(ctx, retention.messageDays),
    deliveries: ago(ctx, retention.deliveryDays),
    slackDeliveries: ago(ctx, SLACK_DELIVERY_DAYS),
    drafts: keptSince(ctx),
    outreach: ago(ctx, retention.outreachDays),
    audit: ago(ctx, retention.auditDays),
  };
}

function ago({ now }: Context, days: number): Date {
  return new Date(now().getTime() - days * DAY_MS);
}
