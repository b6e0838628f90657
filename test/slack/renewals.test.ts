import { describe, expect, it } from 'vitest';
import { parseSeatsAsked } from '../../src/slack/commands/renewal-answer.ts';
import { parseRenewalFilter } from '../../src/slack/commands/renewal-filter.ts';
import { accountActions } from '../../src/slack/messages/account-actions.ts';
import { renewalCalendarMessage } from '../../src/slack/messages/renewal-calendar.ts';
import { renewalTalkMessage } from '../../src/slack/messages/renewal-talk.ts';
import { calendarOf, talkOf } from '../support/slack-renewals.ts';
import { GOLDEN_IDS, goldenStanding, standingOf } from '../support/slack-reports.ts';

const MONEY = { money: true };
const all = GOLDEN_IDS.map(goldenStanding);
const megacorp = goldenStanding('megacorp');

describe('the filters of /pulse renewals', () => {
  it.each([
    ['', {}],
    ['60', { withinDays: 60 }],
    ['<90d mine', { withinDays: 90, ownerSlackUserId: 'U0ME' }],
    ['MINE 30D', { withinDays: 30, ownerSlackUserId: 'U0ME' }],
    ['owner:<@U0LEE|lee> 120', { withinDays: 120, ownerSlackUserId: 'U0LEE' }],
    ['owner:Lee@Example.com', { ownerEmail: 'lee@example.com' }],
    ['owner:me', { ownerSlackUserId: 'U0ME' }],
  ])('read %j', (text, filter) => {
    expect(parseRenewalFilter(text, 'U0ME')).toEqual(filter);
  });

  it.each(['45', '0', '-30', '1e2', 'owner:', 'owner:nobody', 'owners', 'acme', '30;60', '<>'])('refuse %j', (text) => {
    expect(() => parseRenewalFilter(text, 'U0ME')).toThrow(/Known: 30, 60, 90, 120|mention a person/);
  });
});

describe('the number of seats behind a name', () => {
  it.each([
    ['acme seats:15', { name: 'acme', seats: 15 }],
    ['Seats & Sons SEATS:1', { name: 'Seats & Sons', seats: 1 }],
    ['acme', { name: 'acme', seats: undefined }],
    ['seats:15', { name: '', seats: 15 }],
    ['acme seats', { name: 'acme seats', seats: undefined }],
  ])('is read in %j', (text, expected) => {
    expect(parseSeatsAsked(text)).toEqual(expected);
  });

  it.each(['acme seats:', 'acme seats:many', 'acme seats:-5', 'acme seats:1.5', 'acme seats:12345678'])(
    'refuses %j',
    (text) => {
      expect(() => parseSeatsAsked(text)).toThrow('seats: give a whole number');
    },
  );
});

