import type { DraftEmailInput, EmailDraft } from '../../app/drafts/draft-email.ts';
import { actionId } from '../action-ids.ts';
import { type Handling, modal, type Outcome } from '../handling.ts';
import { notice } from '../messages/notices.ts';
import { untrusted } from '../mrkdwn.ts';
import { type DraftState, editedText, overrideReason, readDraftState } from '../views/draft-state.ts';
import { draftModal } from '../views/draft-view.ts';
import { linkOf } from '../views/mail-link.ts';
import { noticeModal } from '../views/notice-view.ts';
import type { Action } from './action.ts';

/** A rewriting may take 20 s; the rest is for looking up and showing. */
const POLISH_MS = 26_000;
const POLISH_TITLE = 'Polish wording';
const FRESH = { revision: 0, objection: null, copy: false, polished: false };

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
export const draftLink: Action = { name: 'draft_link', run: (handling) => again(handling, {}) };

/** Shows the edited text once more, to be copied. */
export const draftCopy: Action = { name: 'draft_copy', run: (handling) => again(handling, { copy: true }) };

/** Shows what to say to an objection; the text stays. */
export const draftObjection: Action = {
  name: 'draft_objection',
  run: (handling) => again(handling, { objection: chosen(handling, 'draft_objection') }),
};

/** Asks for another wording of the template and shows what it changes; the draft under it stays as it is. */
export const draftPolish: Action = {
  name: 'draft_polish',
  opens: POLISH_TITLE,
  deadlineMs: POLISH_MS,
  run: async (handling) => {
    const { ctx, deps, request } = handling;
    const state = readDraftState(request.view);
    if (deps.polishDraft === null) return told('Other wordings are not set up here: the template stays.');
    const input = inputOf(handling, state);
    const outcome = await deps.polishDraft({ ctx, input });
    if (outcome.state === 'refused') {
      const reasons = outcome.reasons.slice(0, 5).map((reason) => `• ${untrusted(reason, { max: 200 })}`);
      return told(
        ['Another wording came, but it may not go to a customer. The template stays.', ...reasons].join('\n'),
      );
    }
    const { draft, subject, body } = outcome;
    return shown(handling, draft, { state: { ...state, ...FRESH, polished: true }, text: { subject, body } });
  },
};

/** The link itself opens the mail program; Slack reports the click all the same. */
export const openMail: Action = { name: 'open_mail', run: async () => null };

/** The same draft with the text as it was edited, checked again. */
async function again(handling: Handling, changed: Partial<DraftState>): Promise<Outcome> {
  const { ctx, deps, request } = handling;
  const state = { ...readDraftState(request.view), ...changed };
  const draft = await deps.draftEmail({ ctx, input: inputOf(handling, state) });
  const text = editedText(request.view, draft);
  const { persona, templateId } = draft;
  const warnings = await deps.lintDraftText({
    ctx,
    input: { accountId: state.accountId, persona, templateId, ...text },
  });
  return shown(handling, { ...draft, warnings }, { state, text });
}

function openDraft(name: 'draft_email' | 'pick_draft'): Action {
  return {
    name,
    opens: 'Draft email',
    run: async (handling) => {
      const { ctx, deps, asker, request } = handling;
      const input = { accountId: request.value, sender: { name: asker.name } };
      const draft = await deps.draftEmail({ ctx, input });
      return shown(handling, draft, { state: FRESH, text: draft });
    },
  };
}

function chooses(
  name: 'draft_persona' | 'draft_template' | 'draft_contact',
  inputFor: (state: DraftState, value: string) => Omit<DraftEmailInput, 'sender'>,
): Action {
  return {
    name,
    run: async (handling) => {
      const { ctx, deps, asker, request } = handling;
      const state = readDraftState(request.view);
      const input = { ...inputFor(state, chosen(handling, name)), sender: { name: asker.name } };
      const draft = await deps.draftEmail({ ctx, input });
      return shown(handling, draft, { state: { ...state, revision: state.revision + 1, copy: false }, text: draft });
    },
  };
}

function shown(
  { deps, request }: Handling,
  draft: EmailDraft,
  {
    state,
    text,
  }: {
    readonly state: Pick<DraftState, 'revision' | 'objection' | 'copy' | 'polished'>;
    readonly text: { readonly subject: string; readonly body: string };
  },
): Outcome {
  const { subject, body } = text;
  const { revision, objection, copy, polished } = state;
  const link = linkOf(deps, { to: draft.to, subject, body });
  const reason = overrideReason(request.view);
  const canPolish = deps.polishDraft !== null;
  const options = { revision, objection, copy, polished, link, text: { subject, body }, reason, canPolish };
  return modal(draftModal(draft, options));
}

function told(text: string): Outcome {
  return modal(noticeModal(POLISH_TITLE, notice(text)));
}

function chosen({ request }: Handling, name: 'draft_persona' | 'draft_template' | 'draft_contact' | 'draft_objection') {
  return request.view?.values.get(actionId(name)) || request.value;
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
