import { describe, expect, test } from 'vitest';
import { checkMessageBlocks } from '../../src/workspace/blocks/check-blocks.ts';
import { checkView } from '../../src/workspace/blocks/check-view.ts';
import type { JsonObject } from '../../src/workspace/json.ts';

const plain = (text = 'text') => ({ type: 'plain_text', text });
const mrkdwn = (text = 'text') => ({ type: 'mrkdwn', text });
const x = (length: number) => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const option = (value = 'v', text = 'text') => ({ text: plain(text), value });
const options = (count: number) => times(count, (at) => option(`v${at}`));
const button = (change: object = {}) => ({ type: 'button', text: plain(), ...change });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const section = (change: object = {}) => ({ type: 'section', text: mrkdwn(), ...change });
const select = (change: object = {}) => ({ type: 'static_select', options: options(1), ...change });
const input = (element: object, change: object = {}) => ({ type: 'input', label: plain(), element, ...change });
const cell = (text = 'c') => ({ type: 'raw_text', text });
const rows = (height: number, width: number) => times(height, () => times(width, () => cell()));
const table = (change: object = {}) => ({ type: 'table', rows: rows(2, 2), ...change });
const dataTable = (change: object = {}) => ({ type: 'data_table', caption: 'c', rows: rows(2, 2), ...change });
const points = (labels: string[]) => labels.map((label) => ({ label, value: 1 }));
const series = (name = 's', labels = ['a', 'b']) => ({ name, data: points(labels) });
const cartesian = (change: object = {}) => ({
  type: 'data_visualization',
  title: 't',
  chart: { type: 'line', series: [series()], axis_config: { categories: ['a', 'b'] }, ...change },
});
const pie = (segments: object[]) => ({ type: 'data_visualization', title: 't', chart: { type: 'pie', segments } });
const card = (change: object = {}) => ({ type: 'card', title: mrkdwn(), ...change });
const container = (change: object = {}) => ({
  type: 'container',
  title: plain(),
  child_blocks: [section()],
  ...change,
});
const rich = (elements: object[]) => ({ type: 'rich_text', elements });
const richSection = (elements: object[]) => rich([{ type: 'rich_text_section', elements }]);
const image = (change: object = {}) => ({ type: 'image', image_url: 'https://e.com/a.png', alt_text: 'a', ...change });

type Case = [rule: string, good: JsonObject[], bad: JsonObject[]];

