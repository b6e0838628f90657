import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/workspace/json.ts';
import { blocksHtml } from '../../src/workspace/render/blocks.ts';
import { chartTicks } from '../../src/workspace/render/chart-ticks.ts';
import { formatDate } from '../../src/workspace/render/format-date.ts';
import { markdownHtml } from '../../src/workspace/render/markdown.ts';
import { mrkdwnHtml } from '../../src/workspace/render/mrkdwn.ts';
import type { RenderContext } from '../../src/workspace/render/render-context.ts';
import { fc } from '../support/fc.ts';
import { processorMs } from '../support/processor-time.ts';

const context: RenderContext = {
  nameOfPerson: (id) => (id === 'U1' ? 'dana' : null),
  nameOfChannel: (id) => (id === 'C1' ? 'cs-pulse' : null),
  nameOfUsergroup: () => null,
  zone: 'Europe/Berlin',
  now: new Date('2026-03-02T10:00:00Z'),
  people: [{ id: 'U1', name: 'dana' }],
  conversations: [{ id: 'C1', name: '#cs-pulse', isPublic: true }],
};

describe('mrkdwn', () => {
  test.each([
    ['*bold* _it_ ~no~ `code`', '<strong>bold</strong> <em>it</em> <s>no</s> <code>code</code>'],
    ['_*both*_', '<em><strong>both</strong></em>'],
    ['2*3*4 snake_case_name', '2*3*4 snake_case_name'],
    ['* not bold *', '* not bold *'],
    ['`*as typed*`', '<code>*as typed*</code>'],
    ['a &amp; b &lt;c&gt;', 'a &amp; b &lt;c&gt;'],
    ['&amp;lt;', '&amp;lt;'],
    ['one\ntwo', 'one<br>two'],
    ['&gt; quoted\nafter', '<blockquote>quoted</blockquote>after'],
    ['<@U1> <@U7|x>', '<span class="mention">@dana</span> <span class="mention">@x</span>'],
    ['<!here>', '<span class="mention">@here</span>'],
    ['<!subteam^S1|csm>', '<span class="mention">@csm</span>'],
    ['```\na  *b*\n```', '<pre>a  *b*</pre>'],
    [':large_green_circle:', '<span class="emoji" role="img" aria-label="large green circle">🟢</span>'],
    [':no_such_thing:', ':no_such_thing:'],
    ['10:30:45', '10:30:45'],
    ['▁▂█ up', '<span class="bars">▁▂█</span> up'],
  ])('%j becomes %s', (text, html) => {
    expect(mrkdwnHtml(text, context)).toBe(html);
  });

  test('links open elsewhere without an opener; other schemes stay text', () => {
    const link = '<a href="https://e.com/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">';
    expect(mrkdwnHtml('<https://e.com/?a=1&amp;b=2|label>', context)).toBe(`${link}label</a>`);
    expect(mrkdwnHtml('see https://e.com.', context)).toContain('>https://e.com</a>.');
    expect(mrkdwnHtml('<javascript:alert(1)|label>', context)).toBe('label');
    expect(mrkdwnHtml('<mailto:a@e.com|write>', context)).toContain('href="mailto:a@e.com"');
    expect(mrkdwnHtml('<#C1>', context)).toContain('>#cs-pulse</a>');
  });

  test('dates follow the zone of the reader', () => {
    const html = mrkdwnHtml('<!date^1772445600^{date_short_pretty} at {time}|fallback>', context);
    expect(html).toBe('<time>today at 11:00 AM</time>');
    expect(mrkdwnHtml('<!date^soon^{time}|fallback>', context)).toBe('<time>fallback</time>');
    const reader = { zone: 'America/New_York', now: context.now };
    expect(formatDate('{date_num}', new Date('2026-03-02T02:00:00Z'), reader)).toBe('2026-03-01');
  });
});

test('markdown draws headings, lists, tables and fences', () => {
  const html = markdownHtml('# Top\n\n- *one*\n- **two**\n\n| a | b |\n|---|---|\n| 1 | <2 |\n\n```\n<x>\n```');
  expect(html).toContain('<h3>Top</h3>');
  expect(html).toContain('<li class="indent-0"><em>one</em></li><li class="indent-0"><strong>two</strong></li>');
  expect(html).toContain('<td>&lt;2</td>');
  expect(html).toContain('<pre>&lt;x&gt;</pre>');
});

test('a chart has an accessible name, its legend and its numbers', () => {
  const data = [
    { label: 'Jan', value: 10 },
    { label: 'Feb', value: -5 },
  ];
  const chart = { type: 'bar', series: [{ name: 'people', data }], axis_config: { categories: ['Jan', 'Feb'] } };
  const html = draw({ type: 'data_visualization', title: 'People', chart });
  expect(html).toContain('role="img" aria-label="bar chart: People"');
  expect(html).toContain('<title>people, Feb: -5</title>');
  expect(html).toContain('<th scope="row">Feb</th><td>-5</td>');
  expect(html.match(/<rect/g)).toHaveLength(2);
});

