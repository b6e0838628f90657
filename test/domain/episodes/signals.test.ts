import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/domain/day.ts';
import { foldEpisodes, type LevelOn } from '../../../src/domain/episodes/fold.ts';
import { daily, START, scored, times } from './levels.ts';

/** Every change as `day signal kind`, quiet ones with `(quiet)`; the day counts from 0. */
function told(levels: readonly LevelOn[]): string[] {
  const dayNo = new Map(levels.map(({ day }) => [day, Math.round((Date.parse(day) - Date.parse(START)) / 86_400_000)]));
  return foldEpisodes(levels).days.flatMap(({ changes, day }) =>
    changes.map(({ episode, kind, news }) => `${dayNo.get(day)} ${episode.signal} ${kind}${news ? '' : ' (quiet)'}`),
  );
}
const only = (levels: readonly LevelOn[], signal: string): string[] =>
  told(levels).filter((line) => line.includes(` ${signal} `));

const AT_RISK = { bucket: 'at_risk' } as const;
const DORMANT = { bucket: 'dormant' } as const;
const GROWING = { bucket: 'expansion', offersSeats: true } as const;
const FLAGGED = { caps: ['renewal_red_flag'], seatsInUse: false } as const;
const NEW_RULES = { definition: 'new' } as const;

/** A renewal that comes nearer day by day, from so many days before it. */
const nearing = (from: number, count: number) =>
  times(count).map((_, index) => ({ ...FLAGGED, daysToRenewal: from - index }));