/** Each rule with blocks at its edge, which pass, and just over it, which do not. */
const CASES: Case[] = [
  ['50 blocks', times(50, () => section()), times(51, () => section())],
  ['a known kind', [{ type: 'divider' }], [{ type: 'divide' }]],
  ['alert is for modals', [section()], [{ type: 'alert', text: mrkdwn() }]],
  ['block_id 255', [section({ block_id: x(255) })], [section({ block_id: x(256) })]],
  ['block_id once', [section({ block_id: 'a' })], [section({ block_id: 'a' }), section({ block_id: 'a' })]],
  [
    'action_id once per block',
    [actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))],
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
  ],
  ['action_id 255', [actions(button({ action_id: x(255) }))], [actions(button({ action_id: x(256) }))]],
  ['section needs text or fields', [section()], [{ type: 'section' }]],
  ['section text 3000', [section({ text: mrkdwn(x(3000)) })], [section({ text: mrkdwn(x(3001)) })]],
  ['section text not empty', [section()], [section({ text: mrkdwn('') })]],
  ['text is an object', [section()], [section({ text: 'plain' })]],
  ['text has a kind', [section()], [section({ text: { type: 'html', text: 'x' } })]],
  ['10 fields', [section({ fields: times(10, () => mrkdwn()) })], [section({ fields: times(11, () => mrkdwn()) })]],
  ['field 2000', [section({ fields: [mrkdwn(x(2000))] })], [section({ fields: [mrkdwn(x(2001))] })]],
  ['accessory kind', [section({ accessory: button() })], [section({ accessory: { type: 'plain_text_input' } })]],
  ['header 150', [{ type: 'header', text: plain(x(150)) }], [{ type: 'header', text: plain(x(151)) }]],
  ['header is plain', [{ type: 'header', text: plain() }], [{ type: 'header', text: mrkdwn() }]],
  ['header level', [{ type: 'header', text: plain(), level: 4 }], [{ type: 'header', text: plain(), level: 5 }]],
  [
    '10 context elements',
    [{ type: 'context', elements: times(10, () => mrkdwn()) }],
    [{ type: 'context', elements: times(11, () => mrkdwn()) }],
  ],
  ['25 actions', [actions(...times(25, () => button()))], [actions(...times(26, () => button()))]],
  ['at least one action', [actions(button())], [actions()]],
  ['inputs are no actions', [actions(button())], [actions({ type: 'plain_text_input' })]],
  ['button text 75', [actions(button({ text: plain(x(75)) }))], [actions(button({ text: plain(x(76)) }))]],
  ['button text is plain', [actions(button())], [actions(button({ text: mrkdwn() }))]],
  ['button value 2000', [actions(button({ value: x(2000) }))], [actions(button({ value: x(2001) }))]],
  ['button style', [actions(button({ style: 'danger' }))], [actions(button({ style: 'warning' }))]],
  ['button url', [actions(button({ url: 'https://e.com' }))], [actions(button({ url: 'javascript:alert(1)' }))]],
  [
    'accessibility_label 75',
    [actions(button({ accessibility_label: x(75) }))],
    [actions(button({ accessibility_label: x(76) }))],
  ],
  [
    'confirm text 300',
    [actions(button({ confirm: { text: plain(x(300)) } }))],
    [actions(button({ confirm: { text: plain(x(301)) } }))],
  ],
  ['100 options', [actions(select({ options: options(100) }))], [actions(select({ options: options(101) }))]],
  ['options or groups', [actions(select())], [actions({ type: 'static_select' })]],
  [
    'option text 75',
    [actions(select({ options: [option('v', x(75))] }))],
    [actions(select({ options: [option('v', x(76))] }))],
  ],
  [
    'option value 150',
    [actions(select({ options: [option(x(150))] }))],
    [actions(select({ options: [option(x(151))] }))],
  ],
  [
    'option values once',
    [actions(select({ options: options(2) }))],
    [actions(select({ options: [option('v'), option('v')] }))],
  ],
  [
    'initial option is an option',
    [actions(select({ initial_option: option('v0') }))],
    [actions(select({ initial_option: option('other') }))],
  ],
  [
    'placeholder 150',
    [actions(select({ placeholder: plain(x(150)) }))],
    [actions(select({ placeholder: plain(x(151)) }))],
  ],
  [
    'overflow 5',
    [actions({ type: 'overflow', options: options(5) })],
    [actions({ type: 'overflow', options: options(6) })],
  ],
  [
    'radio 10',
    [actions({ type: 'radio_buttons', options: options(10) })],
    [actions({ type: 'radio_buttons', options: options(11) })],
  ],
  [
    'datepicker day',
    [actions({ type: 'datepicker', initial_date: '2026-02-28' })],
    [actions({ type: 'datepicker', initial_date: '2026-02-30' })],
  ],
  [
    'number_input decimals',
    [input({ type: 'number_input', is_decimal_allowed: false })],
    [input({ type: 'number_input' })],
  ],
  [
    'number_input bounds are strings',
    [input({ type: 'number_input', is_decimal_allowed: false, min_value: '1' })],
    [input({ type: 'number_input', is_decimal_allowed: false, min_value: 1 })],
  ],
  [
    'max_length 3000',
    [input({ type: 'plain_text_input', max_length: 3000 })],
    [input({ type: 'plain_text_input', max_length: 3001 })],
  ],
  ['input needs a label', [input(select())], [{ type: 'input', element: select() }]],
  ['input label 2000', [input(select(), { label: plain(x(2000)) })], [input(select(), { label: plain(x(2001)) })]],
  ['buttons are no inputs', [input(select())], [input(button())]],
  ['image alt text', [image()], [image({ alt_text: '' })]],
  ['image has one source', [image()], [image({ slack_file: { id: 'F1' } })]],
  ['markdown 12000', [{ type: 'markdown', text: x(12_000) }], [{ type: 'markdown', text: x(12_001) }]],
  [
    'markdown 12000 together',
    [{ type: 'markdown', text: x(6000) }],
    [
      { type: 'markdown', text: x(6000) },
      { type: 'markdown', text: x(6001) },
    ],
  ],
  ['one table', [table()], [table(), dataTable()]],
  ['table 100 rows', [table({ rows: rows(100, 1) })], [table({ rows: rows(101, 1) })]],
  ['table 20 columns', [table({ rows: rows(1, 20) })], [table({ rows: rows(1, 21) })]],
  ['no empty cell', [table()], [table({ rows: [[cell('')]] })]],
  ['table text 10000', [table({ rows: [[cell(x(10_000))]] })], [table({ rows: [[cell(x(10_001))]] })]],
  [
    'cell number',
    [table({ rows: [[{ type: 'raw_number', value: 1, text: '1' }]] })],
    [table({ rows: [[{ type: 'raw_number', text: '1' }]] })],
  ],
  ['data_table caption', [dataTable()], [dataTable({ caption: '' })]],
  ['data_table header and a row', [dataTable({ rows: rows(2, 1) })], [dataTable({ rows: rows(1, 1) })]],
  ['data_table 101 rows', [dataTable({ rows: rows(101, 1) })], [dataTable({ rows: rows(102, 1) })]],
  ['data_table equal rows', [dataTable()], [dataTable({ rows: [[cell()], [cell(), cell()]] })]],
  ['data_table page_size', [dataTable({ page_size: 100 })], [dataTable({ page_size: 101 })]],
  ['data_table row header', [dataTable({ row_header_column_index: 1 })], [dataTable({ row_header_column_index: 2 })]],
  [
    'data_table plain header',
    [dataTable({ rows: [[cell()], [{ ...richSection([{ type: 'text', text: 'x' }]) }]] })],
    [dataTable({ rows: [[{ ...richSection([{ type: 'text', text: 'x' }]) }], [cell()]] })],
  ],
  ['2 charts', times(2, () => cartesian()), times(3, () => cartesian())],
  ['chart title 50', [{ ...cartesian(), title: x(50) }], [{ ...cartesian(), title: x(51) }]],
  ['chart kind', [cartesian({ type: 'bar' })], [cartesian({ type: 'donut' })]],
  [
    '6 series',
    [cartesian({ series: times(6, (at) => series(`s${at}`)) })],
    [cartesian({ series: times(7, (at) => series(`s${at}`)) })],
  ],
  [
    'series names once',
    [cartesian({ series: [series('a'), series('b')] })],
    [cartesian({ series: [series('a'), series('a')] })],
  ],
  ['series name 20', [cartesian({ series: [series(x(20))] })], [cartesian({ series: [series(x(21))] })]],
  ['a point per category', [cartesian()], [cartesian({ series: [series('s', ['a'])] })]],
  ['points fit categories', [cartesian()], [cartesian({ series: [series('s', ['a', 'c'])] })]],
  ['20 categories', [chartOf(20)], [chartOf(21)]],
  [
    'axis label 50',
    [cartesian({ axis_config: { categories: ['a', 'b'], y_label: x(50) } })],
    [cartesian({ axis_config: { categories: ['a', 'b'], y_label: x(51) } })],
  ],
  ['pie above zero', [pie([{ label: 'a', value: 1 }])], [pie([{ label: 'a', value: 0 }])]],
  [
    '6 segments',
    [pie(times(6, (at) => ({ label: `${at}`, value: 1 })))],
    [pie(times(7, (at) => ({ label: `${at}`, value: 1 })))],
  ],
  ['card has something', [card()], [{ type: 'card', subtitle: mrkdwn() }]],
  ['card title 150', [card({ title: mrkdwn(x(150)) })], [card({ title: mrkdwn(x(151)) })]],
  ['card body 200', [card({ body: mrkdwn(x(200)) })], [card({ body: mrkdwn(x(201)) })]],
  ['card 3 buttons', [card({ actions: times(3, () => button()) })], [card({ actions: times(4, () => button()) })]],
  [
    'carousel 10',
    [{ type: 'carousel', elements: times(10, () => card()) }],
    [{ type: 'carousel', elements: times(11, () => card()) }],
  ],
  [
    'container 10',
    [container({ child_blocks: times(10, () => section()) })],
    [container({ child_blocks: times(11, () => section()) })],
  ],
  ['container children', [container({ child_blocks: [table()] })], [container({ child_blocks: [card()] })]],
  ['container checks children', [container()], [container({ child_blocks: [{ type: 'section' }] })]],
  [
    'collapsed needs collapsible',
    [container({ is_collapsible: true, default_collapsed: true })],
    [container({ default_collapsed: true })],
  ],
  ['rich_text leaf', [richSection([{ type: 'text', text: 'x' }])], [richSection([{ type: 'text', text: '' }])]],
  ['rich_text kind', [richSection([])], [rich([{ type: 'rich_text_table', elements: [] }])]],
  [
    'rich_text list style',
    [rich([{ type: 'rich_text_list', style: 'bullet', elements: [] }])],
    [rich([{ type: 'rich_text_list', elements: [] }])],
  ],
  [
    '5 context_actions',
    [{ type: 'context_actions', elements: times(5, () => ({ type: 'icon_button', icon: 'trash', text: plain() })) }],
    [{ type: 'context_actions', elements: times(6, () => ({ type: 'icon_button', icon: 'trash', text: plain() })) }],
  ],
];

