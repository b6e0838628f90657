import type { DeliveriesReport, DeliveryReport, UndeliverableReport } from '../../app/delivery/deliveries-report.ts';
import { moment } from '../../words/data-state.ts';
import { longDay, plural } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { join } from './account-lines.ts';
import { fitLines, message, sections } from './layout.ts';
import type { SlackMessage } from './message.ts';

const STATES: Readonly<Record<DeliveryReport['state'], string>> = {
  waiting: '⏳ waiting',
  posted: '✅ posted',
  edited: '✅ posted, edited',
  edit_due: '⏳ posted, an edit waits',
  deleted: '🗑 deleted',
  failed: '⚠ failed',
};

/** What was to be posted, where, and what became of it; nothing of what it said. */
export function deliveriesMessage({ deliveries, timeZone }: DeliveriesReport): SlackMessage {
  if (deliveries.length === 0) {
    return message(
      ['Nothing was posted yet.'],
      sections(['Nothing was posted yet. The first digest goes out at its hour: `/pulse settings`.']),
    );
  }
  const days = [...new Set(deliveries.map(({ day }) => day))];
  const lines = days.flatMap((day) => [
    `*${longDay(day)}*`,
    ...deliveries.filter((delivery) => delivery.day === day).map((delivery) => deliveryLine(delivery, timeZone)),
  ]);
  const { kept, left } = fitLines(['*Deliveries*', ...lines], 2800);
  const all = left > 0 ? [...kept, `…and ${plural(left, 'more line')}`] : kept;
  return message(all, sections(all));
}

/** That a message is not delivered, why, and what mends it; nothing of what it said. */
export function undeliverableMessage({ channel, error, kind, localDate, remedy }: UndeliverableReport): SlackMessage {
  const what = `*${untrusted(kind, { max: 40 })}* of ${longDay(localDate)}`;
  const text = `⚠ ${what} could not be delivered ${whereText(channel)}: ${untrusted(error, { max: 200 })}. It is kept.`;
  const lines = [text, untrusted(remedy, { max: 400 }), '`/pulse deliveries` lists what waits.'];
  return message(lines, sections(lines));
}

function deliveryLine({ at, attempts, kind, reason, state, target }: DeliveryReport, timeZone: string): string {
  const line = join([
    STATES[state],
    untrusted(kind, { max: 40 }),
    targetText(target),
    at === null ? null : moment(at, timeZone),
    attempts > 1 ? plural(attempts, 'attempt') : null,
  ]);
  return reason === null ? line : `${line}\n> ${untrusted(reason, { max: 300 })}`;
}

// A channel's link shows its name to those who may see it; a person's id notifies nobody here.
function targetText(target: string): string {
  return isChannel(target) ? `<#${target}>` : `to ${untrusted(target, { max: 24 })}`;
}

function whereText(target: string): string {
  return isChannel(target) ? `in <#${target}>` : targetText(target);
}

function isChannel(target: string): boolean {
  return /^[CG][A-Z0-9]{2,20}$/.test(target);
}
