import type { DraftEmailInput, EmailDraft } from '../../app/drafts/draft-email.ts';
import { actionId } from '../action-ids.ts';
import { type Handling, modal, type Outcome } from '../handling.ts';
import { notice } from '../messages/notices.ts';
import { cleanText, plainLines, untrusted } from '../mrkdwn.ts';
import { type DraftState, editedText, readDraftState } from '../views/draft-state.ts';
import { noticeModal } from '../views/notice-view.ts';
import type { Action } from './action.ts';
import { FRESH, offerOf, shown } from './draft-shown.ts';

/** A rewriting may take 20 s; the rest is for looking up and showing. */
const POLISH_MS = 26_000;
const POLISH_TITLE = 'Polish wording';

type DraftText = Pick<EmailDraft, 'subject' | 'body'>;

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
    await keepEdited(handling, state);
    return modal(shown(handling, draft, { state: { ...FRESH, polished: true }, text: { subject, body }, kept: null }));
  },
};

/** The link itself opens the mail program; Slack reports the click all the same. */
export const openMail: Action = { name: 'open_mail', run: async () => null };

/** The same draft with the text as it was edited, checked again and kept; the template's takes no other's place. */
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
  const kept = isEdited(text, draft) ? null : await offerOf(handling, draft, text);
  if (kept === null) await keep(handling, { ...state, persona, templateId }, text);
  return modal(shown(handling, { ...draft, warnings }, { state, text, kept }));
}

function openDraft(name: 'draft_email' | 'pick_draft'): Action {
  return {
    name,
    opens: 'Draft email',
    run: async (handling) => {
      const { ctx, deps, asker, request } = handling;
      const input = { accountId: request.value, sender: { name: asker.name } };
      const draft = await deps.draftEmail({ ctx, input });
      const kept = await offerOf(handling, draft, draft);
      return modal(shown(handling, draft, { state: FRESH, text: draft, kept }));
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
      await keepEdited(handling, state);
      const draft = await deps.draftEmail({ ctx, input });
      const next = { ...state, revision: state.revision + 1, copy: false };
      return modal(shown(handling, draft, { state: next, text: draft, kept: await offerOf(handling, draft, draft) }));
    },
  };
}

/** Keeps what the fields hold, for the asker alone. */
async function keep({ ctx, deps, asker }: Handling, state: DraftState, text: DraftText): Promise<void> {
  const { accountId, persona, templateId, contactId } = state;
  const input = { accountId, persona, templateId, contactId, author: asker.userId, ...text };
  await deps.keepDraft({ ctx, input });
}

/** Keeps the text of the fields before another takes its place, when somebody has changed it. */
async function keepEdited(handling: Handling, state: DraftState): Promise<void> {
  const { ctx, deps, request } = handling;
  const before = await deps.draftEmail({ ctx, input: inputOf(handling, state) });
  const text = editedText(request.view, before);
  if (isEdited(text, before)) await keep(handling, state, text);
}

/** Whether a text is another than the template's, in its own characters or in those that a field shows of it. */
function isEdited(text: DraftText, { body, subject }: DraftText): boolean {
  const isSame = (other: DraftText): boolean => text.subject === other.subject && text.body === other.body;
  return !isSame({ subject, body }) && !isSame({ subject: cleanText(subject), body: plainLines(body) });
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
