import type { JsonObject } from '../json.ts';
import { withInnerBlocks } from './check-block.ts';
import { elementsOf } from './elements-of.ts';

export interface FoundElement {
  block: JsonObject;
  element: JsonObject;
}

/** The element with these ids, wherever it sits. */
export function findElement(blocks: readonly JsonObject[], blockId: string, actionId: string): FoundElement | null {
  for (const block of blocks.flatMap(withInnerBlocks)) {
    if (block['block_id'] === blockId) {
      const element = elementsOf(block).find((one) => one['action_id'] === actionId);
      if (element !== undefined) {
        return { block, element };
      }
    }
  }
  return null;
}
