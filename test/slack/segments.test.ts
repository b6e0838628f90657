import { describe, expect, it } from 'vitest';
import { ACTIVE_DEFAULTS } from '../../src/domain/active/definition.ts';
import { BALANCED, type HealthDefinition, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { accountCard } from '../../src/slack/messages/account-card.ts';
import { defineMessage } from '../../src/slack/messages/define.ts';
import { whyMessage } from '../../src/slack/messages/why.ts';
import { factsOf, healthReport, standingOf } from '../support/slack-reports.ts';

const SEGMENTED: HealthDefinition = {
  ...BALANCED,
  segments: [
    {
      name: 'monthly',
      match: { industry: ['payroll', '<!here>'], size: [10, null] },
      anchors: {
        regularity: [
          [0, 0],
          [25, 100],
        ],
      },
      silent_days: 35,
    },
    { match: { tenure_months: [2, 6] }, weights: { nps: 9 }, caps: { dormant_seats: '50.0' }, trend: { noise: 200 } },
    { match: { plan: ['vip'] } },
  ],
};

const define = (term: string, health: HealthDefinition) =>
  defineMessage(term, { health, utilization: UTILIZATION_DEFAULTS, active: ACTIVE_DEFAULTS }).text;

describe('/health define', () => {
  it('lists the segments in their order, with what they match and what they change', () => {
    expect(define('segments', SEGMENTED).split('\n')).toEqual([
      '*Segments* of balanced@1, the first that matches decides:',
      '• “monthly”: industry payroll or &lt;!here&gt;, 10 or more seats → regularity 0→0, 25→100 · silent after 35 days',
      '• #2: 2 to 6 months a customer → NPS weighs 9 · dormant seats 50.0 · trend noise 200',
      '• #3: plan vip → the rules of everybody',
    ]);
    expect(define('segment', BALANCED)).toContain('balanced@1 has none');
  });

  it('says under the score and the caps that others hold for some accounts, and nothing without segments', () => {
    for (const term of ['score', 'caps']) {
      expect(define(term, SEGMENTED)).toContain('Other rules hold for the segments “monthly”, #2, #3.');
      expect(define(term, BALANCED)).not.toContain('segment');
    }
    expect(define('caps', { ...BALANCED, silent_days: 20 })).toContain(
      'Silence counts after 20 days, a debt from day 14',
    );
  });
});

describe('an account in a segment', () => {
  const standing = standingOf(factsOf('acme'));
  const { assessment } = standing;
  const inSegment = {
    ...standing,
    assessment: { ...assessment, health: { ...assessment.health, segment: 'monthly <b>' } },
  };

  it('says so on its card and below its points; any other account says nothing', () => {
    expect(accountCard(healthReport(inSegment), { money: true }).text).toContain('segment monthly &lt;b&gt;');
    expect(accountCard(healthReport(standing), { money: true }).text).not.toContain('segment');
    expect(whyMessage(healthReport(inSegment)).text).toContain('Rules of the segment “monthly &lt;b&gt;”.');
    expect(whyMessage(healthReport(standing)).text).not.toContain('segment');
  });

  it('that is silent is told for how long', () => {
    const silent = standingOf({ ...factsOf('silentco'), last_active_days: 31 });
    expect(accountCard(healthReport(silent), { money: true }).text).toContain('no activity for 30 days');
    expect(accountCard(healthReport(standingOf(factsOf('silentco'))), { money: true }).text).toContain('for 14 days');
  });
});
