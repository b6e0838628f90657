import type { types } from '@slack/bolt';
import type { EmailDraft } from '../../app/drafts/draft-email.ts';
import type { Handling } from '../handling.ts';
import { type DraftState, overrideReason } from '../views/draft-state.ts';
import { draftModal } from '../views/draft-view.ts';
import type { KeptOffer } from '../views/kept-offer.ts';
import { linkOf } from '../views/mail-link.ts';

/** The state of a draft that was just opened. */
export const FRESH = { revision: 0, objection: null, copy: false, polished: false };

interface Text {
  readonly subject: string;
  readonly body: string;
}

export interface ShownDraft {
  readonly state: Pick<DraftState, 'revision' | 'objection' | 'copy' | 'polished'>;
  readonly text: Text;
  /** Another text that the asker kept for this reader; null: none. */
  readonly kept: KeptOffer | null;
}

/** The modal of a draft with a text in its fields. */
export function shown(
  { deps, request }: Handling,
  draft: EmailDraft,
  { state, text, kept }: ShownDraft,
): types.ModalView {
  const { subject, body } = text;
  const { revision, objection, copy, polished } = state;
  const link = linkOf(deps, { to: draft.to, subject, body });
  const reason = overrideReason(request.view);
  const canPolish = deps.polishDraft !== null;
  return draftModal(draft, {
    revision,
    objection,
    copy,
    polished,
    link,
    text: { subject, body },
    reason,
    canPolish,
    kept,
  });
}

/** What the asker kept for the reader of a draft, unless it is the text that is shown. */
export async function offerOf(
  { ctx, deps, asker }: Handling,
  draft: EmailDraft,
  text: Text,
): Promise<KeptOffer | null> {
  const { account, persona } = draft;
  const kept = await deps.keptDraft({ ctx, input: { accountId: account.accountId, persona, author: asker.userId } });
  const isShown = kept !== null && kept.subject === text.subject && kept.body === text.body;
  return kept === null || isShown ? null : { subject: kept.subject, keptAt: kept.keptAt, timeZone: ctx.timeZone };
}
