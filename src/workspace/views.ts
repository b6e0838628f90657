import { nameBlocks } from './blocks/name-blocks.ts';
import { freshId } from './ids.ts';
import { type JsonObject, objectsOf } from './json.ts';
import { announce, type View, type WorkspaceContext } from './workspace-context.ts';

/** The open modals of a person, bottom first. */
export function modalStack(context: WorkspaceContext, user: string): View[] {
  return (context.stacks.get(user) ?? []).flatMap((id) => context.views.get(id) ?? []);
}

/** Opens a modal: alone (`on: null`, which replaces what was open) or on top of another. */
export function openModal(
  context: WorkspaceContext,
  input: { user: string; source: JsonObject; on: View | null },
): View {
  const { user, source, on } = input;
  if (on === null) {
    for (const view of modalStack(context, user)) {
      context.views.delete(view.id);
    }
    context.stacks.set(user, []);
  }
  const id = freshId('V');
  const view: View = {
    id,
    hash: freshHash(context),
    kind: 'modal',
    user,
    rootId: on?.rootId ?? id,
    previousId: on?.id ?? null,
    source: named(source),
    values: {},
  };
  context.views.set(id, view);
  context.stacks.set(user, [...(context.stacks.get(user) ?? []), id]);
  announce(context, { kind: 'modal', user });
  return view;
}

export function replaceView(context: WorkspaceContext, view: View, source: JsonObject): void {
  view.source = named(source);
  view.hash = freshHash(context);
  announce(context, view.kind === 'modal' ? { kind: 'modal', user: view.user } : { kind: 'home', user: view.user });
}

/** Takes the top modal away, or the whole stack. */
export function closeModal(context: WorkspaceContext, user: string, how: 'top' | 'all'): void {
  const stack = context.stacks.get(user) ?? [];
  const gone = how === 'all' ? stack : stack.slice(-1);
  for (const id of gone) {
    context.views.delete(id);
  }
  context.stacks.set(user, how === 'all' ? [] : stack.slice(0, -1));
  announce(context, { kind: 'modal', user });
}

export function publishHome(context: WorkspaceContext, user: string, source: JsonObject): View {
  const known = context.homes.get(user);
  const id = known?.id ?? freshId('V');
  const view: View = known ?? {
    id,
    hash: '',
    kind: 'home',
    user,
    rootId: id,
    previousId: null,
    source,
    values: {},
  };
  context.homes.set(user, view);
  context.views.set(id, view);
  replaceView(context, view, source);
  context.save();
  return view;
}

export function findViewByExternalId(context: WorkspaceContext, externalId: string): View | null {
  if (externalId === '') {
    return null;
  }
  return [...context.views.values()].find((view) => view.source['external_id'] === externalId) ?? null;
}

/** A view in the form of the Web API and of interaction payloads. */
export function viewPayload(context: WorkspaceContext, view: View): JsonObject {
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    title: null,
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...view.source,
    id: view.id,
    team_id: context.options.team.id,
    app_id: context.appId,
    app_installed_team_id: context.options.team.id,
    bot_id: context.botId,
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    state: { values: view.values },
  };
}

function named(source: JsonObject): JsonObject {
  return { ...source, blocks: nameBlocks(objectsOf(source['blocks'])) };
}

function freshHash(context: WorkspaceContext): string {
  return `${Math.floor(context.now().getTime() / 1000)}.${freshId('')}`;
}