describe('the calendar', () => {
  it('says of every account when, how healthy, what it brings, what is exposed and whose it is', () => {
    const { text } = renewalCalendarMessage(calendarOf([megacorp]), MONEY);
    expect(text).toContain(
      '*61–90 days* · 1 account · $5,000/mo MRR · seat exposure $3,600/mo · churn exposure $5,000/mo',
    );
    expect(text).toContain(
      [
        '🔴 *megacorp* 18.5 CRITICAL · renews 2 May (62 d) · ⚑ red flag · @dana',
        '> $5,000/mo MRR ($60,000/yr ARR) · 14/50 seats (28.0 %) · seat exposure $3,600/mo · churn exposure $5,000/mo',
      ].join('\n'),
    );
    expect(text).toContain('*0–30 days* · none');
    expect(text).toContain('never add them up');
  });

  it('shows no amount without the right', () => {
    expect(JSON.stringify(renewalCalendarMessage(calendarOf(all), { money: false }))).not.toMatch(
      /[$€¥]\d|MRR|xposure/,
    );
    expect(JSON.stringify(renewalCalendarMessage(calendarOf(all), MONEY))).toMatch(/\$\d/);
  });

  it('does not count use where no event ever came', () => {
    const { text } = renewalCalendarMessage(calendarOf([goldenStanding('ghost')]), MONEY);
    expect(text).toContain('$27,000/yr ARR) · no event ever received');
    expect(text).not.toContain('0/30');
  });

  it('says who has no date and whose has passed, and what to do', () => {
    const facts = megacorp.assessment.facts;
    const without = standingOf({ ...facts, account_id: 'dateless', days_to_renewal: null });
    const late = standingOf({ ...facts, account_id: 'late', days_to_renewal: -3 });
    const { text } = renewalCalendarMessage(calendarOf([without, late]), MONEY);
    expect(text).toContain('⚠ No renewal date: 1 paying account · $5,000/mo MRR · dateless $5,000/mo');
    expect(text).toContain('`renews_on` with `cs-pulse import accounts`');
    expect(text).toContain('⚠ Renewal date has passed: 1 paying account · $5,000/mo MRR · late $5,000/mo');
    expect(renewalCalendarMessage(calendarOf([megacorp]), MONEY).text).not.toContain('⚠ No renewal date');
  });

  it('counts what has no room, and says partial sums', () => {
    const report = calendarOf([megacorp]);
    const groups = report.groups.map((group) => ({ ...group, mrr: { ...group.mrr, partial: true } }));
    const { text } = renewalCalendarMessage({ ...report, groups, more: 7 }, { ...MONEY, userId: 'U0DANA' });
    expect(text).toContain('…and 7 more: narrow it down');
    expect(text).toContain('$5,000/mo (partial: a currency has no rate) MRR');
    const mine = calendarOf([megacorp], { ownerSlackUserId: 'U0DANA' });
    expect(renewalCalendarMessage(mine, { ...MONEY, userId: 'U0DANA' }).text).toContain('· your accounts');
  });
});

describe('the talk about a renewal', () => {
  const shown = JSON.stringify(
    renewalTalkMessage(talkOf(megacorp, { asked: 15 }), { ...MONEY, targetPercent: 80 }).blocks,
  );

  it('says the bill before and after, as estimates', () => {
    expect(shown).toContain('Now, 50 seats: $3,750 a month, $45,000 a year');
    expect(shown).toContain('15 seats (they named it): $1,125 a month, $13,500 a year · −$2,625 a month');
    expect(shown).toContain('18 seats (right size for 14 active people at 80 %)');
    expect(shown).toContain("your billing system's preview decides");
  });

  it('keeps what is for us apart from what the customer may see', () => {
    const [ours = '', theirs = ''] = shown.split('"divider"');
    expect(ours).toContain('For us only, not for the customer');
    expect(ours).toContain('Churn exposure');
    expect(theirs).toContain('With 15 seats: USD 1,125 per month, USD 13,500 per year.');
    expect(theirs).not.toMatch(/xposure|CRITICAL|18\.5|right size|MRR/);
  });

  it('says that the billing has other seats than the numbers', () => {
    const talk = talkOf(megacorp);
    if (talk.billing.kind !== 'known') throw new Error('no bills');
    const billing = { ...talk.billing, bills: { ...talk.billing.bills, seats: 48 } };
    const { text } = renewalTalkMessage({ ...talk, billing }, { ...MONEY, targetPercent: 80 });
    expect(text).toContain('Billing states 48 seats now; the numbers above count 50');
  });

  it.each([
    [-4, 'The renewal date passed 4 days ago'],
    [0, 'It renews today'],
    [1, '1 day to the renewal'],
    [null, 'No renewal date is known'],
  ])('names the day when it is in %s days', (days, words) => {
    const { text } = renewalTalkMessage({ ...talkOf(megacorp), days }, { ...MONEY, targetPercent: 80 });
    expect(text).toContain(words);
  });
});

describe('the card', () => {
  it.each([
    ['2026-03-01', true],
    ['2026-06-29', true],
    ['2026-06-30', false],
    ['2026-02-28', false],
    [null, false],
  ])('offers the talk within 120 days: %s', (renewsOn, offered) => {
    const block = accountActions({ ...megacorp.account, renewsOn }, '2026-03-01');
    expect(JSON.stringify(block).includes('v1:renewal')).toBe(offered);
  });
});
