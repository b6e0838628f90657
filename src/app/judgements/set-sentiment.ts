import { SENTIMENTS, type Sentiment } from '../../domain/judgement.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { insertSentiment, loadSentiments } from '../../store/judgements.ts';
import { audit } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import { lineOfText, oneOf } from './check-input.ts';
import { judge } from './judge.ts';
import type { JudgementOutcome } from './set-override.ts';

export interface SetSentimentInput {
  /** The vendor's own id. */
  readonly accountId: string;
  /** Slack user id, or the name of a command. */
  readonly actor: string;
  readonly sentiment: Sentiment;
  /** At most 500 characters in one line; nothing to read is no note. */
  readonly note?: string | null | undefined;
}

/**
 * Records what a person feels about an account. It has no part in the score. The same again on one day changes
 * nothing; on a later day it says that it still holds.
 * @throws AppError `invalid` whose message begins with the input field, `not_found` for an unknown account.
 */
export async function setSentiment({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: SetSentimentInput;
}): Promise<JudgementOutcome> {
  const { accountId, actor } = input;
  const felt = {
    sentiment: oneOf('sentiment', SENTIMENTS, input.sentiment),
    note: lineOfText('note', input.note ?? ''),
  };
  return judge(ctx, accountId, async ({ ctx: inner, entry, moment }) => {
    const [newest] = await loadSentiments(inner.db, entry.accountNo, 1);
    const today = newest && localDayOf(newest.created_at, ctx.timeZone) === moment.day;
    if (today && newest.sentiment === felt.sentiment && newest.note === felt.note) {
      return { state: 'unchanged', shown: true };
    }
    await insertSentiment(inner.db, entry.accountNo, { ...felt, author: actor, at: moment.at });
    await audit({ ctx: inner, input: { actor, action: 'sentiment_set', accountId, detail: felt } });
    return { state: 'changed', shown: true };
  });
}
