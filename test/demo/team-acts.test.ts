import { describe, expect, it } from 'vitest';
import { demoPortfolio, storyAccountId } from '../../src/demo/portfolio.ts';
import { DANA, TEAM } from '../../src/demo/team.ts';
import { teamActs } from '../../src/demo/team-acts.ts';
import { addDays, daysBetween, weekdayOf } from '../../src/domain/day.ts';

const FIRST = '2026-12-26';

describe('what colleagues did in the demo', () => {
  it.each([0, 1, 2, 3, 4, 5, 6])(
    'happened on working days of the past month, about accounts of their own (begun %i days later)',
    (later) => {
      const portfolio = demoPortfolio({ today: addDays(FIRST, later), timeZone: 'UTC' });
      const acts = teamActs(portfolio);
      expect(acts.map(({ act }) => act.kind).sort()).toEqual(
        ['acknowledge', 'override', 'plan', 'sentiment', 'sentiment', 'snooze', 'snooze'].sort(),
      );
      expect(acts.map(({ on }) => on)).toEqual(acts.map(({ on }) => on).sort());
      for (const { on, accountId, actor, act } of acts) {
        expect(weekdayOf(on), on).toBeLessThan(6);
        expect(daysBetween(on, portfolio.today)).toBeGreaterThan(0);
        expect(daysBetween(on, portfolio.today)).toBeLessThan(35);
        const owner = portfolio.accounts.find((account) => account.accountId === accountId)?.ownerEmail;
        expect(owner).not.toBe(DANA.email);
        expect(TEAM.find(({ slackUserId }) => slackUserId === actor)?.email).toBe(owner);
        if (act.kind === 'override') expect(daysBetween(on, act.expiresOn)).toBeLessThanOrEqual(90);
      }
    },
  );

  it('cannot be about a story that nobody tells', () => {
    expect(() => storyAccountId(() => expect.unreachable(), 0)).toThrow('no account 0');
  });
});
