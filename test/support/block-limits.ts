import type { SlackBlock, SlackMessage } from '../../src/slack/messages/message.ts';

/** Slack's limits in UTF-16 units or counts, as its reference states them and as the live service refuses more. */
const LIMITS = {
  text: 3000,
  blocks: 50,
  viewBlocks: 100,
  allText: 12_000,
  sectionText: 3000,
  header: 150,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  url: 3000,
  id: 255,
  spoken: 75,
  options: 100,
  radioOptions: 10,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  placeholder: 150,
  inputLabel: 2000,
  inputText: 3000,
  title: 24,
  metadata: 3000,
  tableRows: 101,
  tableColumns: 20,
  tableText: 10_000,
  caption: 3000,
  chartTitle: 50,
  chartName: 20,
  chartCategories: 20,
  chartSeries: 6,
  charts: 2,
} as const;
const CLASSIC = ['section', 'header', 'context', 'actions', 'divider', 'input', 'image', 'rich_text'];
/** How many options an element may have. */
const OPTIONS: Readonly<Record<string, number>> = {
  static_select: LIMITS.options,
  checkboxes: LIMITS.radioOptions,
  radio_buttons: LIMITS.radioOptions,
  overflow: LIMITS.overflowOptions,
};
/** Columns of words kept apart by spaces or bars, wider than a phone. */
const ASCII_TABLE = /^(?=.{41,}$).*\S {3,}\S.* {3,}\S/;
const UNREAD = /^(type|style|value|url|private_metadata|.*_id)$/;
const LONE_SURROGATE = /\p{Cs}/u;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** Everything about a message that Slack would refuse or cut; empty when it is good. */
export function messageProblems({ text, blocks, classic }: SlackMessage): string[] {
  const problems = textProblems('text', text, LIMITS.text);
  for (const [form, list] of Object.entries({ blocks, classic: classic ?? [] })) {
    const all = text.length + list.reduce((sum, block) => sum + textLength(JSON.parse(JSON.stringify(block))), 0);
    if (all > LIMITS.allText) problems.push(`${all} characters in the text and the ${form}`);
  }
  if (text.split('\n').some((line) => ASCII_TABLE.test(line))) problems.push('a table drawn with characters');
  problems.push(...blockProblems(blocks, LIMITS.blocks));
  if (classic) {
    problems.push(...blockProblems(classic, LIMITS.blocks).map((problem) => `classic ${problem}`));
    if (classic.some(({ type }) => !CLASSIC.includes(type)))
      problems.push('classic: holds a block that is not classic');
  } else if (blocks.some(({ type }) => !CLASSIC.includes(type))) problems.push('no classic twin');
  if (blocks.length === 0) problems.push('no blocks');
  return problems;
}

/** The same for a modal or a home tab. */
export function viewProblems(view: object): string[] {
  const plain = asObject(JSON.parse(JSON.stringify(view)));
  const problems = blockProblems(asArray(plain['blocks']), LIMITS.viewBlocks);
  for (const key of ['title', 'submit', 'close']) {
    if (plain[key] !== undefined) problems.push(...textProblems(key, asObject(plain[key])['text'], LIMITS.title));
  }
  if (asText(plain['private_metadata']).length > LIMITS.metadata) problems.push('private_metadata too long');
  const types = asArray(plain['blocks']).map((block) => asText(asObject(block)['type']));
  if (types.some((type) => !CLASSIC.includes(type))) problems.push('a block that modals do not have');
  if (types.includes('input') && plain['type'] === 'modal' && plain['submit'] === undefined)
    problems.push('inputs without submit');
  return problems;
}

function blockProblems(given: readonly (SlackBlock | Json)[], most: number): string[] {
  const blocks: Json[] = JSON.parse(JSON.stringify(given));
  const problems: string[] = [];
  if (blocks.length > most) problems.push(`${blocks.length} blocks`);
  const all = blocks.reduce<number>((sum, block) => sum + textLength(block), 0);
  if (all > LIMITS.allText) problems.push(`${all} characters in all blocks`);
  const ids = blocks.flatMap((block) => asText(asObject(block)['block_id']) || []);
  if (new Set(ids).size !== ids.length) problems.push('block ids repeat');
  if (ids.some((id) => id.length > LIMITS.id)) problems.push('a block id is too long');
  const tables = blocks.filter((block) => ['table', 'data_table'].includes(asText(asObject(block)['type'])));
  if (tables.length > 1) problems.push('more than one table');
  const charts = blocks.filter((block) => asObject(block)['type'] === 'data_visualization');
  if (charts.length > LIMITS.charts) problems.push(`${charts.length} charts`);
  blocks.forEach((block, index) => {
    problems.push(...oneBlock(asObject(block)).map((problem) => `block ${index}: ${problem}`));
  });
  return problems;
}

