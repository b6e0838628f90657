import { isObject, type JsonObject, listOf } from '../json.ts';
import { checkOneOf, checkString, type Problems } from './problems.ts';

const LEAF_FIELDS: Readonly<Record<string, string>> = {
  text: 'text',
  link: 'url',
  user: 'user_id',
  usergroup: 'usergroup_id',
  team: 'team_id',
  channel: 'channel_id',
  emoji: 'name',
  broadcast: 'range',
  color: 'value',
  date: 'format',
};

/** A `rich_text` block: the four containers and their leaves. */
export function checkRichText(problems: Problems, block: JsonObject, pointer: string): void {
  if (!Array.isArray(block['elements'])) {
    problems.add(`${pointer}/elements`, 'missing required field');
  }
  listOf(block['elements']).forEach((element, index) => {
    checkContainer(problems, element, `${pointer}/elements/${index}`);
  });
}

function checkContainer(problems: Problems, element: unknown, pointer: string): void {
  if (!isObject(element)) {
    problems.add(pointer, 'must be an object');
    return;
  }
  const inner = listOf(element['elements']);
  switch (element['type']) {
    case 'rich_text_section':
    case 'rich_text_quote':
    case 'rich_text_preformatted':
      inner.forEach((leaf, index) => {
        checkLeaf(problems, leaf, `${pointer}/elements/${index}`);
      });
      return;
    case 'rich_text_list':
      checkOneOf(problems, element['style'], `${pointer}/style`, ['bullet', 'ordered']);
      inner.forEach((item, index) => {
        checkContainer(problems, item, `${pointer}/elements/${index}`);
      });
      return;
    default:
      problems.add(`${pointer}/type`, `unsupported type: ${String(element['type'])}`);
  }
}

function checkLeaf(problems: Problems, leaf: unknown, pointer: string): void {
  const kind = isObject(leaf) ? leaf['type'] : undefined;
  const field = typeof kind === 'string' ? LEAF_FIELDS[kind] : undefined;
  if (!isObject(leaf) || field === undefined) {
    problems.add(`${pointer}/type`, `unsupported type: ${String(kind)}`);
    return;
  }
  checkString(problems, leaf[field], `${pointer}/${field}`, { min: 1, max: 40_000 });
  if (kind === 'date' && !Number.isInteger(leaf['timestamp'])) {
    problems.add(`${pointer}/timestamp`, 'must be an integer');
  }
}
