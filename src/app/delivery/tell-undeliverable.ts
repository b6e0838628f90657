import type { Context } from '../context.ts';
import { todayOf } from '../judgements/judge.ts';
import type { UndeliverableReport } from './deliveries-report.ts';
import type { OutgoingMessage } from './publisher.ts';
import { queueMessage } from './queue-message.ts';

const KIND = 'undeliverable';

export interface TellUndeliverable {
  readonly report: UndeliverableReport;
  /** Slack user id of who stands in; null: nobody is told, doctor and the log say it. */
  readonly to: string | null;
  readonly render: (report: UndeliverableReport) => OutgoingMessage;
}

/**
 * Tells whoever stands in, by direct message, that a message cannot be delivered: once per conversation and local day,
 * and never about such a notice itself. @returns whether a notice is in line.
 */
export async function tellUndeliverable({
  ctx,
  input: { render, report, to },
}: {
  readonly ctx: Context;
  readonly input: TellUndeliverable;
}): Promise<boolean> {
  if (to === null || report.kind.startsWith(KIND) || report.channel === to) return false;
  const slot = { kind: `${KIND}:${report.channel}`, channel: to, localDate: todayOf(ctx) };
  await queueMessage({ ctx, input: { ...slot, message: { ...render(report), amounts: false } } });
  return true;
}
