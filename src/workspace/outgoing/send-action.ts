import { findElement } from '../blocks/find-element.ts';
import { type JsonObject, stringOf } from '../json.ts';
import { nextTs } from '../messages.ts';
import { giveTrigger } from '../triggers.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { blocksOf, type Container, containerPayload, scopeOf } from './container.ts';
import { type Delivery, deliverInteraction } from './deliver.ts';
import { payloadHead, type RawState, stateValues, suggestionKey } from './payload-parts.ts';
import { giveResponseUrl } from './response-urls.ts';
import { isStateful, type RawValue, stateValue } from './state-values.ts';

export interface ElementName {
  blockId: string;
  actionId: string;
}

/** A `block_actions` interaction; null when the element is not there any more. */
export function sendAction(
  context: WorkspaceContext,
  input: { user: string; container: Container; name: ElementName; raw: RawValue; state: RawState },
): Promise<Delivery> | null {
  const { user, container, name } = input;
  const blocks = blocksOf(container);
  const found = findElement(blocks, name.blockId, name.actionId);
  if (found === null) {
    return null;
  }
  const scope = scopeOf(container);
  const own = isStateful(found.element) ? { [name.blockId]: { [name.actionId]: input.raw } } : {};
  const raw = mergeRaw(input.state, own);
  const values = stateValues(context, blocks, { raw, scope });
  const suggested = context.suggestions.get(suggestionKey(scope, name.blockId, name.actionId)) ?? null;
  if (container.kind === 'view') {
    container.view.values = values;
  }
  return deliverInteraction(context, {
    type: 'block_actions',
    ...payloadHead(context, user),
    trigger_id: giveTrigger(context, user, container.kind === 'view' ? container.view.id : null),
    ...containerPayload(context, container, values),
    ...responseUrlPart(context, container, user),
    actions: [
      {
        ...actionPart(found.element, input.raw, suggested),
        block_id: name.blockId,
        action_id: name.actionId,
        action_ts: nextTs(context),
      },
    ],
  });
}

function responseUrlPart(context: WorkspaceContext, container: Container, user: string): JsonObject {
  if (container.kind === 'view') {
    return {};
  }
  const { channel, ts, threadTs } = container.message;
  return { response_url: giveResponseUrl(context, { channel, user, threadTs, originalTs: ts }) };
}

/** The element as the `actions` entry shows it: a button with its value, a menu with what was chosen. */
function actionPart(element: JsonObject, raw: RawValue, suggested: ReadonlyMap<string, JsonObject> | null): JsonObject {
  const type = stringOf(element['type']);
  if (type === 'button' || type === 'icon_button' || type === 'workflow_button') {
    const shown = ['text', 'value', 'url', 'style', 'icon'].filter((key) => element[key] !== undefined);
    return { type, ...Object.fromEntries(shown.map((key) => [key, element[key]])) };
  }
  if (type === 'feedback_buttons') {
    return { type, value: raw };
  }
  return stateValue(element, raw, suggested);
}

function mergeRaw(state: RawState, own: RawState): RawState {
  const merged: RawState = { ...state };
  for (const [blockId, values] of Object.entries(own)) {
    merged[blockId] = { ...merged[blockId], ...values };
  }
  return merged;
}
