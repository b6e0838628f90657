import { groupBy } from '../../domain/group-by.ts';
import { inTransaction } from '../../store/db.ts';
import {
  closeOldHandovers,
  loadUntoldHandovers,
  markHandoversTold,
  noteOwnerChanges,
  type UntoldHandover,
} from '../../store/handovers.ts';
import { loadOwnerNames } from '../../store/owners.ts';
import { accountHealth } from '../accounts/account-health.ts';
import { accountRefs } from '../accounts/account-refs.ts';
import { audit } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import type { OutgoingMessage } from '../delivery/publisher.ts';
import { queueMessage } from '../delivery/queue-message.ts';
import { accountEpisodes } from '../episodes/account-episodes.ts';
import { todayOf } from '../judgements/judge.ts';
import { accountTouches } from '../touches/account-touches.ts';
import type { HandoverPacket, HandoverReport } from './handover-report.ts';

/** Accounts of one message that come with everything; a message holds no more. */
const PACKETS = 5;
const TOUCHES = 3;

/** Whether somebody may read this now, and may see money; `unknown`: could not be looked up. */
export type HandoverReader =
  | { readonly kind: 'allowed'; readonly money: boolean }
  | { readonly kind: 'refused' | 'unknown' };

export interface HandOverInput {
  /** Slack user id of who is told where a new owner cannot be; null: it waits. */
  readonly fallbackOwner: string | null;
  readonly readerOf: (slackUserId: string) => Promise<HandoverReader>;
  readonly render: (report: HandoverReport, viewer: { readonly money: boolean }) => OutgoingMessage;
}

export interface HandedOver {
  readonly accounts: number;
  readonly people: number;
  /** Accounts whose new owner cannot be told yet. */
  readonly waiting: number;
}

/**
 * Tells new owners what they should know of their accounts: one message for all that somebody got since the last time,
 * each change once. A new owner who cannot be told is told through the stand-in, or waits.
 */
export async function handOver({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: HandOverInput;
}): Promise<HandedOver> {
  await noteOwnerChanges(ctx.db, ctx.now());
  await closeOldHandovers(ctx.db, ctx.now());
  const byOwner = groupBy(await loadUntoldHandovers(ctx.db), (one) => one.to_email);
  const tally = { accounts: 0, people: 0, waiting: 0 };
  for (const handovers of byOwner.values()) {
    const reader = await readerFor(input, handovers[0]?.slack_user_id ?? null);
    if (reader === null) tally.waiting += handovers.length;
    else if (await tell(ctx, input, { handovers, reader })) {
      tally.accounts += handovers.length;
      tally.people += 1;
    }
  }
  return tally;
}

interface Reader {
  readonly slackUserId: string;
  readonly money: boolean;
  readonly standIn: boolean;
}

/** The new owner, or the stand-in for one who is unknown or may not ask; null: nobody can be told now. */
async function readerFor({ fallbackOwner, readerOf }: HandOverInput, owner: string | null): Promise<Reader | null> {
  for (const slackUserId of [owner, fallbackOwner]) {
    if (slackUserId === null) continue;
    const reader = await readerOf(slackUserId);
    if (reader.kind === 'allowed') return { slackUserId, money: reader.money, standIn: slackUserId !== owner };
    if (reader.kind === 'unknown') return null;
  }
  return null;
}

/** Puts the message in line in the transaction that notes it; false when another process was faster. */
async function tell(
  ctx: Context,
  input: HandOverInput,
  { handovers, reader }: { readonly handovers: readonly UntoldHandover[]; readonly reader: Reader },
): Promise<boolean> {
  const [first] = handovers;
  if (!first) return false;
  const { slackUserId, money, standIn } = reader;
  const packets = await packetsOf(ctx, handovers.slice(0, PACKETS));
  const report = { owner: first.to_name, standIn, packets, more: await restOf(ctx, handovers.slice(PACKETS)) };
  const message = { ...input.render(report, { money }), amounts: money };
  return inTransaction(ctx.db, async (tx) => {
    const inner: Context = { ...ctx, db: tx };
    const isOurs = await markHandoversTold(tx, { handovers, to: slackUserId, at: ctx.now() });
    if (!isOurs) return false;
    const slot = { kind: `handover:${first.handover_id}`, channel: slackUserId, localDate: todayOf(ctx) };
    await queueMessage({ ctx: inner, input: { ...slot, message } });
    for (const { account_id: accountId, from_email: from, to_email: to } of handovers) {
      await audit({
        ctx: inner,
        input: { actor: slackUserId, action: 'handed_over', accountId, detail: { from, to } },
      });
    }
    return true;
  });
}

async function packetsOf(ctx: Context, handovers: readonly UntoldHandover[]): Promise<HandoverPacket[]> {
  const names = await loadOwnerNames(
    ctx.db,
    handovers.flatMap(({ from_email }) => from_email ?? []),
  );
  const packets: HandoverPacket[] = [];
  for (const { account_id: accountId, from_email: from } of handovers) {
    const health = await accountHealth({ ctx, input: { accountId } });
    const { open } = await accountEpisodes({ ctx, input: { accountId } });
    const { touches } = await accountTouches({ ctx, input: { accountId, limit: TOUCHES } });
    packets.push({ health, from: from === null ? null : (names.get(from) ?? from), open, touches });
  }
  return packets;
}

async function restOf(ctx: Context, handovers: readonly UntoldHandover[]) {
  const refs = await accountRefs(
    ctx,
    handovers.map(({ account_id }) => account_id),
  );
  return [...refs.values()];
}
