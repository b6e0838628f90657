import { describe, expect, it } from 'vitest';
import { parseSeatFilter } from '../../src/slack/commands/seat-filter.ts';
import { parseSeatView } from '../../src/slack/commands/seat-view.ts';
import { seatCommand } from '../../src/slack/messages/seat-commands.ts';
import { accountSeatGroupsMessage, seatGroupsMessage } from '../../src/slack/messages/seat-groups.ts';
import { utilizationReport } from '../../src/slack/messages/utilization-report.ts';
import { accountSeatFiles, seatGroupsFile, seatReportFile } from '../../src/slack/seat-csv.ts';
import { accountSeatGroupsOf, seatGroupsOf } from '../support/seat-groups.ts';
import { goldenStanding, seatReportOf, seatsReport } from '../support/slack-reports.ts';

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

  it('of one account are its row and its months', () => {
    const report = seatsReport(goldenStanding('megacorp'));
    const [row, months] = accountSeatFiles(report, { money: true });
    expect([row?.name, months?.name]).toEqual([
      'utilization-megacorp-2026-03-01.csv',
      'people-by-month-megacorp-2026-03-01.csv',
    ]);
    expect(row?.content.split('\r\n')).toEqual([
      'account_id,name,owner,plan,bucket,paid_seats,active_users_30d,utilization,renews_on,mrr_minor,currency,exposure_minor',
      'megacorp,megacorp,dana@example.com,Pro,at_risk,50,14,28.0,2026-05-02,500000,USD,360000',
      '',
    ]);
    expect(months?.content.split('\r\n').slice(0, 2)).toEqual([
      '30_days_until,active_people,paid_seats',
      '2025-12-01,32,50',
    ]);
    expect(accountSeatFiles(report, { money: false })[0]?.content).not.toMatch(/360000|500000|minor/);
  });
});

describe('the buttons of a report', () => {
  it.each([
    '',
    'mine',
    'owner:U0EVE plan:pro',
    'owner:dana@example.com renews:<90d',
    'mine plan:pro renews:<30d dropped:>20 quarter',
  ])('ask for the same accounts as “%s”', (text) => {
    const userId = 'U0DANA';
    const filter = text === '' ? {} : parseSeatFilter(text, userId);
    const command = seatCommand({ filter: filter ?? {}, userId }, 'by role', 'csv');
    expect(command).toBe(`/utilization ${text === '' ? '' : `${text} `}by role csv`);
    const view = parseSeatView(command.replace('/utilization ', ''));
    expect(view).toEqual({ by: 'role', csv: true, rest: text });
  });

  it('are by role, the file and how it is computed, also in the classic twin', () => {
    const many = Array.from({ length: 12 }, () => goldenStanding('globex'));
    const { blocks, classic } = utilizationReport(seatReportOf(many, { plan: 'pro' }), { money: true });
    for (const shown of [blocks, classic ?? []]) {
      const buttons = shown.flatMap((block) => (block.type === 'actions' ? block.elements : []));
      const values = buttons.flatMap((one) => (one.type === 'button' ? [one.value] : []));
      expect(values).toEqual([
        '/utilization plan:pro by role',
        '/utilization plan:pro csv',
        '/health define utilization',
      ]);
    }
    const groups = seatGroupsMessage({ ...seatGroupsOf([]), filter: { plan: 'pro' } });
    expect(JSON.stringify(groups.blocks)).toContain('"/utilization plan:pro by department"');
  });
});
