import { describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../src/slack/messages/message.ts';
import { RENDERERS } from '../support/hostile-messages.ts';
import { GOLDEN_IDS, goldenStanding, RECIPE_ACCOUNTS } from '../support/slack-reports.ts';

/** Names, scores and percentages, changes, and amounts: what a reader would miss. */
const FACTS = {
  names: new RegExp(`\\b(?:${GOLDEN_IDS.join('|')})\\b`, 'g'),
  numbers: /(?<![\d.,])\d{1,3}\.\d(?![\d.])/g,
  changes: /[▲▼] \d+\.\d/g,
  money: /[$€¥][\d,]+(?:\.\d+)?/g,
} as const;
/** The text says how much it leaves to the blocks. */
const BOUNDED = /(?:…and|\+|and) [\d,]+ (?:more|other|earlier)|…$/m;
/** The chart's label says no more than its category. */
const ASIDE = ['actions', 'divider'];

/** Everything readable in blocks but menus and buttons, one string per text. */
function readable(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(readable);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = { type: '', text: null, ...value };
  if (ASIDE.includes(type)) return [];
  if (typeof text === 'string') return [text];
  return Object.values(value).flatMap(readable);
}

/** What the blocks say and the text does not; where the text is bounded, only what comes first counts. */
function missing({ text, blocks, classic }: SlackMessage): string[] {
  return [blocks, classic ?? []].flatMap((form) => {
    const said = readable(form).join('\n');
    return Object.values(FACTS).flatMap((pattern) => {
      const facts = [...new Set(said.match(pattern) ?? [])];
      const wanted = BOUNDED.test(text) ? facts.slice(0, 1) : facts;
      return wanted.filter((fact) => !text.includes(fact));
    });
  });
}

const few = RECIPE_ACCOUNTS.map(goldenStanding);
const many = GOLDEN_IDS.map(goldenStanding);
const crowd = Array.from({ length: 30 }, () => many).flat();

describe.each(Object.entries(RENDERERS))('the text of %s', (_name, render) => {
  it.each([
    ['few', few],
    ['all golden', many],
    ['hundreds of', crowd],
  ])('alone says what the blocks say of %s accounts', (_size, all) => {
    for (const message of [render(all, 'a note')].flat()) expect(missing(message), message.text).toEqual([]);
  });
});

describe('the check itself', () => {
  const block = (text: string) => [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text } }];
  const said = 'megacorp 18.5 ▼ 22.1 $5,000';

  it('sees each kind of fact that is missing', () => {
    expect(missing({ text: said, blocks: block(said), classic: null })).toEqual([]);
    expect(missing({ text: 'one account', blocks: block(said), classic: null })).toEqual([
      'megacorp',
      '18.5',
      '22.1',
      '▼ 22.1',
      '$5,000',
    ]);
    expect(missing({ text: said, blocks: block(said), classic: block('acme') })).toEqual(['acme']);
  });

  it('asks for the first ones where the rest is counted, and for all where it is not', () => {
    const blocks = block('megacorp\nglobex');
    expect(missing({ text: 'megacorp\n…and 1 more', blocks, classic: null })).toEqual([]);
    expect(missing({ text: 'globex\n…and 1 more', blocks, classic: null })).toEqual(['megacorp']);
    expect(missing({ text: 'megacorp', blocks, classic: null })).toEqual(['globex']);
  });
});
