import { recordView } from '../audited.ts';
import type { Handling } from '../handling.ts';
import { accountCard } from '../messages/account-card.ts';
import { accountSeatsMessage } from '../messages/account-seats.ts';
import { withChange } from '../messages/change.ts';
import { historyMessage } from '../messages/history.ts';
import type { SlackMessage } from '../messages/message.ts';
import { whyMessage } from '../messages/why.ts';

/** The answers about one account, for commands and buttons alike. */
export async function healthAnswer(handling: Handling, accountId: string): Promise<SlackMessage> {
  const { ctx, deps, asker } = handling;
  const [report, { open }, last] = await Promise.all([
    deps.accountHealth({ ctx, input: { accountId } }),
    deps.accountEpisodes({ ctx, input: { accountId } }),
    deps.lastTouch({ ctx, input: { accountId } }),
  ]);
  await recordView(handling, accountId, 'card');
  return accountCard(report, { money: asker.money, alerts: open, last });
}

export async function whyAnswer(handling: Handling, accountId: string): Promise<SlackMessage> {
  const { ctx, deps } = handling;
  const report = await deps.accountHealth({ ctx, input: { accountId } });
  await recordView(handling, accountId, 'why');
  const shown = whyMessage(report);
  // Computed for this answer: there is no snapshot, so none to compare.
  if (report.stand.live) return shown;
  return withChange(shown, await deps.whyChanged({ ctx, input: { accountId } }));
}

export async function historyAnswer(handling: Handling, accountId: string): Promise<SlackMessage> {
  const { ctx, deps } = handling;
  const report = await deps.accountHealth({ ctx, input: { accountId } });
  const { months } = await deps.accountSeats({ ctx, input: { accountId } });
  await recordView(handling, accountId, 'history');
  return historyMessage(report, months);
}

export async function seatsAnswer(handling: Handling, accountId: string): Promise<SlackMessage> {
  const { ctx, deps, asker } = handling;
  const report = await deps.accountSeats({ ctx, input: { accountId } });
  await recordView(handling, accountId, 'seats');
  return accountSeatsMessage(report, { money: asker.money });
}
