import { describe, expect, it } from 'vitest';
import type { SourceFeed } from '../../src/app/freshness/freshness-report.ts';
import { dataLine } from '../../src/slack/messages/digest-head.ts';
import { feedsText } from '../../src/slack/messages/source-feeds.ts';
import { compact } from '../../src/words/numbers.ts';
import { fc } from '../support/fc.ts';
import { STAND } from '../support/slack-reports.ts';

const feed = (source: string, ageMinutes: number, more: Partial<SourceFeed> = {}): SourceFeed => ({
  source,
  ageMinutes,
  broken: false,
  volume: null,
  ...more,
});
const volume = { lastDay: 18_234, usualLeast: 17_000, usualMost: 20_000 };
const FEW = [feed('stripe', 3), feed('events', 1, { volume }), feed('zendesk', 150, { broken: true })];

describe('sources in the head of the digest', () => {
  it('stand with age, volume and what looks broken', () => {
    expect(feedsText(FEW)).toBe('Stripe 3 min, events 1 min (18.2 k, usual 17–20 k), Zendesk 2 h ⚠');
    expect(dataLine({ stand: STAND, feeds: FEW })).toContain(` · ${feedsText(FEW)} · `);
    expect(feedsText([feed('csv', 3 * 1440), feed('warehouse', 59)])).toBe('files 3 d, warehouse 59 min');
  });

  it('leave the line to the ages of what came while no source is known', () => {
    expect(feedsText([])).toBeNull();
    expect(dataLine({ stand: STAND, feeds: [] })).toBe(dataLine({ stand: STAND }));
  });

  it('are counted when they are many, but for those that look broken', () => {
    const many = ['hubspot', 'posthog', 'segment', 'sentry'].map((source) => feed(source, 5));
    expect(feedsText(many)).toBe('HubSpot 5 min, PostHog 5 min, Segment 5 min, Sentry 5 min');
    expect(feedsText([...many, feed('stripe', 5)])).toBe('all 5 sources as usual');
    // The ages of what they bring are said all the same.
    expect(dataLine({ stand: STAND, feeds: [...many, feed('stripe', 5)] })).toMatch(/usage .* old · all 5 sources/);
    expect(dataLine({ stand: STAND, feeds: many })).not.toContain('usage');
    expect(feedsText([...many, ...FEW])).toBe('Zendesk 2 h ⚠, 6 others as usual');
    const allBroken = Array.from({ length: 30 }, (_, index) => feed(`s${index}`, 5, { broken: true }));
    expect(feedsText(allBroken)).toBe(`${[0, 1, 2, 3, 4, 5].map((n) => `s${n} 5 min ⚠`).join(', ')}, 24 more ⚠`);
  });

  it('never let a name of a stranger into the markup', () => {
    expect(feedsText([feed('<!channel> *x*', 5)])).not.toMatch(/<!channel>/);
  });

  it.each([
    [{ usualLeast: 300, usualMost: 300 }, '300'],
    [{ usualLeast: 900, usualMost: 1200 }, '900–1.2 k'],
    [{ usualLeast: 17_000, usualMost: 17_040 }, '17 k'],
    [{ usualLeast: 17_049, usualMost: 17_051 }, '17–17.1 k'],
    [{ usualLeast: 990_000, usualMost: 1_200_000 }, '990 k–1.2 M'],
    [{ usualLeast: 0, usualMost: 5 }, '0–5'],
  ])('print the range %j as %s', (usual, text) => {
    expect(feedsText([feed('events', 1, { volume: { lastDay: 1, ...usual } })])).toBe(
      `events 1 min (1, usual ${text})`,
    );
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 k'],
    [1049, '1 k'],
    [1050, '1.1 k'],
    [18_234, '18.2 k'],
    [99_949, '99.9 k'],
    [99_950, '100 k'],
    [999_499, '999 k'],
    [999_500, '1 M'],
    [2_350_000, '2.4 M'],
  ])('say %i as %s', (value, text) => {
    expect(compact(value)).toBe(text);
  });

  it('are never off by more than a twentieth, and grow with what they stand for', () => {
    const read = (text: string): number => {
      const [, number = '', unit = ''] = /^([\d.]+)(?: ([kM]))?$/.exec(text) ?? [];
      return Number(number) * (unit === 'k' ? 1000 : unit === 'M' ? 1_000_000 : 1);
    };
    fc.assert(
      fc.property(fc.nat(99_000_000), fc.nat(99_000_000), (a, b) => {
        expect(Math.abs(read(compact(a)) - a)).toBeLessThanOrEqual(a / 20);
        if (a <= b) expect(read(compact(a))).toBeLessThanOrEqual(read(compact(b)));
      }),
    );
  });
});
