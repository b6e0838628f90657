import { describe, expect, it } from 'vitest';
import { accountCard } from '../../src/slack/messages/account-card.ts';
import type { SlackMessage } from '../../src/slack/messages/message.ts';
import { messageProblems } from '../support/block-limits.ts';
import { rendererNames, renderersIn } from '../support/exported-renderers.ts';
import { fc } from '../support/fc.ts';
import { messageFaults } from '../support/hostile-faults.ts';
import { RENDERERS } from '../support/hostile-messages.ts';
import { hostileStandings } from '../support/hostile-reports.ts';
import { hostile } from '../support/hostile-text.ts';
import { HIDDEN, harmfulParts, mrkdwnTexts } from '../support/mrkdwn-oracle.ts';
import { goldenStanding, healthReport } from '../support/slack-reports.ts';

const RUNS = Number(process.env['HOSTILE_RUNS'] ?? 40);
const MESSAGES = ['SlackMessage'];
/** Makes messages out of lines and blocks that renderers give it. */
const CONSTRUCTOR = 'message';

describe('the registry of messages', () => {
  it('has a line for every function that makes a message', () => {
    const found = renderersIn('src/slack/messages', MESSAGES).filter((name) => name !== CONSTRUCTOR);
    expect(Object.keys(RENDERERS).sort(), 'add the new one to test/support/hostile-messages.ts').toEqual(found);
  });

  it('would miss a new one', () => {
    const source = [
      'export function fresh<T>(\n  { a }: { readonly a: T },\n  b: string,\n): SlackMessage {\n',
      'export function several(a: string): SlackMessage[] {\n',
      'export function other(a: string): string {\n  return a;\n}\nfunction inner(): SlackMessage {\n',
    ].join('}\n');
    expect(rendererNames(source, MESSAGES)).toEqual(['fresh', 'several']);
  });
});

describe('every message on hostile data', () => {
  it.each(Object.entries(RENDERERS))('%s stays within Slack’s limits and obeys nobody else', (_name, render) => {
    fc.assert(
      fc.property(hostileStandings, hostile, (all, text) => {
        expect([render(all, text)].flat().flatMap(messageFaults)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the checks themselves', () => {
  const careless = (text: string, more: Partial<SlackMessage> = {}): SlackMessage => ({
    text,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
    classic: null,
    ...more,
  });

  it('see what a careless renderer does', () => {
    expect(messageProblems(careless('fine'))).toEqual([]);
    expect(messageProblems(careless('x'.repeat(3001)))).not.toEqual([]);
    expect(messageProblems(careless(''))).not.toEqual([]);
    expect(messageProblems(careless('\ud800'))).not.toEqual([]);
    expect(harmfulParts(mrkdwnTexts(careless('<!channel>').blocks))).toEqual(['<!channel>']);
    expect('a\u202eb').toMatch(HIDDEN);
    const card = accountCard(healthReport(goldenStanding('acme')), { money: true });
    const [block] = card.blocks;
    const many = Array.from({ length: 51 }, () => block).flatMap((one) => one ?? []);
    expect(messageProblems({ ...card, blocks: many })).not.toEqual([]);
  });

  it('count the text with the blocks, and with the classic ones', () => {
    const { blocks } = careless('x'.repeat(2400));
    const four = [...blocks, ...blocks, ...blocks, ...blocks];
    expect(messageProblems(careless('x'.repeat(2400), { blocks: four }))).toEqual([]);
    expect(messageProblems(careless('x'.repeat(2401), { blocks: four }))).toEqual([
      '12001 characters in the text and the blocks',
    ]);
    expect(messageProblems(careless('x'.repeat(2401), { classic: four }))).toEqual([
      '12001 characters in the text and the classic',
    ]);
  });

  it('see a table that a phone breaks', () => {
    const line = 'megacorp      50 paid     14 active     28.0 %     $5,000';
    expect(messageProblems(careless(line))).toEqual(['a table drawn with characters']);
  });
});
