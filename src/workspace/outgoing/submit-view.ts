import { checkView } from '../blocks/check-view.ts';
import { type JsonObject, objectOf, objectsOf, parseObject } from '../json.ts';
import { giveTrigger } from '../triggers.ts';
import { closeModal, modalStack, openModal, replaceView, viewPayload } from '../views.ts';
import type { View, WorkspaceContext } from '../workspace-context.ts';
import { type Delivery, deliverInteraction, failureWords } from './deliver.ts';
import { inputProblems, payloadHead, type RawState, stateValues } from './payload-parts.ts';

export type SubmitResult =
  | { ok: true }
  | { ok: false; errors: Record<string, string> }
  | { ok: false; message: string };

const TROUBLE = 'We had some trouble connecting. Try again?';
const MODAL_STACK = 3;

/** Submits the top modal: required fields first, then the app, whose answer may change the stack. */
export async function submitView(context: WorkspaceContext, view: View, raw: RawState): Promise<SubmitResult> {
  const blocks = objectsOf(view.source['blocks']);
  const values = stateValues(context, blocks, { raw, scope: view.id });
  view.values = values;
  const problems = inputProblems(blocks, values);
  if (Object.keys(problems).length > 0) {
    return { ok: false, errors: problems };
  }
  const delivery = await deliverInteraction(context, {
    type: 'view_submission',
    ...payloadHead(context, view.user),
    trigger_id: giveTrigger(context, view.user, view.id),
    view: viewPayload(context, view),
    response_urls: [],
  });
  if (delivery.kind !== 'ok') {
    return { ok: false, message: failureWords(context, 'Sending', delivery) };
  }
  return applyAnswer(context, view, answerOf(delivery.body));
}

/** Closes the top modal or all of them and tells the app when it asked to be told. */
export async function closeView(
  context: WorkspaceContext,
  view: View,
  closing: { raw: RawState; all: boolean },
): Promise<void> {
  const values = stateValues(context, objectsOf(view.source['blocks']), { raw: closing.raw, scope: view.id });
  view.values = values;
  const told = closing.all ? modalStack(context, view.user) : [view];
  const asked = told.filter((one) => one.source['notify_on_close'] === true);
  closeModal(context, view.user, closing.all ? 'all' : 'top');
  const deliveries: Promise<Delivery>[] = asked.map((one) =>
    deliverInteraction(context, {
      type: 'view_closed',
      ...payloadHead(context, one.user),
      view: viewPayload(context, one),
      is_cleared: closing.all,
    }),
  );
  await Promise.all(deliveries);
}

function applyAnswer(context: WorkspaceContext, view: View, answer: JsonObject | null): SubmitResult {
  if (answer === null) {
    return { ok: false, message: `${TROUBLE} (the acknowledgement is not JSON)` };
  }
  switch (answer['response_action']) {
    case 'errors':
      return errorsOf(view, objectOf(answer['errors']));
    case 'clear':
      closeModal(context, view.user, 'all');
      return { ok: true };
    case 'update':
    case 'push':
      return changeStack(context, { view, answer });
    default:
      if (context.views.has(view.id)) {
        closeModal(context, view.user, 'top');
      }
      return { ok: true };
  }
}

function errorsOf(view: View, errors: JsonObject): SubmitResult {
  const known = new Set(objectsOf(view.source['blocks']).map((block) => block['block_id']));
  const entries = Object.entries(errors).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const unknown = entries.find(([blockId]) => !known.has(blockId));
  if (entries.length === 0 || unknown !== undefined) {
    return { ok: false, message: `${TROUBLE} (no input block “${unknown?.[0] ?? ''}” for an error)` };
  }
  return { ok: false, errors: Object.fromEntries(entries) };
}

function changeStack(context: WorkspaceContext, change: { view: View; answer: JsonObject }): SubmitResult {
  const { view, answer } = change;
  const source = objectOf(answer['view']);
  const [problem] = checkView(source, 'modal');
  if (problem !== undefined) {
    return { ok: false, message: `${TROUBLE} (${problem})` };
  }
  if (answer['response_action'] === 'update') {
    replaceView(context, view, source);
    return { ok: true };
  }
  if (modalStack(context, view.user).length >= MODAL_STACK) {
    return { ok: false, message: `${TROUBLE} (push_limit_reached)` };
  }
  openModal(context, { user: view.user, source, on: view });
  return { ok: true };
}

function answerOf(body: string): JsonObject | null {
  return body.trim() === '' ? {} : parseObject(body);
}
