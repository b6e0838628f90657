import { describe, expect, it } from 'vitest';
import type { SeatMonth } from '../../src/app/seats/seats-report.ts';
import { addDays } from '../../src/domain/day.ts';
import { accountList } from '../../src/slack/messages/account-list.ts';
import { accountSeatsMessage } from '../../src/slack/messages/account-seats.ts';
import { bottomMessage } from '../../src/slack/messages/bottom.ts';
import { expansionMessage } from '../../src/slack/messages/expansion.ts';
import { historyMessage } from '../../src/slack/messages/history.ts';
import type { SlackMessage } from '../../src/slack/messages/message.ts';
import { moversMessage } from '../../src/slack/messages/movers.ts';
import { renewalCalendarMessage } from '../../src/slack/messages/renewal-calendar.ts';
import { utilizationReport } from '../../src/slack/messages/utilization-report.ts';
import { messageProblems } from '../support/block-limits.ts';
import { moversReport } from '../support/slack-pulse.ts';
import { bottomReportOf } from '../support/slack-qbr.ts';
import { calendarOf } from '../support/slack-renewals.ts';
import {
  digestReport,
  GOLDEN_IDS,
  goldenStanding,
  healthReport,
  listReport,
  REPORT_DAY,
  seatReportOf,
  seatsReport,
} from '../support/slack-reports.ts';

const MONEY = { money: true };
const acme = goldenStanding('acme');
const golden = GOLDEN_IDS.map(goldenStanding);
const few = golden.slice(0, 5);
const monthsOf = (people: readonly number[], seats: readonly (number | null)[]): SeatMonth[] =>
  people.map((one, index) => ({
    until: addDays(REPORT_DAY, 30 * (index + 1 - people.length)),
    people: one,
    seats: seats[index] ?? null,
  }));
const ofType = ({ blocks }: SlackMessage, type: string) => blocks.filter((block) => block.type === type);

describe('the history of an account', () => {
  const months = monthsOf([32, 24, 18, 14], [40, 50, 50, 50]);

  it('draws the score and the people beside the seats', () => {
    const message = historyMessage(healthReport(acme), months);
    const [score, people] = ofType(message, 'data_visualization');
    expect(score).toMatchObject({ title: 'Health score, 0 to 100' });
    expect(people).toMatchObject({
      title: 'Active people and paid seats by month',
      chart: {
        series: [
          { name: 'Active people', data: [32, 24, 18, 14].map((value) => expect.objectContaining({ value })) },
          { name: 'Paid seats', data: [40, 50, 50, 50].map((value) => expect.objectContaining({ value })) },
        ],
        axis_config: { categories: ['1 Dec', '31 Dec', '30 Jan', '1 Mar'] },
      },
    });
    expect(messageProblems(message)).toEqual([]);
  });

  it('says every number in the text and in the classic twin, newest month first', () => {
    const { text, classic } = historyMessage(healthReport(acme), months);
    for (const said of [text, JSON.stringify(classic).replaceAll('\\n', '\n')]) {
      expect(said).toContain('*Active people by month* █▅▂▁');
      expect(said).toContain(
        '> 30 d to 1 Mar 2026: 14 people, 50 seats\n> 30 d to 30 Jan 2026: 18 people, 50 seats\n> 30 d to 31 Dec 2025: 24 people, 50 seats\n> 30 d to 1 Dec 2025: 32 people, 40 seats',
      );
    }
    expect(JSON.stringify(classic)).not.toContain('data_visualization');
  });

  it('draws people alone where the ledger does not reach back, and nothing for a single month', () => {
    const short = historyMessage(healthReport(acme), monthsOf([8, 9], [null, 10]));
    expect(JSON.stringify(ofType(short, 'data_visualization')[1])).not.toContain('Paid seats');
    expect(short.text).toContain('8 people, seats not known');
    const one = historyMessage(healthReport(acme), monthsOf([9], [10]));
    expect(ofType(one, 'data_visualization')).toHaveLength(1);
    expect(one.text).not.toContain('Active people');
  });

  it('shows people even where there is no score yet', () => {
    const message = historyMessage(healthReport(goldenStanding('newco')), months);
    expect(ofType(message, 'data_visualization')).toHaveLength(1);
    expect(message.text).toContain('no days with a score yet');
    expect(message.text).toContain('14 people, 50 seats');
    expect(message.classic).not.toBeNull();
  });
});

