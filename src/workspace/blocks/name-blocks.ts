import { freshId } from '../ids.ts';
import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts';

/** Fills in the block_id and action_id that the app left out, as Slack does. */
export function nameBlocks(blocks: readonly JsonObject[]): JsonObject[] {
  return blocks.map((block) => {
    const named = { ...block, block_id: stringOf(block['block_id']) || freshId('').slice(0, 5) };
    switch (block['type']) {
      case 'actions':
      case 'context_actions':
        return { ...named, elements: objectsOf(block['elements']).map(nameElement) };
      case 'section':
        return isObject(block['accessory']) ? { ...named, accessory: nameElement(block['accessory']) } : named;
      case 'input':
        return isObject(block['element']) ? { ...named, element: nameElement(block['element']) } : named;
      case 'card':
        return block['actions'] === undefined
          ? named
          : { ...named, actions: objectsOf(block['actions']).map(nameElement) };
      case 'carousel':
        return { ...named, elements: nameBlocks(objectsOf(block['elements'])) };
      case 'container':
        return { ...named, child_blocks: nameBlocks(objectsOf(block['child_blocks'])) };
      default:
        return named;
    }
  });
}

function nameElement(element: JsonObject): JsonObject {
  return element['type'] === 'image'
    ? element
    : { ...element, action_id: stringOf(element['action_id']) || freshId('').slice(0, 5) };
}