describe('a signal', () => {
  it.each<[string, LevelOn[], string[]]>([
    ['nothing', daily(times(3)), []],
    ['a fall of exactly 15.0', daily([scored(880), scored(730)]), []],
    ['a fall of 15.1', daily([scored(880), scored(729)]), ['1 drop_24h opened']],
    ['the same with less than 28 days of data', daily([scored(880), { ...scored(729), measured: false }]), []],
    ['the same under a broken source', daily([scored(880), { ...scored(729), held: true }]), []],
    ['the same under other rules', daily([scored(880), { ...scored(729), ...NEW_RULES }]), []],
    [
      'a smaller drop where the rules say so',
      daily([scored(880), { ...scored(770), dropPoints: 10 }]),
      ['1 drop_24h opened'],
    ],
    ['a first snapshot at risk', daily(times(2, AT_RISK)), ['0 at_risk_enter opened']],
    ['one day at risk', daily([{}, AT_RISK, {}, {}]), []],
    ['two days at risk, one day out', daily([{}, AT_RISK, AT_RISK, {}, AT_RISK]), ['2 at_risk_enter opened']],
    [
      'at risk, then out for two days',
      daily([{}, AT_RISK, AT_RISK, {}, {}]),
      ['2 at_risk_enter opened', '4 at_risk_enter recovered'],
    ],
    [
      'at risk, then dormant: no recovery',
      daily([AT_RISK, DORMANT, DORMANT]),
      ['0 at_risk_enter opened', '1 dormant opened', '2 at_risk_enter recovered (quiet)'],
    ],
    [
      'at risk again within a week of leaving',
      daily([AT_RISK, {}, {}, AT_RISK, AT_RISK]),
      ['0 at_risk_enter opened', '2 at_risk_enter recovered', '4 at_risk_enter opened (quiet)'],
    ],
    [
      'at risk again after a week',
      daily([AT_RISK, ...times(9), AT_RISK, AT_RISK]),
      ['0 at_risk_enter opened', '2 at_risk_enter recovered', '11 at_risk_enter opened'],
    ],
    [
      'dormant again within the quarter',
      daily([DORMANT, {}, DORMANT]),
      ['0 dormant opened', '1 dormant recovered (quiet)', '2 dormant opened (quiet)'],
    ],
    ['an expansion after seven days', daily(times(8, GROWING)), ['6 expansion opened']],
    ['an expansion that breaks off', daily([...times(5, GROWING), {}, ...times(6, GROWING)]), []],
    ['an expansion that something stands against', daily(times(9, { ...GROWING, offersSeats: false })), []],
    [
      'a quarter of lost people, over when the change is above −15',
      daily([{ quarterDrop: true, quarterTenths: -201 }, { quarterTenths: -150 }, { quarterTenths: -149 }]),
      ['0 quarter_drop opened', '2 quarter_drop recovered'],
    ],
    [
      'caps that set in and end',
      daily([{}, { caps: ['cancellation_notice', 'silent_14_days', 'payment_past_due'] }, {}]),
      [
        '1 cancellation_notice opened',
        '1 silent_14_days opened',
        '1 payment_past_due opened',
        '2 cancellation_notice recovered',
        '2 silent_14_days recovered',
        '2 payment_past_due recovered',
      ],
    ],
    ['silence under a broken source', daily([{}, { caps: ['silent_14_days'], held: true }]), []],
    [
      'a cap alone: its own signal, neither a drop nor a worse band',
      daily([
        scored(966),
        { ...scored(966), scoreTenths: 249, band: 'CRITICAL', capped: true, caps: ['cancellation_notice'] },
      ]),
      ['1 cancellation_notice opened'],
    ],
    [
      'an account that is excluded',
      daily([AT_RISK, { bucket: 'excluded' }]),
      ['0 at_risk_enter opened', '1 at_risk_enter recovered (quiet)'],
    ],
  ])('%s', (_, levels, expected) => {
    expect(told(levels)).toEqual(expected);
  });

  it.each<[string, LevelOn[], string[]]>([
    [
      'said when it begins and at each milestone',
      daily(nearing(95, 96)),
      ['0', '5', '35', '65', '81'].map(
        (day, index) => `${day} renewal_red_flag ${index === 0 ? 'opened' : 'repeated'}`,
      ),
    ],
    [
      'over with 62 %',
      daily([...nearing(50, 2), { daysToRenewal: 48, seatsInUse: false }, { daysToRenewal: 47 }]),
      ['0 renewal_red_flag opened', '3 renewal_red_flag recovered'],
    ],
    [
      'again at the same milestone: quiet',
      daily([...nearing(50, 1), { daysToRenewal: 49 }, ...nearing(48, 1)]),
      ['0 renewal_red_flag opened', '1 renewal_red_flag recovered', '2 renewal_red_flag opened (quiet)'],
    ],
    [
      'again at a later milestone: news',
      daily([...nearing(50, 1), ...times(25, { daysToRenewal: 40 }), ...nearing(24, 1)]),
      ['0 renewal_red_flag opened', '1 renewal_red_flag recovered', '26 renewal_red_flag opened'],
    ],
    [
      'renewed',
      daily([...nearing(5, 1), { daysToRenewal: 364, seatsInUse: false }]),
      ['0 renewal_red_flag opened', '1 renewal_red_flag recovered'],
    ],
    [
      'renewed for a month with as few seats in use',
      daily([...nearing(1, 1), ...nearing(30, 2)]),
      ['0 renewal_red_flag opened', '1 renewal_red_flag recovered (quiet)', '2 renewal_red_flag opened'],
    ],
  ])('renewal_red_flag: %s', (_, levels, expected) => {
    expect(only(levels, 'renewal_red_flag').filter((line) => !line.includes('reminded'))).toEqual(expected);
  });

  it.each<[string, LevelOn[], string[]]>([
    ['a worse band', daily([scored(720), scored(660)]), ['1 band_down opened']],
    ['worse twice', daily([scored(720), scored(660), scored(440)]), ['1 band_down opened', '2 band_down repeated']],
    ['better, but still low', daily([scored(240), scored(300)]), ['0 band_down opened']],
    ['better and no longer low', daily([scored(440), scored(520)]), ['0 band_down opened', '1 band_down recovered']],
    [
      'a champion who slipped and came back',
      daily([scored(930), scored(890), scored(930)]),
      ['1 band_down opened', '2 band_down recovered'],
    ],
    [
      'low behind a broken source, said when it is mended',
      daily([scored(720), { ...scored(440), held: true }, scored(440)]),
      ['2 band_down opened'],
    ],
    [
      'a score that cannot be told for a day',
      daily([scored(440), { scoreTenths: null, baseTenths: null, band: 'not scored', baseBand: null }, scored(440)]),
      ['0 band_down opened'],
    ],
    [
      'set by hand',
      daily([scored(720), { ...scored(720), scoreTenths: 200, band: 'CRITICAL', overridden: true }, scored(720)]),
      ['1 band_down opened (quiet)', '2 band_down recovered (quiet)'],
    ],
    [
      'by other rules',
      daily([scored(720), { ...scored(440), ...NEW_RULES }, { ...scored(720), ...NEW_RULES }]),
      ['1 band_down opened (quiet)', '2 band_down recovered (quiet)'],
    ],
  ])('band_down: %s', (_, levels, expected) => {
    expect(only(levels, 'band_down')).toEqual(expected);
  });

  it.each<[string, LevelOn[], string[]]>([
    [
      'one fall in a day is one drop',
      daily([...times(30, scored(880)), ...times(30, scored(720))]),
      ['30 drop_24h opened', '37 drop_24h recovered (quiet)'],
    ],
    [
      'another 10.0 within the cool-down',
      daily([...times(8, scored(980)), scored(820), scored(721), scored(620), scored(620)]),
      ['8 drop_24h opened', '10 drop_24h repeated'],
    ],
    [
      'up and down within the cool-down',
      daily([scored(880), scored(720), scored(880), scored(715)]),
      ['1 drop_24h opened'],
    ],
    [
      'a fall within a week',
      daily([...times(8, scored(880)), scored(800), scored(729), ...times(6, scored(729))]),
      ['9 drop_7d opened'],
    ],
    [
      'a fall within a week that comes back to within 5.0',
      daily([...times(8, scored(880)), scored(800), scored(729), scored(829), scored(830)]),
      ['9 drop_7d opened', '11 drop_7d recovered'],
    ],
    [
      'a fall within a week that other rules undo',
      daily([...times(8, scored(880)), scored(800), scored(729), ...times(2, { ...scored(880), ...NEW_RULES })]),
      ['9 drop_7d opened'],
    ],
    [
      'a slow fall',
      daily(times(60).map((_, index) => scored(900 - 6 * index))),
      ['28 drop_28d opened', '56 drop_28d recovered (quiet)', '57 drop_28d opened'],
    ],
    ['no yesterday to compare with', [daily([scored(880)]), daily(times(3, scored(720))).slice(2)].flat(), []],
  ])('a drop: %s', (_, levels, expected) => {
    expect(told(levels).filter((line) => line.includes(' drop_') && !line.includes('reminded'))).toEqual(expected);
  });

  it('is reminded of once, seven days after it was said, while nobody took it', () => {
    expect(only(daily(times(20, AT_RISK)), 'at_risk_enter')).toEqual([
      '0 at_risk_enter opened',
      '7 at_risk_enter reminded',
    ]);
    expect(only(daily(times(20, DORMANT)), 'dormant')).toEqual(['0 dormant opened']);
  });

  it('is not reminded of while a critical one mutes it, and is when that is over', () => {
    const silent = { ...AT_RISK, caps: ['silent_14_days'] } as const;
    const reminders = told(daily([...times(2), ...times(12, silent), ...times(3, AT_RISK)])).filter((line) =>
      line.includes('reminded'),
    );
    expect(reminders).toEqual(['9 silent_14_days reminded', '14 at_risk_enter reminded']);
  });

  it('begins and ends quietly on a day of other rules, and is no news later', () => {
    const entered = daily([...times(3), ...times(12, { ...AT_RISK, ...NEW_RULES })]);
    expect(told(entered)).toEqual(['3 at_risk_enter opened (quiet)']);
    const left = daily([...times(3, AT_RISK), ...times(3, NEW_RULES)]);
    expect(told(left)).toEqual(['0 at_risk_enter opened', '3 at_risk_enter recovered (quiet)']);
    expect(foldEpisodes(entered).episodes[0]?.origin).toBe('definition');
    expect(told(daily([...times(9), ...times(9, { ...GROWING, ...NEW_RULES })]))).toEqual([
      '9 expansion opened (quiet)',
    ]);
  });

  it('of a cancellation, which no rule decides, is said on such a day all the same', () => {
    expect(told(daily([{}, { ...NEW_RULES, caps: ['cancellation_notice'] }]))).toEqual([
      '1 cancellation_notice opened',
    ]);
  });

  it('keeps the day that it began as its key', () => {
    const { episodes } = foldEpisodes(
      daily([{}, ...times(2, AT_RISK), ...times(2), ...times(12), ...times(2, AT_RISK)]),
    );
    expect(episodes.map(({ openedOn, signal, state }) => [signal, openedOn, state])).toEqual([
      ['at_risk_enter', addDays(START, 2), 'recovered'],
      ['at_risk_enter', addDays(START, 18), 'open'],
    ]);
  });
});
