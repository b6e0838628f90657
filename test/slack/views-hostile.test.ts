import { describe, expect, it } from 'vitest';
import { viewProblems } from '../support/block-limits.ts';
import { rendererNames, renderersIn } from '../support/exported-renderers.ts';
import { fc } from '../support/fc.ts';
import { viewFaults } from '../support/hostile-faults.ts';
import { hostileStandings } from '../support/hostile-reports.ts';
import { hostile } from '../support/hostile-text.ts';
import { VIEW_RENDERERS } from '../support/hostile-views.ts';
import { harmfulParts, mrkdwnTexts } from '../support/mrkdwn-oracle.ts';

const RUNS = Number(process.env['HOSTILE_RUNS'] ?? 40);
const VIEWS = ['types.ModalView', 'types.HomeView'];

describe('the registry of views', () => {
  it('has a line for every function that makes one', () => {
    const found = renderersIn('src/slack/views', VIEWS);
    expect(Object.keys(VIEW_RENDERERS).sort(), 'add the new one to test/support/hostile-views.ts').toEqual(found);
  });

  it('would miss a new one', () => {
    const source = 'export function home(): types.HomeView {\n}\nexport function text(): string {\n';
    expect(rendererNames(source, VIEWS)).toEqual(['home']);
  });
});

describe('every view on hostile data', () => {
  it.each(Object.entries(VIEW_RENDERERS))('%s stays within Slack’s limits and obeys nobody else', (_name, render) => {
    fc.assert(
      fc.property(hostileStandings, hostile, (all, text) => {
        expect([render(all, text)].flat().flatMap(viewFaults)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the check itself', () => {
  it('sees a view that says too much, or obeys', () => {
    const view = (text: string, count: number) => ({
      type: 'home',
      blocks: Array.from({ length: count }, () => ({ type: 'section', text: { type: 'mrkdwn', text } })),
    });
    expect(viewProblems(view('x'.repeat(3000), 4))).toEqual([]);
    expect(viewProblems(view('x'.repeat(3000), 5))).not.toEqual([]);
    expect(viewProblems(view('x', 101))).not.toEqual([]);
    expect(harmfulParts(mrkdwnTexts(view('<!here>', 1)))).toEqual(['<!here>']);
  });
});
