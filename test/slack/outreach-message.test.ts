import { describe, expect, it } from 'vitest';
import type { OutreachOutcomesReport, SentReport } from '../../src/app/outreach/outreach-report.ts';
import { lastTouchLine, outreachMessage } from '../../src/slack/messages/outreach.ts';
import { messageProblems } from '../support/block-limits.ts';
import { fc } from '../support/fc.ts';
import { hostile } from '../support/hostile-text.ts';

const mail: SentReport = {
  accountId: 'megacorp',
  accountName: 'Megacorp',
  wording: 'Their goal',
  sentOn: '2026-01-10',
  by: { id: 'U0DANA', name: 'Dana' },
  band: 'WARN',
  outcome: { state: 'recovered', recoveredOn: '2026-01-19', complete: true },
};
const report: OutreachOutcomesReport = { today: '2026-03-01', since: '2025-03-02', capped: false, rates: [], sent: [] };
const rate = { templateId: 't', wording: 'Their goal', sent: 7, finished: 6, recovered: 4, rateTenths: 667 };

describe('/pulse outreach', () => {
  it('says rates with their counts, too few as too few, and what followed each mail', () => {
    const few = { ...rate, wording: 'A talk', finished: 3, recovered: 2, rateTenths: null };
    const none = { ...rate, wording: 'A date', finished: 0, recovered: 0, rateTenths: null };
    const { text } = outreachMessage({ ...report, rates: [rate, few, none], sent: [mail] });
    expect(text).toContain('Their goal: 4 of 6 recovered (66.7 %) · 7 sent');
    expect(text).toContain('A talk: 2 of 3 recovered (too few to compare) · 7 sent');
    expect(text).toContain('A date: no result yet');
    expect(text).toMatch(/Megacorp.*WARN.*10 Jan by Dana.*recovered on 19 Jan/);
  });

  it('helps when nothing was sent yet', () => {
    expect(outreachMessage(report).text).toContain('[Draft email]');
  });

  it('stays within limits on hostile names and hundreds of mails', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const sent = Array.from({ length: 300 }, () => ({ ...mail, accountName: text, wording: text }));
        const rates = Array.from({ length: 300 }, () => ({ ...rate, wording: text }));
        const message = outreachMessage({ ...report, rates, sent });
        expect(messageProblems(message)).toEqual([]);
        expect(message.text).not.toContain('<!');
      }),
    );
  });
});

it('the last touch names who, what and when, and notifies nobody where it is shared', () => {
  const last = {
    on: '2026-02-26',
    by: { id: 'U0DANA', name: null },
    kind: 'draft',
    wording: '<!here>',
    daysAgo: 3,
  } as const;
  expect(lastTouchLine(null)).toBeNull();
  expect(lastTouchLine(last)).toBe('Last touch: mail by <@U0DANA> 3 d ago (&lt;!here&gt;)');
  expect(lastTouchLine(last, { shared: true })).not.toContain('<@');
  expect(lastTouchLine({ ...last, kind: 'call', wording: null, daysAgo: 0 })).toBe(
    'Last touch: call by <@U0DANA> today',
  );
});
