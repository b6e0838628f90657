import { cleanDraft } from '../../email/clean-text.ts';
import { inTransaction } from '../../store/db.ts';
import { isSent, saveKeptDraft, trimKeptDrafts } from '../../store/kept-drafts.ts';
import { lockOutreach } from '../../store/outreach.ts';
import type { Context } from '../context.ts';
import { accountOf } from '../judgements/judge.ts';
import { draftPersona } from './draft-persona.ts';
import { keptSince } from './kept-for.ts';

const MOST = 20;
/** A check of a text may arrive after the text was marked as sent. */
const LATE_MS = 3_600_000;

export interface KeepDraftInput {
  /** The vendor's own id. */
  readonly accountId: string;
  /** Slack user id of who wrote it. */
  readonly author: string;
  readonly persona: string;
  readonly templateId: string;
  readonly contactId: string | null;
  readonly subject: string;
  readonly body: string;
}

/**
 * Keeps a text in progress for its author alone: one for each account and kind of reader, the newest 20 of a person,
 * for 30 days. What has just been marked as sent, or is empty, is not kept.
 * @throws AppError `not_found` for an unknown account, `invalid` for an unknown persona.
 */
export async function keepDraft({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: KeepDraftInput;
}): Promise<{ readonly kept: boolean }> {
  const { author, contactId, templateId } = input;
  const text = cleanDraft(input);
  const persona = draftPersona(input.persona);
  const { accountNo } = await accountOf(ctx, input.accountId);
  if (text.subject === '' && text.body === '') return { kept: false };
  const keptAt = ctx.now();
  return inTransaction(ctx.db, async (tx) => {
    await lockOutreach(tx, accountNo);
    const key = { accountNo, author, persona };
    if (await isSent(tx, { ...key, ...text }, new Date(keptAt.getTime() - LATE_MS))) return { kept: false };
    await saveKeptDraft(tx, { ...key, ...text, templateId, contactId, keptAt });
    await trimKeptDrafts(tx, { author, before: keptSince(ctx), most: MOST });
    return { kept: true };
  });
}
