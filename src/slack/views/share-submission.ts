import { AppError } from '../../lib/errors.ts';
import { inputId } from '../action-ids.ts';
import { postToChannel } from '../delivery.ts';
import type { SlackDeps } from '../deps.ts';
import { accountCard } from '../messages/account-card.ts';
import { accountName } from '../messages/account-lines.ts';
import { notice } from '../messages/notices.ts';
import { untrusted } from '../mrkdwn.ts';
import { readAccountState } from './account-state.ts';
import { noticeModal } from './notice-view.ts';
import type { ViewSubmission } from './view.ts';

const CHANNEL = /^[CG][A-Z0-9]{2,20}$/;

/** Posts the card to a channel that is checked right before; without amounts unless the sharer sees and chose them. */
export const shareSubmission: ViewSubmission = {
  name: 'share',
  title: 'Share account',
  run: async ({ ctx, deps, asker, client, request }) => {
    const accountId = readAccountState(request.view, 'Share…');
    const channel = request.view?.values.get(inputId('channel')) ?? '';
    if (!CHANNEL.test(channel)) throw new AppError('invalid', 'Choose a channel to share to.');
    await checkNow(deps, channel);
    const report = await deps.accountHealth({ ctx, input: { accountId } });
    const wanted = (request.view?.values.get(inputId('with_money')) ?? '').split(',').includes('money');
    const money = asker.money && wanted;
    const { open } = await deps.accountEpisodes({ ctx, input: { accountId } });
    const card = accountCard(report, { money, sharedBy: untrusted(asker.name, { max: 40 }), alerts: open });
    // The numbers may have taken a while, and a channel is shared in a moment.
    await checkNow(deps, channel);
    await postToChannel(client, channel, card);
    const detail = { channel, money };
    await deps.audit({ ctx, input: { actor: asker.userId, action: 'share_account', accountId, detail } });
    const name = accountName(report.standing.account);
    return noticeModal(
      'Shared',
      notice(`✅ The card of *${name}* is in <#${channel}>${money ? '' : ', without amounts'}.`),
    );
  },
};

async function checkNow({ checkChannel }: SlackDeps, channel: string): Promise<void> {
  const verdict = await checkChannel(channel, { fresh: true });
  if (!verdict.allowed) throw new AppError('forbidden', `This channel cannot get account data: ${verdict.reason}`);
}
