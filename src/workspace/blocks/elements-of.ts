import { isObject, type JsonObject, objectsOf } from '../json.ts';

/** The interactive elements a block holds directly. */
export function elementsOf(block: JsonObject): JsonObject[] {
  switch (block['type']) {
    case 'actions':
    case 'context_actions':
      return objectsOf(block['elements']);
    case 'section':
      return isObject(block['accessory']) && block['accessory']['type'] !== 'image' ? [block['accessory']] : [];
    case 'input':
      return isObject(block['element']) ? [block['element']] : [];
    case 'card':
      return objectsOf(block['actions']);
    default:
      return [];
  }
}
