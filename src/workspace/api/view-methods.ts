import { checkView } from '../blocks/check-view.ts';
import { type JsonObject, objectOf, stringOf } from '../json.ts';
import { takeTrigger } from '../triggers.ts';
import { findViewByExternalId, modalStack, openModal, publishHome, replaceView, viewPayload } from '../views.ts';
import type { View, WorkspaceContext } from '../workspace-context.ts';
import { ApiFailure, failureWithReasons } from './api-failure.ts';
import { objectArgument, requiredArgument, stringArgument } from './arguments.ts';

const MODAL_STACK = 3;

export function openView(context: WorkspaceContext, args: JsonObject): JsonObject {
  const source = checkedView(args, 'modal');
  refuseDuplicateExternalId(context, source);
  const trigger = takeTrigger(context, requiredArgument(args, 'trigger_id'));
  const view = openModal(context, { user: trigger.user, source, on: null });
  return { view: viewPayload(context, view) };
}

export function pushView(context: WorkspaceContext, args: JsonObject): JsonObject {
  const source = checkedView(args, 'modal');
  refuseDuplicateExternalId(context, source);
  const trigger = takeTrigger(context, requiredArgument(args, 'trigger_id'));
  const stack = modalStack(context, trigger.user);
  const top = stack.at(-1);
  if (trigger.viewId === null || top === undefined) {
    throw new ApiFailure('not_found');
  }
  if (stack.length >= MODAL_STACK) {
    throw new ApiFailure('push_limit_reached');
  }
  const view = openModal(context, { user: trigger.user, source, on: top });
  return { view: viewPayload(context, view) };
}

export function updateView(context: WorkspaceContext, args: JsonObject): JsonObject {
  const source = checkedView(args, 'modal');
  const view = viewOf(context, args);
  const hash = stringArgument(args, 'hash');
  if (hash !== null && hash !== view.hash) {
    throw new ApiFailure('hash_conflict');
  }
  replaceView(context, view, source);
  return { view: viewPayload(context, view) };
}

export function publishView(context: WorkspaceContext, args: JsonObject): JsonObject {
  const source = checkedView(args, 'home');
  const user = requiredArgument(args, 'user_id');
  if (!context.people.has(user)) {
    throw new ApiFailure('user_not_found');
  }
  const hash = stringArgument(args, 'hash');
  const known = context.homes.get(user);
  if (hash !== null && known !== undefined && known.hash !== hash) {
    throw new ApiFailure('hash_conflict');
  }
  return { view: viewPayload(context, publishHome(context, user, source)) };
}

function checkedView(args: JsonObject, kind: 'modal' | 'home'): JsonObject {
  const view = objectArgument(args, 'view', 'invalid_arguments');
  if (view === null) {
    throw failureWithReasons('invalid_arguments', ['[ERROR] missing required field: view']);
  }
  const problems = checkView(view, kind);
  if (problems.length > 0) {
    throw failureWithReasons('invalid_arguments', problems);
  }
  return view;
}

function viewOf(context: WorkspaceContext, args: JsonObject): View {
  const id = stringArgument(args, 'view_id');
  const externalId = stringArgument(args, 'external_id');
  const view = id !== null ? context.views.get(id) : findViewByExternalId(context, externalId ?? '');
  if (view === undefined || view === null || view.kind !== 'modal') {
    throw new ApiFailure('not_found');
  }
  return view;
}

function refuseDuplicateExternalId(context: WorkspaceContext, source: JsonObject): void {
  const id = stringOf(objectOf(source)['external_id']);
  if (id !== '' && findViewByExternalId(context, id) !== null) {
    throw new ApiFailure('duplicate_external_id');
  }
}
