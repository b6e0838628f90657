import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/domain/day.ts';
import type { AccountDay } from '../../../src/domain/episodes/account-day.ts';
import { type Episode, episodeLevel, type Snooze } from '../../../src/domain/episodes/episode.ts';
import { evaluateDay } from '../../../src/domain/episodes/evaluate-day.ts';
import type { DayLevel } from '../../../src/domain/episodes/level.ts';
import { LEVEL, START, scored } from './levels.ts';

const THEN: DayLevel = { ...LEVEL, ...scored(620), bucket: 'at_risk', daysToRenewal: 60 };
const TODAY = addDays(START, 10);

function asleep(kind: Snooze['kind'], until: string | null): Episode {
  const level = episodeLevel(THEN, START);
  return {
    signal: 'at_risk_enter',
    openedOn: START,
    state: 'snoozed',
    origin: 'customer',
    news: true,
    level,
    said: level,
    saidOn: START,
    milestone: null,
    remindedOn: null,
    escalated: null,
    snooze: { kind, until, level },
    recoveredOn: null,
  };
}

/** What a day does to the sleeping episode. */
function after(episode: Episode, now: Partial<DayLevel> = {}): string[] {
  const level = { ...THEN, daysToRenewal: 50, ...now };
  const day: AccountDay = {
    day: TODAY,
    now: level,
    before: { ...level, band: level.band },
    consecutive: true,
    weekAgo: null,
    monthAgo: null,
    bucketForWeek: true,
    bucketLately: true,
    held: false,
    episodes: [episode],
  };
  return evaluateDay(day)
    .filter(({ episode: { signal } }) => signal === 'at_risk_enter')
    .map(({ kind, news, why }) => `${kind}${news ? '' : ' (quiet)'}: ${why}`);
}

describe('a snooze', () => {
  it.each<[string, Snooze['kind'], string | null, Partial<DayLevel>, string[]]>([
    ['until a date that is not here yet', 'date', addDays(TODAY, 1), {}, []],
    ['until a date that is here', 'date', TODAY, {}, ['woken: its date']],
    ['until a date, the account being worse', 'date', addDays(TODAY, 1), scored(200), []],
    ['until a change, of which there is none', 'change', null, {}, []],
    ['until a change, 9.9 points lost', 'change', null, { scoreTenths: 521 }, []],
    ['until a change, 10.0 points lost', 'change', null, { scoreTenths: 520 }, ['woken: 10 points lost']],
    ['until a change, a worse band', 'change', null, { band: 'WARN', capped: true }, ['woken: a worse band']],
    ['until a change, a better band', 'change', null, scored(800), []],
    ['until a change, a new signal', 'change', null, { caps: ['payment_past_due'] }, ['woken: a new signal']],
    ['until a change, good news only', 'change', null, { offersSeats: true }, []],
    [
      'until a change, by other rules',
      'change',
      null,
      { ...scored(200), capped: true, baseBand: 'ok', definition: 'new' },
      [],
    ],
    [
      'until a change, by hand',
      'change',
      null,
      { scoreTenths: 200, band: 'CRITICAL', overridden: true, capped: true },
      [],
    ],
    ['until the renewal, which is far', 'renewal', addDays(TODAY, 20), {}, []],
    ['until the renewal, which is near', 'renewal', TODAY, {}, ['woken: the renewal is near']],
    [
      'until the renewal, which moved',
      'renewal',
      addDays(TODAY, 20),
      { daysToRenewal: 51 },
      ['woken: the renewal changed'],
    ],
    [
      'until the renewal, which passed',
      'renewal',
      addDays(TODAY, 20),
      { daysToRenewal: null },
      ['woken: the renewal changed'],
    ],
    ['until a date, and it is over before', 'date', addDays(TODAY, 9), { bucket: 'steady' }, ['recovered: null']],
  ])('%s', (_, kind, until, now, expected) => {
    expect(after(asleep(kind, until), now)).toEqual(expected);
  });
});