describe('the seats of an account', () => {
  const dana = { id: 'U0DANA', name: 'Dana' };
  const plan = { target: 40, by: '2026-06-01', note: 'Second team', author: dana, madeOn: '2026-02-01', ended: null };

  it('lists its growth plans, the one in force first', () => {
    const growthPlans = [
      { ...plan, target: 60, isInForce: false, ended: { on: '2026-02-10', by: { id: 'U0LEE', name: 'Lee' } } },
      { ...plan, isInForce: true },
      { ...plan, target: 12, by: '2025-11-01', note: null, isInForce: false },
    ];
    const { text } = accountSeatsMessage({ ...seatsReport(acme), growthPlans }, MONEY);
    expect(text).toContain(
      [
        'Growth plans:',
        '> 40 people by 1 Jun 2026 (in force, 92 days left), Dana: Second team',
        '> 60 people by 1 Jun 2026 (ended 10 Feb by Lee), Dana: Second team',
        '> 12 people by 1 Nov 2025 (over), Dana',
      ].join('\n'),
    );
    const many = Array.from({ length: 9 }, () => ({ ...plan, isInForce: false }));
    expect(accountSeatsMessage({ ...seatsReport(acme), growthPlans: many }, MONEY).text).toContain('> and 4 earlier');
    expect(accountSeatsMessage(seatsReport(acme), MONEY).text).not.toContain('Growth plans');
  });

  it('names people and seats by month once there is more to say than the first line does', () => {
    const months = monthsOf([1, 2, 5, 6, 9], [null, 5, 5, 10, 10]);
    const line = 'People/seats by month (30 d to): 1 Nov 1/? · 1 Dec 2/5 · 31 Dec 5/5 · 30 Jan 6/10 · 1 Mar 9/10';
    expect(accountSeatsMessage({ ...seatsReport(acme), months }, MONEY).text).toContain(line);
    expect(accountSeatsMessage(seatsReport(acme), MONEY).text).not.toContain('People/seats');
  });
});

const LISTS: Readonly<Record<string, (standings: typeof golden, money: boolean) => SlackMessage>> = {
  '/health': (all, money) => accountList(listReport(all), { money }),
  '/health bottom': (all, money) => bottomMessage(bottomReportOf(listReport(all, 'bottom')), { money }),
  '/utilization': (all, money) => utilizationReport(seatReportOf(all), { money }),
  '/pulse renewals': (all, money) => renewalCalendarMessage(calendarOf(all), { money }),
  '/pulse expansion': (all, money) => expansionMessage({ ...digestReport(all), expansion: all }, { money }),
  '/pulse movers': (all, money) => moversMessage(money ? moversReport(all) : { ...moversReport(all), up: [] }),
};

describe.each(Object.entries(LISTS))('the list of %s', (_name, render) => {
  it('can be sorted by numbers, with lines as its classic twin', () => {
    const message = render(golden, true);
    const [table] = ofType(message, 'data_table');
    const rows = table !== undefined && 'rows' in table ? table.rows : [];
    expect(rows.length).toBeGreaterThan(9);
    const cells = rows.slice(1).flat();
    expect(cells.filter(({ type }) => type === 'raw_number').length).toBeGreaterThan(0);
    // A number that is only text would be sorted by its letters.
    const asText = cells.filter((cell) => cell.type === 'raw_text' && /^[$€¥▲▼−]?[\d,.]+( %)?$/.test(cell.text));
    expect(asText).toEqual([]);
    expect(JSON.stringify(message.classic)).not.toContain('data_table');
    expect(message.classic).not.toBeNull();
    expect(messageProblems(message)).toEqual([]);
  });

  it('is lines for a few accounts, and shows no amounts to whoever may not see them', () => {
    const short = render(few, false);
    expect(short.classic).toBeNull();
    expect(ofType(short, 'data_table')).toEqual([]);
    expect(JSON.stringify(render(golden, false))).not.toMatch(/[$€¥]\d/);
  });
});
