import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts';
import { BLOCK_RULES, withInnerBlocks } from './check-block.ts';
import { tableTextLength } from './check-table.ts';
import { elementsOf } from './elements-of.ts';
import { LIMITS } from './limits.ts';
import { checkString, createProblems, type Problems } from './problems.ts';
import { SURFACES, type Surface } from './surfaces.ts';

/** What Slack would refuse in a message's blocks, in its words; empty = fine. */
export function checkMessageBlocks(blocks: readonly JsonObject[]): string[] {
  const problems = createProblems();
  checkBlockList(problems, blocks, { surface: 'message', max: LIMITS.messageBlocks });
  checkMessageWide(problems, blocks);
  return problems.found;
}

/** Kinds for the surface, each block's own rules, and ids that occur twice. */
export function checkBlockList(
  problems: Problems,
  blocks: readonly unknown[],
  rule: { surface: Surface; max: number },
): void {
  if (blocks.length > rule.max) {
    problems.add('/blocks', `no more than ${rule.max} items allowed`);
  }
  blocks.forEach((block, index) => {
    checkBlock(problems, block, { pointer: `/blocks/${index}`, surface: rule.surface });
  });
  const all = objectsOf(blocks).flatMap(withInnerBlocks);
  checkUnique(
    problems,
    'block_id',
    all.map((block) => stringOf(block['block_id'])),
  );
  for (const block of all) {
    checkUnique(
      problems,
      'action_id',
      elementsOf(block).map((element) => stringOf(element['action_id'])),
    );
  }
}

function checkBlock(problems: Problems, block: unknown, place: { pointer: string; surface: Surface }): void {
  if (!isObject(block)) {
    problems.add(place.pointer, 'must be an object');
    return;
  }
  const kind = stringOf(block['type']);
  const surfaces = Object.hasOwn(SURFACES, kind) ? SURFACES[kind] : undefined;
  if (surfaces === undefined) {
    problems.add(`${place.pointer}/type`, `unsupported type: ${kind}`);
    return;
  }
  if (!surfaces.includes(place.surface)) {
    problems.add(`${place.pointer}/type`, `${kind} is not allowed in a ${place.surface}`);
  }
  checkString(problems, block['block_id'], `${place.pointer}/block_id`, { min: 1, max: LIMITS.id, optional: true });
  BLOCK_RULES[kind]?.(problems, block, place.pointer);
}

function checkMessageWide(problems: Problems, blocks: readonly JsonObject[]): void {
  const all = blocks.flatMap(withInnerBlocks);
  const tables = all.filter((block) => block['type'] === 'table' || block['type'] === 'data_table');
  if (tables.length > LIMITS.tablesPerMessage) {
    problems.add('/blocks', 'only_one_table_allowed');
  }
  if (tables.reduce((sum, table) => sum + tableTextLength(table), 0) > LIMITS.tableText) {
    problems.add('/blocks', `table cells hold more than ${LIMITS.tableText} characters`);
  }
  if (all.filter((block) => block['type'] === 'data_visualization').length > LIMITS.chartsPerMessage) {
    problems.add('/blocks', `no more than ${LIMITS.chartsPerMessage} data_visualization blocks allowed`);
  }
  const markdown = all.filter((block) => block['type'] === 'markdown');
  if (markdown.reduce((sum, block) => sum + stringOf(block['text']).length, 0) > LIMITS.markdownText) {
    problems.add('/blocks', `markdown blocks hold more than ${LIMITS.markdownText} characters`);
  }
}

function checkUnique(problems: Problems, name: string, ids: readonly string[]): void {
  const given = ids.filter((id) => id !== '');
  for (const id of new Set(given)) {
    if (given.filter((other) => other === id).length > 1) {
      problems.add('/blocks', `\`${name}\` "${id}" already exists`);
    }
  }
}