test('chart ticks are ascending, span the range and are few', () => {
  const value = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((minor) => minor / 100);
  fc.assert(
    fc.property(value, value, (one, two) => {
      const [low, high] = [Math.min(one, two, 0), Math.max(one, two, 0)];
      fc.pre(high > low);
      const ticks = chartTicks(low, high);
      expect(ticks.length).toBeLessThan(9);
      expect(ticks[0]).toBeLessThanOrEqual(low);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(high);
    }),
  );
});

test('an unknown block is a visible box, a video is left out', () => {
  expect(draw({ type: 'hologram' })).toContain('Unsupported block: <code>hologram</code>');
  expect(draw({ type: 'video' })).toBe('');
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<javascript:alert(1)|click>',
  '<https://e.com" onclick="alert(1)|x>',
  "<https://e.com/'onclick=alert(1)|x>",
  '[x](javascript:alert(1))',
  '[x](https://e.com"onclick="alert(1))',
  '&lt;img src=x onerror=alert(1)&gt;',
  '</textarea><script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '<!date^1^{time}^javascript:alert(1)|x>',
  '<!date^1^<b>|"><svg onload=alert(1)>>',
  '<@U1|"><svg/onload=alert(1)>>',
  '<#C9|<img src=x onerror=alert(1)>>',
  '```</pre><script>alert(1)</script>```',
  '`</code><script>alert(1)</script>`',
  '\u{E000}0\u{E001}<b>',
  ':"><script>alert(1)</script>:',
  'data:text/html,<script>alert(1)</script>',
  '__proto__',
  'constructor',
];

const ALLOWED_TAGS = new Set(
  'a article b blockquote br button circle code details div em figcaption figure h3 h4 h5 h6 hr i img input label legend li line ol optgroup option p path pre rect s section select small span strong summary svg table tbody td text textarea th thead time title tr u ul'.split(
    ' ',
  ),
);

const TAG = /<\/?([a-zA-Z][a-zA-Z0-9]*)((?:\s+[^\s"'<>/=]+(?:="[^"]*")?)*)\s*\/?>/g;

/** Reads the HTML as a browser would (tags with quoted attributes) and lists whatever could run. */
function dangersIn(html: string): string[] {
  const dangers: string[] = [];
  const rest = html.replace(TAG, (whole, name: string, attributes: string) => {
    const isBad = [...attributes.matchAll(/\s([^\s"'<>/=]+)(?:="([^"]*)")?/g)].some(
      ([, attribute = '', value = '']) =>
        /^(on.*|style|srcdoc|formaction)$/i.test(attribute) ||
        (/^(href|src|action)$/.test(attribute) && !/^(https?:\/\/|mailto:|\/)/i.test(value)),
    );
    if (isBad || !ALLOWED_TAGS.has(name)) {
      dangers.push(whole);
    }
    return '';
  });
  return /[<>]/.test(rest) ? [...dangers, rest] : dangers;
}

function expectHarmless(html: string): void {
  expect(dangersIn(html)).toEqual([]);
}

describe('hostile text', () => {
  test.each(HOSTILE)('%j runs nowhere', (text) => {
    expectHarmless(blocksHtml(everyBlock(text), { context, values: {}, scope: 's' }));
    expectHarmless(mrkdwnHtml(text, context));
    expectHarmless(markdownHtml(text));
  });

  test('no text at all runs', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...HOSTILE,
        '<',
        '>',
        '"',
        "'",
        '&',
        '`',
        '```',
        '*',
        '_',
        '~',
        '|',
        '\n',
        '> ',
        '- ',
        '<@',
        '<!date^',
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (hostile) => {
        expectHarmless(mrkdwnHtml(hostile, context));
        expectHarmless(markdownHtml(hostile));
        expectHarmless(blocksHtml(everyBlock(hostile), { context, values: {}, scope: 's' }));
      }),
      { numRuns: 120 },
    );
  });

  test('the check itself finds what it must', () => {
    expect(() => expectHarmless('<script>alert(1)</script>')).toThrow();
    expect(() => expectHarmless('<a href="javascript:alert(1)">x</a>')).toThrow();
    expect(() => expectHarmless('<a onclick="x">x</a>')).toThrow();
    expect(() => expectHarmless('a < b')).toThrow();
    expect(() => expectHarmless('<img src=x onerror=alert(1)>')).toThrow();
  });
});

test('long hostile text is rendered in linear time', () => {
  const took = processorMs(() => {
    for (const text of ['*'.repeat(3000), '*a '.repeat(1000), '_*~'.repeat(1000), '<'.repeat(3000), '`'.repeat(3000)]) {
      mrkdwnHtml(text, context);
      markdownHtml(text.repeat(4));
    }
  });
  expect(took).toBeLessThan(2000);
});

function draw(block: JsonObject): string {
  return blocksHtml([block], { context, values: {}, scope: 's' });
}

/** Every kind of block and element with the same text wherever text may stand. */
function everyBlock(text: string): JsonObject[] {
  const plain = { type: 'plain_text', text };
  const mrkdwn = { type: 'mrkdwn', text };
  const option = { text: plain, value: text, description: plain };
  const confirm = { title: plain, text: mrkdwn, confirm: plain, deny: plain };
  const shared = { action_id: text, placeholder: plain, confirm };
  const leaves = [
    { type: 'text', text, style: { bold: true, code: true } },
    { type: 'link', url: text, text },
    { type: 'link', url: `https://e.com/${text}` },
    { type: 'emoji', name: text },
    { type: 'user', user_id: text },
    { type: 'channel', channel_id: text },
    { type: 'usergroup', usergroup_id: text },
    { type: 'broadcast', range: text },
    { type: 'color', value: text },
    { type: 'date', timestamp: 1, format: text, fallback: text },
  ];
  const elements = [
    { type: 'button', text: plain, value: text, url: text, style: text, accessibility_label: text, ...shared },
    { type: 'static_select', options: [option], initial_option: option, ...shared },
    { type: 'static_select', option_groups: [{ label: plain, options: [option] }], ...shared },
    { type: 'multi_static_select', options: [option], initial_options: [option], ...shared },
    { type: 'external_select', initial_option: option, ...shared },
    { type: 'multi_external_select', initial_options: [option], ...shared },
    { type: 'users_select', initial_user: text, ...shared },
    { type: 'conversations_select', ...shared },
    { type: 'overflow', options: [option], ...shared },
    { type: 'checkboxes', options: [{ ...option, text: mrkdwn, description: mrkdwn }], ...shared },
    { type: 'radio_buttons', options: [option], initial_option: option, ...shared },
    { type: 'datepicker', initial_date: text, ...shared },
    { type: 'icon_button', icon: text, text: plain, ...shared },
    { type: 'feedback_buttons', positive_button: { text: plain, value: text }, negative_button: option, ...shared },
    { type: text, ...shared },
  ];
  const inputs = [
    { type: 'plain_text_input', initial_value: text, ...shared },
    { type: 'plain_text_input', initial_value: text, multiline: true, ...shared },
    { type: 'email_text_input', initial_value: text, ...shared },
    { type: 'number_input', initial_value: text, ...shared },
    { type: 'datetimepicker', ...shared },
  ];
  const cells = [
    { type: 'raw_text', text },
    { type: 'raw_number', value: 1, text },
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: leaves }] },
  ];
  const series = [{ name: text, data: [{ label: text, value: 2 }] }];
  const axis = { categories: [text], x_label: text, y_label: text };
  const image = { type: 'image', image_url: text, alt_text: text };
  const blocks: JsonObject[] = [
    { type: 'header', text: plain },
    { type: 'section', text: mrkdwn, fields: [mrkdwn, plain], accessory: image },
    { type: 'context', elements: [mrkdwn, plain, image] },
    { type: 'actions', elements },
    { type: 'divider' },
    { ...image, title: plain },
    ...inputs.map((element) => ({ type: 'input', label: plain, hint: plain, element })),
    {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: leaves },
        { type: 'rich_text_list', style: 'ordered', elements: [{ type: 'rich_text_section', elements: leaves }] },
        { type: 'rich_text_quote', elements: leaves },
        { type: 'rich_text_preformatted', elements: leaves },
      ],
    },
    { type: 'markdown', text },
    { type: 'table', rows: [cells, cells], column_settings: [{ align: text }] },
    { type: 'data_table', caption: text, rows: [cells, cells, cells], page_size: 1 },
    { type: 'data_visualization', title: text, chart: { type: 'line', series, axis_config: axis } },
    { type: 'data_visualization', title: text, chart: { type: 'bar', series, axis_config: axis } },
    { type: 'data_visualization', title: text, chart: { type: 'pie', segments: [{ label: text, value: 1 }] } },
    { type: 'card', title: mrkdwn, subtitle: mrkdwn, body: mrkdwn, icon: image, hero_image: image, actions: elements },
    { type: 'alert', level: text, text: mrkdwn },
    { type: 'container', title: plain, subtitle: mrkdwn, child_blocks: [{ type: 'section', text: mrkdwn }] },
    { type: text },
  ];
  return blocks.map((block) => ({ block_id: text, ...block }));
}