function chartOf(count: number): JsonObject {
  const categories = times(count, (at) => `c${at}`);
  return cartesian({ series: [series('s', categories)], axis_config: { categories } });
}

describe('blocks of a message', () => {
  test.each(CASES)('rule: %s', (_rule, good, bad) => {
    expect(checkMessageBlocks(good)).toEqual([]);
    expect(checkMessageBlocks(bad)).not.toEqual([]);
  });
});

const modal = (change: object = {}) => ({ type: 'modal', title: plain(), blocks: [section()], ...change });

const VIEWS: [rule: string, kind: 'modal' | 'home', good: JsonObject, bad: JsonObject][] = [
  ['title 24', 'modal', modal({ title: plain(x(24)) }), modal({ title: plain(x(25)) })],
  ['title', 'modal', modal(), modal({ title: undefined })],
  ['submit 24', 'modal', modal({ submit: plain(x(24)) }), modal({ submit: plain(x(25)) })],
  [
    'submit with inputs',
    'modal',
    modal({ submit: plain(), blocks: [input(select())] }),
    modal({ blocks: [input(select())] }),
  ],
  [
    '100 blocks',
    'modal',
    modal({ blocks: times(100, () => section()) }),
    modal({ blocks: times(101, () => section()) }),
  ],
  ['private_metadata 3000', 'modal', modal({ private_metadata: x(3000) }), modal({ private_metadata: x(3001) })],
  ['callback_id 255', 'modal', modal({ callback_id: x(255) }), modal({ callback_id: x(256) })],
  ['kind', 'modal', modal(), modal({ type: 'home' })],
  [
    'alert only in modals',
    'modal',
    modal({ blocks: [{ type: 'alert', text: mrkdwn() }] }),
    modal({ blocks: [table()] }),
  ],
  ['no charts on Home', 'home', { type: 'home', blocks: [section()] }, { type: 'home', blocks: [cartesian()] }],
  ['no tables on Home', 'home', { type: 'home', blocks: [card()] }, { type: 'home', blocks: [dataTable()] }],
];

describe('views', () => {
  test.each(VIEWS)('rule: %s (%s)', (_rule, kind, good, bad) => {
    expect(checkView(good, kind)).toEqual([]);
    expect(checkView(bad, kind)).not.toEqual([]);
  });
});
