import { findElement } from '../blocks/find-element.ts';
import { type JsonObject, parseObject, stringOf } from '../json.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { blocksOf, type Container, containerPayload, scopeOf } from './container.ts';
import { deliverInteraction, failureWords } from './deliver.ts';
import { offeredOptions, payloadHead, stateValues, suggestionKey } from './payload-parts.ts';
import type { ElementName } from './send-action.ts';

const MOST_OPTIONS = 100;

export type Offer =
  | { ok: true; groups: { label: string | null; options: JsonObject[] }[] }
  | { ok: false; message: string };

/** Asks the app for the options of an external select while a person types (`block_suggestion`). */
export async function askOptions(
  context: WorkspaceContext,
  input: { user: string; container: Container; name: ElementName; query: string },
): Promise<Offer> {
  const { user, container, name, query } = input;
  const blocks = blocksOf(container);
  if (findElement(blocks, name.blockId, name.actionId) === null) {
    return { ok: false, message: 'This menu is not there any more.' };
  }
  const values = stateValues(context, blocks, { raw: {}, scope: scopeOf(container) });
  const delivery = await deliverInteraction(context, {
    type: 'block_suggestion',
    ...payloadHead(context, user),
    ...containerPayload(context, container, values),
    action_id: name.actionId,
    block_id: name.blockId,
    value: query,
  });
  if (delivery.kind !== 'ok') {
    return { ok: false, message: failureWords(context, 'The list', delivery) };
  }
  const answer = parseObject(delivery.body) ?? {};
  const groups = offeredOptions(answer);
  const all = groups.flatMap((group) => group.options);
  if (all.length > MOST_OPTIONS) {
    return { ok: false, message: `The list has ${all.length} options; Slack takes at most ${MOST_OPTIONS}.` };
  }
  remember(context, suggestionKey(scopeOf(container), name.blockId, name.actionId), all);
  return { ok: true, groups };
}

/** Options stay known after the next search, so that earlier choices of a multi select keep their text. */
function remember(context: WorkspaceContext, key: string, options: readonly JsonObject[]): void {
  const known = context.suggestions.get(key) ?? new Map<string, JsonObject>();
  for (const option of options) {
    known.set(stringOf(option['value']), option);
  }
  context.suggestions.set(key, known);
}
