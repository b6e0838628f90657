import { AppError } from '../../lib/errors.ts';
import { recordView } from '../audited.ts';
import type { Handling } from '../handling.ts';
import type { SlackMessage } from '../messages/message.ts';
import { renewalTalkMessage } from '../messages/renewal-talk.ts';

/** The talk about one account's renewal; `seats` is the number that the customer named. */
export async function renewalAnswer(handling: Handling, accountId: string, seats?: number): Promise<SlackMessage> {
  const { ctx, deps, asker } = handling;
  const { money } = asker;
  const talk = await deps.renewalTalk({ ctx, input: { accountId, seats, amounts: money } });
  await recordView(handling, accountId, 'renewal');
  return renewalTalkMessage(talk, { money, targetPercent: ctx.utilization.expansion.target });
}

const SEATS = /(?:^|\s)seats:(\S*)$/i;

/**
 * Takes a last `seats:15` off a name.
 * @throws AppError `invalid` when what follows `seats:` is no whole number.
 */
export function parseSeatsAsked(text: string): { readonly name: string; readonly seats: number | undefined } {
  const found = SEATS.exec(text);
  if (found === null) return { name: text, seats: undefined };
  const [, digits = ''] = found;
  if (!/^\d{1,7}$/.test(digits)) {
    throw new AppError('invalid', 'seats: give a whole number from 1 to 1,000,000, for example: seats:15');
  }
  return { name: text.slice(0, found.index).trim(), seats: Number(digits) };
}
