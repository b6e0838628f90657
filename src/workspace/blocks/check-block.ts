import { type JsonObject, objectOf, objectsOf } from '../json.ts';
import { checkChart } from './check-chart.ts';
import {
  ACCESSORIES,
  ACTIONS_ELEMENTS,
  CONTEXT_ACTION_ELEMENTS,
  checkElement,
  checkImage,
  INPUT_ELEMENTS,
} from './check-element.ts';
import { checkRichText } from './check-rich-text.ts';
import { checkDataTable, checkTable } from './check-table.ts';
import { LIMITS } from './limits.ts';
import { checkList, checkOneOf, checkString, checkText, type Problems } from './problems.ts';
import { CONTAINER_CHILDREN } from './surfaces.ts';

type BlockRule = (problems: Problems, block: JsonObject, pointer: string) => void;

const PLAIN = { kinds: ['plain_text'] } as const;

/** What each kind of block needs; kinds without a rule have nothing to check. */
export const BLOCK_RULES: Readonly<Record<string, BlockRule>> = {
  actions: (problems, block, pointer) => {
    const rule = { min: 1, max: LIMITS.actionsElements };
    for (const { item, pointer: at } of checkList(problems, block['elements'], `${pointer}/elements`, rule)) {
      checkElement(problems, item, at, ACTIONS_ELEMENTS);
    }
  },
  context: (problems, block, pointer) => {
    const rule = { min: 1, max: LIMITS.contextElements };
    for (const { item, pointer: at } of checkList(problems, block['elements'], `${pointer}/elements`, rule)) {
      if (item['type'] === 'image') {
        checkImage(problems, item, at);
      } else {
        checkText(problems, item, at, { max: LIMITS.contextText });
      }
    }
  },
  context_actions: (problems, block, pointer) => {
    const rule = { min: 1, max: LIMITS.contextActionsElements };
    for (const { item, pointer: at } of checkList(problems, block['elements'], `${pointer}/elements`, rule)) {
      checkElement(problems, item, at, CONTEXT_ACTION_ELEMENTS);
    }
  },
  header: (problems, block, pointer) => {
    checkText(problems, block['text'], `${pointer}/text`, { ...PLAIN, max: LIMITS.headerText });
    if (block['level'] !== undefined) {
      checkOneOf(problems, block['level'], `${pointer}/level`, [1, 2, 3, 4]);
    }
  },
  image: (problems, block, pointer) => {
    checkImage(problems, block, pointer);
    checkText(problems, block['title'], `${pointer}/title`, { ...PLAIN, max: LIMITS.imageTitle, optional: true });
  },
  section: checkSection,
  input: (problems, block, pointer) => {
    checkText(problems, block['label'], `${pointer}/label`, { ...PLAIN, max: LIMITS.inputLabel });
    checkText(problems, block['hint'], `${pointer}/hint`, { ...PLAIN, max: LIMITS.inputLabel, optional: true });
    checkElement(problems, block['element'], `${pointer}/element`, INPUT_ELEMENTS);
  },
  rich_text: checkRichText,
  markdown: (problems, block, pointer) => {
    checkString(problems, block['text'], `${pointer}/text`, { min: 1, max: LIMITS.markdownText });
  },
  alert: (problems, block, pointer) => {
    checkText(problems, block['text'], `${pointer}/text`, { max: LIMITS.sectionText });
    if (block['level'] !== undefined) {
      const levels = ['default', 'info', 'warning', 'error', 'success'];
      checkOneOf(problems, block['level'], `${pointer}/level`, levels);
    }
  },
  table: checkTable,
  data_table: checkDataTable,
  data_visualization: checkChart,
  card: checkCard,
  carousel: (problems, block, pointer) => {
    const rule = { min: 1, max: LIMITS.carouselCards };
    for (const { item, pointer: at } of checkList(problems, block['elements'], `${pointer}/elements`, rule)) {
      checkCard(problems, item, at);
    }
  },
  container: checkContainer,
};

function checkSection(problems: Problems, block: JsonObject, pointer: string): void {
  if (block['text'] === undefined && block['fields'] === undefined) {
    problems.add(pointer, 'must provide at least one of text, fields');
  }
  checkText(problems, block['text'], `${pointer}/text`, { max: LIMITS.sectionText, optional: true });
  if (block['fields'] !== undefined) {
    const rule = { min: 1, max: LIMITS.sectionFields };
    for (const { item, pointer: at } of checkList(problems, block['fields'], `${pointer}/fields`, rule)) {
      checkText(problems, item, at, { max: LIMITS.sectionField });
    }
  }
  if (block['accessory'] !== undefined) {
    checkElement(problems, block['accessory'], `${pointer}/accessory`, ACCESSORIES);
  }
}

function checkCard(problems: Problems, block: JsonObject, pointer: string): void {
  if (['hero_image', 'title', 'actions', 'body'].every((name) => block[name] === undefined)) {
    problems.add(pointer, 'must provide at least one of hero_image, title, actions, body');
  }
  checkText(problems, block['title'], `${pointer}/title`, { max: LIMITS.cardTitle, optional: true });
  checkText(problems, block['subtitle'], `${pointer}/subtitle`, { max: LIMITS.cardTitle, optional: true });
  checkText(problems, block['body'], `${pointer}/body`, { max: LIMITS.cardBody, optional: true });
  for (const name of ['hero_image', 'icon']) {
    if (block[name] !== undefined) {
      checkImage(problems, objectOf(block[name]), `${pointer}/${name}`);
    }
  }
  if (block['actions'] !== undefined) {
    const rule = { min: 1, max: LIMITS.cardActions };
    for (const { item, pointer: at } of checkList(problems, block['actions'], `${pointer}/actions`, rule)) {
      checkElement(problems, item, at, ['button']);
    }
  }
}

function checkContainer(problems: Problems, block: JsonObject, pointer: string): void {
  if (block['title'] === undefined && block['rich_text_title'] === undefined) {
    problems.add(pointer, 'must provide at least one of title, rich_text_title');
  }
  checkText(problems, block['title'], `${pointer}/title`, { ...PLAIN, max: LIMITS.containerTitle, optional: true });
  checkText(problems, block['subtitle'], `${pointer}/subtitle`, { max: LIMITS.containerTitle, optional: true });
  if (block['default_collapsed'] === true && block['is_collapsible'] !== true) {
    problems.add(`${pointer}/default_collapsed`, 'needs is_collapsible');
  }
  const rule = { min: 1, max: LIMITS.containerBlocks };
  for (const { item, pointer: at } of checkList(problems, block['child_blocks'], `${pointer}/child_blocks`, rule)) {
    const kind = item['type'];
    if (typeof kind !== 'string' || !CONTAINER_CHILDREN.includes(kind)) {
      problems.add(`${at}/type`, `unsupported type: ${String(kind)}`);
      continue;
    }
    BLOCK_RULES[kind]?.(problems, item, at);
  }
}

/** A block and the blocks inside it. */
export function withInnerBlocks(block: JsonObject): JsonObject[] {
  const inner = block['type'] === 'container' ? block['child_blocks'] : undefined;
  const cards = block['type'] === 'carousel' ? block['elements'] : undefined;
  return [block, ...objectsOf(inner), ...objectsOf(cards)];
}
