import { longDay } from '../../words/numbers.ts';
import type { Handling } from '../handling.ts';
import { accountName } from '../messages/account-lines.ts';
import type { SlackMessage } from '../messages/message.ts';
import { qbrFiles, qbrMessage } from '../messages/qbr.ts';
import { sendFiles } from '../send-files.ts';

/** The QBR pack for the asker: an ephemeral message, and both parts as files in their direct messages. */
export async function qbrAnswer({ ctx, deps, client, asker, log }: Handling, accountId: string): Promise<SlackMessage> {
  const pack = await deps.qbrPack({ ctx, input: { accountId } });
  const { money, userId } = asker;
  const intro = `QBR pack: ${accountName(pack.account)}, numbers of ${longDay(pack.stand.day)}. Two files follow; only the outline is for the customer.`;
  const files = await sendFiles(client, { userId, intro, files: qbrFiles(pack, { money }) }, log);
  const detail = { files, money };
  await deps.audit({ ctx, input: { actor: userId, action: 'qbr_pack', accountId, detail } });
  return qbrMessage(pack, { money, files });
}
