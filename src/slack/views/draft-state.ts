import { z } from 'zod';
import { MAX_SUBJECT } from '../../email/clean-text.ts';
import { AppError } from '../../lib/errors.ts';
import { inputId } from '../action-ids.ts';
import { cleanText, plainLines } from '../mrkdwn.ts';
import type { OpenView } from '../slack-request.ts';
import { hasField } from './fields.ts';
import { requiredWords, wordsOf } from './form.ts';
import type { FieldErrors } from './view.ts';

export const LONGEST_REASON = 300;

const stateSchema = z.object({
  accountId: z.string().min(1),
  persona: z.string(),
  templateId: z.string(),
  contactId: z.string().nullable(),
  /** Rises whenever the text is replaced: Slack keeps what was typed into an input whose block id stays. */
  revision: z.int().min(0),
  /** The objection whose talk track is open. */
  objection: z.string().nullable().default(null),
  /** The text is shown once more, ready to be copied. */
  copy: z.boolean().default(false),
  /** The fields began with another wording than the template's. */
  polished: z.boolean().default(false),
});
/** What a draft's modal remembers: choices only, all of them checked again when they are used. */
export type DraftState = z.infer<typeof stateSchema>;

export function writeDraftState(state: DraftState): string {
  return JSON.stringify(state);
}

/** @throws AppError `invalid` when the modal is of an older version. */
export function readDraftState(view: OpenView | null): DraftState {
  const result = stateSchema.safeParse(jsonOf(view?.metadata ?? ''));
  if (result.success) return result.data;
  throw new AppError('invalid', 'This draft belongs to an older version. Close it and press [Draft email] again.');
}

/** Subject and body as they were edited; the given text where the modal did not say. */
export function editedText(
  view: OpenView | null,
  { subject, body }: { readonly subject: string; readonly body: string },
): { readonly subject: string; readonly body: string } {
  const editedSubject = cleanText(view?.values.get(inputId('subject')) ?? '').slice(0, MAX_SUBJECT);
  const editedBody = plainLines(view?.values.get(inputId('body')) ?? '');
  return { subject: editedSubject || subject, body: editedBody || body };
}

/** Why somebody writes although the account is to be left alone; null when the modal did not ask or nobody said. */
export function overrideReason(view: OpenView | null): string | null {
  return view === null ? null : wordsOf(view, 'reason', LONGEST_REASON) || null;
}

/** A paused draft is marked as sent with a reason only. */
export function reasonErrors(view: OpenView): FieldErrors {
  if (!hasField(view, 'reason')) return {};
  const reason = requiredWords(view, 'reason', LONGEST_REASON);
  return 'error' in reason ? { reason: reason.error } : {};
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
