import { describe, expect, it } from 'vitest';
import { adoptionSection } from '../../src/slack/messages/adoption.ts';
import { adoptionOf } from '../support/adoption.ts';

describe('the lines about the use of seats', () => {
  it('say cohorts, milestones, support, automation, fit and candidates', () => {
    expect(adoptionSection(adoptionOf('Pro'))).toEqual([
      '*How seats are used* · 24 accounts with seats and events, 30 d',
      '> By plan: Pro 60.0 % (median 55.0 %, middle half 40.0 to 80.0 %, n 12) · not known 60.0 % (median 55.0 %, middle half 40.0 to 80.0 %, n 12) · 5 accounts in groups of fewer than five not shown',
      '> By size: 10–49 seats 60.0 % (median 55.0 %, middle half 40.0 to 80.0 %, n 12) · 5 accounts in groups of fewer than five not shown',
      '> By industry: Pro 60.0 % (median 55.0 %, middle half 40.0 to 80.0 %, n 12) · not known 60.0 % (median 55.0 %, middle half 40.0 to 80.0 %, n 12) · 5 accounts in groups of fewer than five not shown',
      '> By first paid month: Nov 2025 60.0 % (median 55.0 %, middle half 40.0 to 80.0 %, n 12) · 5 accounts in groups of fewer than five not shown',
      '> After a purchase, used: 30 d 29.1 % (4 of 10 reached 30 %)',
      '> Of added seats, filled: 30 d none',
      '> Support: 27.3 tickets per 100 active people · 16.7 % urgent · median first reply not connected · median resolution 1 h',
      '> Automation: 30.0 % of core events (15.0 % 90 d ago)',
      '> Price per seat: fits 9 accounts · 4 to watch · 1 weak · median 71.2 of 100 · 10 not known (six months of use needed)',
      '> Pilot candidate for hybrid prices, plan Pro (n 12): automation 15.0 % → 30.0 % in 90 d, 3 seats fewer. A hint, nothing follows by itself',
    ]);
  });

  it('say what is not connected, never a zero in its place', () => {
    const none = { ...adoptionOf('Pro'), support: null, automation: null, seatFit: null, milestones: null };
    const text = adoptionSection({ ...none, pilotCandidates: [] }).join('\n');
    expect(text).toContain('> Support: not connected');
    expect(text).toContain('> Automation: not connected: no event says that a program made it');
    expect(text).toContain('fit not known without the automation');
    expect(text).toContain('not counted under a rule about named events');
  });

  it('escape what others wrote', () => {
    expect(adoptionSection(adoptionOf('<!channel> & *x*')).join('\n')).not.toContain('<!channel>');
  });
});