function oneBlock(block: JsonObject): string[] {
  switch (block['type']) {
    case 'section':
      return textProblems('section', asObject(block['text'])['text'], LIMITS.sectionText);
    case 'divider':
      return [];
    case 'header':
      return textProblems('header', asObject(block['text'])['text'], LIMITS.header);
    case 'context':
      return [
        ...countProblems('context', block['elements'], LIMITS.contextElements),
        ...asArray(block['elements']).flatMap((one) =>
          textProblems('context', asObject(one)['text'], LIMITS.sectionText),
        ),
      ];
    case 'actions': {
      const ids = asArray(block['elements']).map((one) => asText(asObject(one)['action_id']));
      return [
        ...countProblems('actions', block['elements'], LIMITS.actionsElements),
        ...(new Set(ids).size === ids.length ? [] : ['action ids repeat']),
        ...asArray(block['elements']).flatMap((one) => elementProblems(asObject(one))),
      ];
    }
    case 'input':
      return [
        ...textProblems('label', asObject(block['label'])['text'], LIMITS.inputLabel),
        ...(block['hint'] === undefined
          ? []
          : textProblems('hint', asObject(block['hint'])['text'], LIMITS.inputLabel)),
        ...elementProblems(asObject(block['element'])),
      ];
    case 'rich_text':
      return asArray(block['elements']).flatMap((part) => {
        const texts = asArray(asObject(part)['elements']);
        if (texts.length === 0) return ['an empty part of rich text'];
        return texts.flatMap((one) => textProblems('rich text', asObject(one)['text'], LIMITS.inputText));
      });
    case 'data_table':
      return tableProblems(block);
    case 'data_visualization':
      return chartProblems(block);
    default:
      return [`unknown block ${String(block['type'])}`];
  }
}

function elementProblems(element: JsonObject): string[] {
  const problems = textProblems('action_id', element['action_id'], LIMITS.id);
  if (element['type'] === 'button') {
    problems.push(...textProblems('button', asObject(element['text'])['text'], LIMITS.buttonText));
    if (asText(element['value']).length > LIMITS.buttonValue) problems.push('button value too long');
    if (element['value'] === '') problems.push('button value empty');
    if (asText(element['url']).length > LIMITS.url) problems.push('url too long');
    if (asText(element['accessibility_label']).length > LIMITS.spoken) problems.push('spoken label too long');
  }
  if (element['placeholder'] !== undefined) {
    problems.push(...textProblems('placeholder', asObject(element['placeholder'])['text'], LIMITS.placeholder));
  }
  if (asText(element['initial_value']).length > LIMITS.inputText) problems.push('initial value too long');
  const options = OPTIONS[asText(element['type'])];
  if (options !== undefined) {
    problems.push(...countProblems('options', element['options'], options));
    for (const option of asArray(element['options']).map(asObject)) {
      problems.push(...textProblems('option', asObject(option['text'])['text'], LIMITS.optionText));
      problems.push(...textProblems('option value', option['value'], LIMITS.optionValue));
    }
  }
  return problems;
}

function tableProblems(block: JsonObject): string[] {
  const rows = asArray(block['rows']).map(asArray);
  const problems = textProblems('caption', block['caption'], LIMITS.caption);
  if (rows.length < 2 || rows.length > LIMITS.tableRows) problems.push(`${rows.length} rows`);
  const width = rows[0]?.length ?? 0;
  if (width > LIMITS.tableColumns || rows.some((row) => row.length !== width)) problems.push('rows of unequal length');
  const cells = rows.flat().map((cell) => asText(asObject(cell)['text']));
  if (cells.some((cell) => cell === '')) problems.push('an empty cell');
  const numbers = rows
    .flat()
    .map(asObject)
    .filter((cell) => cell['type'] === 'raw_number');
  if (numbers.some(({ value }) => !Number.isFinite(value))) problems.push('a number without a value');
  if (rows[0]?.some((cell) => asObject(cell)['type'] !== 'raw_text')) problems.push('a head that is no text');
  if (cells.join('').length > LIMITS.tableText) problems.push('too much text in a table');
  return problems;
}

function chartProblems(block: JsonObject): string[] {
  const chart = asObject(block['chart']);
  const categories = asArray(asObject(chart['axis_config'])['categories']);
  const problems = textProblems('chart title', block['title'], LIMITS.chartTitle);
  problems.push(...countProblems('categories', categories, LIMITS.chartCategories));
  for (const category of categories) problems.push(...textProblems('category', category, LIMITS.chartName));
  if (new Set(categories).size !== categories.length) problems.push('categories repeat');
  const names = asArray(chart['series']).map((series) => asText(asObject(series)['name']));
  problems.push(...countProblems('series', chart['series'], LIMITS.chartSeries));
  for (const name of names) problems.push(...textProblems('series', name, LIMITS.chartName));
  if (new Set(names).size !== names.length) problems.push('series repeat');
  for (const key of ['x_label', 'y_label']) {
    if (asText(asObject(chart['axis_config'])[key]).length > LIMITS.chartTitle) problems.push(`${key} too long`);
  }
  for (const series of asArray(chart['series']).map(asObject)) {
    if (asArray(series['data']).some((point) => !Number.isFinite(asObject(point)['value'])))
      problems.push('a point without a value');
    const labels = asArray(series['data']).map((point) => asObject(point)['label'] ?? null);
    if (JSON.stringify(labels) !== JSON.stringify(categories)) problems.push('points and categories differ');
  }
  return problems;
}

function textProblems(where: string, value: Json | undefined, most: number): string[] {
  if (typeof value !== 'string' || value === '') return [`${where} is empty`];
  if (value.length > most) return [`${where} has ${value.length} characters`];
  return LONE_SURROGATE.test(value) ? [`${where} holds half a character`] : [];
}

function countProblems(where: string, value: Json | undefined, most: number): string[] {
  const { length } = asArray(value);
  return length < 1 || length > most ? [`${where}: ${length} elements`] : [];
}

/** Everything that a reader or a screen reader meets: all strings but types, ids, values and addresses. */
function textLength(value: Json): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) => (UNREAD.test(key) && typeof one === 'string' ? sum : sum + textLength(one)),
    0,
  );
}

function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function asArray(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
