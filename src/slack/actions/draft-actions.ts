import type { DraftEmailInput } from '../../app/draft-email.ts';
import { actionId } from '../action-ids.ts';
import { type Handling, modal } from '../handling.ts';
import { type DraftState, editedText, readDraftState } from '../views/draft-state.ts';
import { draftModal } from '../views/draft-view.ts';
import { linkOf } from '../views/mail-link.ts';
import type { Action } from './action.ts';

/** Opens the draft of the account in the button's value. */
export const draftEmailAction: Action = openDraft('draft_email');
export const pickDraft: Action = openDraft('pick_draft');

/** Another persona, template or contact: the text is written anew for it. */
export const DRAFT_CHOICES: readonly Action[] = [
  chooses('draft_persona', ({ accountId }, value) => ({ accountId, persona: value })),
  chooses('draft_template', ({ accountId, persona, contactId }, value) => ({
    accountId,
    persona,
    templateId: value,
    ...(contactId === null ? {} : { contactId }),
  })),
  chooses('draft_contact', ({ accountId, persona, templateId }, value) => ({
    accountId,
    persona,
    templateId,
    contactId: value,
  })),
];

/** Puts the edited text into the link and checks its wording; the text itself stays. */
export const draftLink: Action = {
  name: 'draft_link',
  run: async (handling) => {
    const { ctx, deps, request } = handling;
    const state = readDraftState(request.view);
    const draft = await deps.draftEmail({ ctx, input: inputOf(handling, state) });
    const text = editedText(request.view, draft);
    const { persona, templateId } = draft;
    const input = { accountId: state.accountId, persona, templateId, ...text };
    const warnings = await deps.lintDraftText({ ctx, input });
    const shown = { ...draft, ...text, warnings };
    return modal(draftModal(shown, { revision: state.revision, link: linkOf(deps, shown) }));
  },
};

/** The link itself opens the mail program; Slack reports the click all the same. */
export const openMail: Action = { name: 'open_mail', run: async () => null };

function openDraft(name: 'draft_email' | 'pick_draft'): Action {
  return {
    name,
    opens: 'Draft email',
    run: async ({ ctx, deps, asker, request }) => {
      const input = { accountId: request.value, sender: { name: asker.name } };
      const draft = await deps.draftEmail({ ctx, input });
      return modal(draftModal(draft, { revision: 0, link: linkOf(deps, draft) }));
    },
  };
}

function chooses(
  name: 'draft_persona' | 'draft_template' | 'draft_contact',
  inputFor: (state: DraftState, value: string) => Omit<DraftEmailInput, 'sender'>,
): Action {
  return {
    name,
    run: async ({ ctx, deps, asker, request }) => {
      const state = readDraftState(request.view);
      const value = request.view?.values.get(actionId(name)) || request.value;
      const input = { ...inputFor(state, value), sender: { name: asker.name } };
      const draft = await deps.draftEmail({ ctx, input });
      return modal(draftModal(draft, { revision: state.revision + 1, link: linkOf(deps, draft) }));
    },
  };
}

function inputOf({ asker }: Handling, state: DraftState): DraftEmailInput {
  return {
    accountId: state.accountId,
    persona: state.persona,
    templateId: state.templateId,
    ...(state.contactId === null ? {} : { contactId: state.contactId }),
    sender: { name: asker.name },
  };
}
