import { describe, expect, it } from 'vitest';
import { accountList } from '../../src/slack/messages/account-list.ts';
import { accountSeatsMessage } from '../../src/slack/messages/account-seats.ts';
import { historyMessage } from '../../src/slack/messages/history.ts';
import { whyMessage } from '../../src/slack/messages/why.ts';
import {
  GOLDEN_IDS,
  goldenStanding,
  healthReport,
  listReport,
  RECIPE_ACCOUNTS,
  seatsReport,
} from '../support/slack-reports.ts';

const money = { money: true };
const portfolio = RECIPE_ACCOUNTS.map(goldenStanding);
const lines = (text: string) => text.split('\n');

describe('lists and details', () => {
  it('orders the golden portfolio worst first, MRR deciding ties, and marks the star', () => {
    const listed = lines(accountList(listReport(GOLDEN_IDS.map(goldenStanding), 'bottom'), money).text);
    const names = listed.flatMap((line) => /^\S+ \*([a-z]+)\*/.exec(line)?.[1] ?? []);
    expect(names.slice(0, 5)).toEqual(['megacorp', 'quitter', 'silentco', 'globex', 'yenko']);
    expect(listed.filter((line) => line.includes('★'))).toHaveLength(1);
    expect(listed[1]).toContain('★');
  });

  it('says first that the asker owns nothing', () => {
    const message = accountList(listReport(portfolio, 'bottom'), { ...money, ownsNone: true });
    expect(lines(message.text)[0]).toBe('No account has you as its owner. The portfolio instead:');
  });

  it('explains every point of a score in a table and in lines', () => {
    const message = whyMessage(healthReport(goldenStanding('megacorp')));
    expect(message.text).toContain(
      '• trend 1.5, −23.5: events 3,500 → 1,560, active days 50 → 22 per 14 d (sub-score 5.95, weight 25)',
    );
    expect(message.text).toContain('The points add up to 18.5; no cap is in force.');
    expect(message.blocks.some(({ type }) => type === 'data_table')).toBe(true);
    expect(message.classic?.some(({ type }) => type === 'data_table')).toBe(false);
  });

  it('draws the history as a chart with the numbers beside it', () => {
    const message = historyMessage(healthReport(goldenStanding('acme')));
    expect(message.blocks.some(({ type }) => type === 'data_visualization')).toBe(true);
    expect(message.text).toContain('28 Feb 86.0 · 1 Mar 88.0');
    const none = historyMessage(healthReport(goldenStanding('newco')));
    expect(none.text).toContain('no days with a score yet');
    expect(none.classic).toBeNull();
  });

  it('shows one account’s seats with roles, quarter and ledger', () => {
    const { text } = accountSeatsMessage(seatsReport(goldenStanding('rampart')), money);
    expect(text).toContain('Quarter: −50.0 points (people +10.0, seats −60.0)');
    expect(text).toContain('utilization −50.0 points in a quarter because seats were added');
    expect(text).toContain('By role: admin 3 of 4 active · ic 11 of 46 active');
    expect(text).toContain('Seat ledger:\n> 16 Jan 2026 +5 add (stripe evt_1) = 15');
  });
});
