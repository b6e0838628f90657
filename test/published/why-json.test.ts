import { describe, expect, it } from 'vitest';
import { whyJson } from '../../src/published/why-json.ts';
import { changeLines } from '../../src/slack/messages/change.ts';
import { now } from '../support/initech.ts';
import { changeReport, standingOf } from '../support/slack-reports.ts';

const REASON = 'AT&T <ops> said "usage > 10" & left';
const term = (key: 'override' | 'definition') =>
  ({ key, kind: key, pointsTenths: 5, before: null, after: null }) as const;

describe('why as JSON', () => {
  const report = changeReport(standingOf(now), now);
  const override = {
    kind: 'cap',
    tenths: 449,
    reason: REASON,
    author: { id: 'U0DANA', name: 'Dana & <Lee>' },
    expiresOn: '2026-05-03',
    withoutTenths: 880,
  } as const;
  const shown = {
    ...report,
    changeTenths: 10,
    terms: [term('override'), term('definition')],
    to: { ...report.to, override, definition: 'A&B@2' },
  };

  it('has plain words, which programs escape for themselves', () => {
    const texts = whyJson(shown).terms.map(({ text }) => text);
    expect(texts).toEqual([
      `capped the score at 44.9 until 3 May by Dana & <Lee>: ${REASON} (without it 88.0)`,
      'other rules, balanced@1 → A&B@2',
    ]);
  });

  it('of which Slack has the same, escaped', () => {
    const [first, second] = changeLines(shown);
    expect(first).toContain('by Dana &amp; &lt;Lee&gt;: AT&amp;T &lt;ops&gt; said "usage &gt; 10" &amp; left');
    expect(second).toContain('→ A&amp;B@2');
  });
});
