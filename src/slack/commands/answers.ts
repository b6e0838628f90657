import type { Handling } from '../handling.ts';
import { accountCard } from '../messages/account-card.ts';
import { accountSeatsMessage } from '../messages/account-seats.ts';
import { withChange } from '../messages/change.ts';
import { historyMessage } from '../messages/history.ts';
import type { SlackMessage } from '../messages/message.ts';
import { whyMessage } from '../messages/why.ts';

/** The answers about one account, for commands and buttons alike. */
export async function healthAnswer({ ctx, deps, asker }: Handling, accountId: string): Promise<SlackMessage> {
  const report = await deps.accountHealth({ ctx, input: { accountId } });
  const { open } = await deps.accountEpisodes({ ctx, input: { accountId } });
  const last = await deps.lastTouch({ ctx, input: { accountId } });
  return accountCard(report, { money: asker.money, alerts: open, last });
}

export async function whyAnswer({ ctx, deps }: Handling, accountId: string): Promise<SlackMessage> {
  const report = await deps.accountHealth({ ctx, input: { accountId } });
  const shown = whyMessage(report);
  // Computed for this answer: there is no snapshot, so none to compare.
  if (report.stand.live) return shown;
  return withChange(shown, await deps.whyChanged({ ctx, input: { accountId } }));
}

export async function historyAnswer({ ctx, deps }: Handling, accountId: string): Promise<SlackMessage> {
  return historyMessage(await deps.accountHealth({ ctx, input: { accountId } }));
}

export async function seatsAnswer({ ctx, deps, asker }: Handling, accountId: string): Promise<SlackMessage> {
  return accountSeatsMessage(await deps.accountSeats({ ctx, input: { accountId } }), { money: asker.money });
}
