import { modal } from '../handling.ts';
import { readKeptValue } from '../kept-value.ts';
import { readDraftState } from '../views/draft-state.ts';
import type { Action } from './action.ts';
import { FRESH, shown } from './draft-shown.ts';

/** [Continue] in App Home: a text of the asker's own, with today's account around it. */
export const draftContinue: Action = {
  name: 'draft_continue',
  opens: 'Draft email',
  run: async (handling) => {
    const { ctx, deps, asker, request } = handling;
    const key = readKeptValue(request.value);
    const input = { ...key, author: asker.userId, sender: { name: asker.name } };
    const { draft, subject, body } = await deps.continueDraft({ ctx, input });
    const { accountId } = draft.account;
    await deps.audit({ ctx, input: { actor: asker.userId, action: 'draft_opened', accountId, detail: {} } });
    return modal(shown(handling, draft, { state: FRESH, text: { subject, body }, kept: null }));
  },
};

/** [Continue it] in a draft: the kept text takes the place of the template's. */
export const draftKept: Action = {
  name: 'draft_kept',
  run: async (handling) => {
    const { ctx, deps, asker, request } = handling;
    const state = readDraftState(request.view);
    const { accountId, persona, revision } = state;
    const input = { accountId, persona, author: asker.userId, sender: { name: asker.name } };
    const { draft, subject, body } = await deps.continueDraft({ ctx, input });
    const next = { ...state, revision: revision + 1, copy: false };
    return modal(shown(handling, draft, { state: next, text: { subject, body }, kept: null }));
  },
};

/** [Discard] in App Home, which is shown again without it. A second click finds nothing. */
export const draftDiscard: Action = {
  name: 'draft_discard',
  run: async ({ ctx, deps, asker, request }) => {
    await deps.discardDraft({ ctx, input: { ...readKeptValue(request.value), author: asker.userId } });
    return null;
  },
};
