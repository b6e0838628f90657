import { describe, expect, it } from 'vitest';
import { parseSeatView } from '../../src/slack/commands/seat-view.ts';
import { accountSeatGroupsMessage, seatGroupsMessage } from '../../src/slack/messages/seat-groups.ts';
import { seatGroupsFile, seatReportFile } from '../../src/slack/seat-csv.ts';
import { accountSeatGroupsOf, seatGroupsOf } from '../support/seat-groups.ts';
import { goldenStanding, seatReportOf } from '../support/slack-reports.ts';

describe('what is asked of the command', () => {
  it.each<[string, ReturnType<typeof parseSeatView>]>([
    ['', { by: null, csv: false, rest: '' }],
    ['by role', { by: 'role', csv: false, rest: '' }],
    ['by Department mine plan:pro CSV', { by: 'department', csv: true, rest: 'mine plan:pro' }],
    ['mine by role', { by: 'role', csv: false, rest: 'mine' }],
    ['acme by role', { by: 'role', csv: false, rest: 'acme' }],
    ['csv', { by: null, csv: true, rest: '' }],
    ['csvcorp', { by: null, csv: false, rest: 'csvcorp' }],
    ['stand by roles', { by: null, csv: false, rest: 'stand by roles' }],
  ])('“%s”', (text, expected) => {
    expect(parseSeatView(text)).toEqual(expected);
  });
});

describe('people by role', () => {
  it('are said with rates, who stopped, never invited, and where only admins are', () => {
    const { text } = seatGroupsMessage(seatGroupsOf([goldenStanding('megacorp')]));
    expect(text.split('\n').slice(0, -1)).toEqual([
      '*Seat use by role* · 30 d to 1 Mar · people of 1 of 1 account',
      '> *ic* 11 of 46 active (23.9 %) · 20 stopped',
      '> *admin* 3 of 4 active (75.0 %) · 1 stopped',
      '> *no role said* 3 of 4 active (75.0 %) · 1 stopped',
      'Assigned × engaged: 100.0 % of seats assigned × 28.0 % of those active, 50 of 50 seats',
      'Never invited: 0 seats · invited and stopped: 21 people in the 90 days before',
      '*Admins active, the others dormant*',
      '> *megacorp* admins 3 of 4 active (75.0 %), the others 11 of 46 active (23.9 %)',
    ]);
  });

  it('say that assignments are not known', () => {
    const report = { ...seatGroupsOf([]), assignment: null };
    expect(seatGroupsMessage(report).text).toContain('not known, no source says who has a seat');
  });

  it('of one account name who stopped, for us only', () => {
    const { text } = accountSeatGroupsMessage(accountSeatGroupsOf(goldenStanding('megacorp')), { money: false });
    expect(text).toContain('*Who stopped* (for us only, never for the customer)\n> Sam · Sam · last 12 Jan');
    expect(text).not.toContain('$');
  });
});

describe('files', () => {
  it('of groups name no person', () => {
    const { content, name } = seatGroupsFile(seatGroupsOf([goldenStanding('megacorp')]));
    expect(name).toBe('utilization-by-role-2026-03-01.csv');
    expect(content.split('\r\n').slice(0, 3)).toEqual([
      'role,people,active_30d,rate,stopped,accounts',
      'ic,46,11,23.9,20,1',
      'admin,4,3,75.0,1,1',
    ]);
  });

  it('of accounts have amounts only for somebody who may see them', () => {
    const report = seatReportOf([goldenStanding('megacorp')]);
    expect(seatReportFile(report, { money: true }).content).toContain('360000');
    expect(seatReportFile(report, { money: false }).content).not.toMatch(/360000|500000|minor/);
  });
});
