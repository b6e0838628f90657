import { inTransaction } from '../../store/db.ts';
import { deleteKeptDraftsOf } from '../../store/kept-drafts.ts';
import { type CheckedOwner, loadOwnersToCheck, saveOwnerState } from '../../store/owners.ts';
import type { Context } from '../context.ts';
import type { OutgoingMessage } from '../delivery/publisher.ts';
import { queueMessage } from '../delivery/queue-message.ts';
import { todayOf } from '../judgements/judge.ts';
import type { LeaverReport } from './handover-report.ts';
import type { OwnerDirectory } from './owner-directory.ts';

/** Slack is asked about a person at most this often; also about somebody it did not know. */
const AGAIN_MS = 20 * 3_600_000;
/** Slack takes about 50 look-ups a minute. */
const MOST = 40;

export interface CheckOwnersInput {
  readonly directory: OwnerDirectory;
  /** Slack user id of who is told of owners who left; null: nobody, it is only logged. */
  readonly fallbackOwner: string | null;
  readonly renderLeaver: (report: LeaverReport) => OutgoingMessage;
}

export interface CheckedOwners {
  readonly found: number;
  readonly absent: number;
  /** E-mail addresses of owners who turned out to have left. */
  readonly left: readonly string[];
  /** Slack did not answer, or does not let us look up addresses: the others wait for the next time. */
  readonly stopped: boolean;
}

/**
 * Finds the Slack user of owners by their e-mail address and notices who left. Each person is asked about once a day,
 * at most 40 in one run; somebody who left is told of once, to the one who stands in, and their drafts are dropped.
 */
export async function checkOwners({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: CheckOwnersInput;
}): Promise<CheckedOwners> {
  const before = new Date(ctx.now().getTime() - AGAIN_MS);
  const tally = { found: 0, absent: 0, left: [] as string[] };
  for (const owner of await loadOwnersToCheck(ctx.db, { before, limit: MOST })) {
    const said = await ask(input.directory, owner);
    if (said.kind === 'later' || said.kind === 'forbidden') {
      // Without the right to look up addresses, those who are known can still be asked about.
      if (said.kind === 'forbidden') continue;
      return { ...tally, stopped: true };
    }
    const leaves = said.kind === 'deactivated' && owner.slack_state !== 'deactivated';
    await keep(ctx, input, owner, said, leaves);
    if (said.kind === 'found' && owner.slack_user_id === null) tally.found += 1;
    if (said.kind === 'absent') tally.absent += 1;
    if (leaves) tally.left.push(owner.email);
  }
  return { ...tally, stopped: false };
}

type Said = Awaited<ReturnType<OwnerDirectory['byEmail']>>;

async function ask(directory: OwnerDirectory, { email, slack_user_id: slackUserId }: CheckedOwner): Promise<Said> {
  if (slackUserId === null) return directory.byEmail(email);
  const state = await directory.stateOf(slackUserId);
  return state === 'active' ? { kind: 'found', slackUserId } : { kind: state };
}

async function keep(
  ctx: Context,
  { fallbackOwner, renderLeaver }: CheckOwnersInput,
  { accounts, email, name, slack_user_id: leaver }: CheckedOwner,
  said: Said,
  leaves: boolean,
): Promise<void> {
  const state = said.kind === 'found' ? 'active' : said.kind === 'absent' ? 'absent' : 'deactivated';
  const slackUserId = said.kind === 'found' ? said.slackUserId : null;
  await inTransaction(ctx.db, async (tx) => {
    await saveOwnerState(tx, { email, slackUserId, state, at: ctx.now() });
    if (!leaves) return;
    ctx.log.warn({ accounts }, 'an owner of accounts has left Slack');
    if (leaver !== null) await deleteKeptDraftsOf(tx, leaver);
    if (fallbackOwner === null) return;
    const slot = { kind: `owner_left:${email}`, channel: fallbackOwner, localDate: todayOf(ctx) };
    const message = { ...renderLeaver({ name, email, accounts }), amounts: false };
    await queueMessage({ ctx: { ...ctx, db: tx }, input: { ...slot, message } });
  });
}
