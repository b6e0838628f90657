import { describe, expect, it } from 'vitest';
import type { BandLabel, Bucket } from '../../src/domain/assessment.ts';
import { type DigestAccount, type DigestEpisode, pickDigest } from '../../src/domain/digest.ts';
import type { DayLevel } from '../../src/domain/episodes/level.ts';
import { SIGNAL_RULES } from '../../src/domain/episodes/rules/index.ts';
import { fc } from '../support/fc.ts';
import { LEVEL } from './episodes/levels.ts';

const EPISODE: DigestEpisode = {
  signal: 'at_risk_enter',
  openedOn: '2026-02-20',
  state: 'open',
  recoveredOn: null,
  saidBand: 'WARN',
  told: false,
  begun: false,
  over: false,
  reminded: false,
  escalated: null,
};
const NEW = { told: true, begun: true, openedOn: '2026-03-01' } as const;
const OVER = { state: 'recovered', recoveredOn: '2026-03-01', over: true } as const;

function account(episodes: readonly Partial<DigestEpisode>[], now: Partial<DayLevel> = {}): DigestAccount {
  return {
    accountId: 'a',
    now: { ...LEVEL, ...now },
    episodes: episodes.map((episode) => ({ ...EPISODE, ...episode })),
  };
}

/** Where an account is put, and with what. */
function place(given: DigestAccount): unknown {
  const { fresh, open, quiet, recovered, snoozed } = pickDigest([given]);
  const [line] = [...fresh, ...open, ...recovered];
  const where = fresh.length > 0 ? 'new' : open.length > 0 ? 'open' : 'recovered';
  if (line === undefined) return snoozed > 0 ? 'snoozed' : quiet > 0 ? 'quiet' : 'nowhere';
  return [where, line.signal, ...line.tags, ...(line.reminder ? ['reminder'] : [])];
}

describe('pickDigest', () => {
  it.each<[string, DigestAccount, unknown]>([
    ['nothing', account([]), 'quiet'],
    ['an excluded account', account([NEW], { bucket: 'excluded' }), 'nowhere'],
    ['one that began', account([NEW]), ['new', 'at_risk_enter']],
    ['one that is open', account([{}]), ['open', 'at_risk_enter']],
    ['one that nobody took for a week', account([{ reminded: true }]), ['open', 'at_risk_enter', 'reminder']],
    ['one that somebody took', account([{ state: 'acknowledged' }]), ['open', 'at_risk_enter']],
    ['one that sleeps', account([{ state: 'snoozed' }]), 'snoozed'],
    [
      'one that sleeps and a new one',
      account([{ state: 'snoozed' }, { ...NEW, signal: 'drop_7d' }]),
      ['new', 'drop_7d'],
    ],
    [
      'the worst first, the others as tags',
      account([{ ...NEW, signal: 'band_down' }, { ...NEW, signal: 'cancellation_notice' }, {}]),
      ['new', 'cancellation_notice', 'band_down'],
    ],
    [
      'a mild one under a critical one that was said',
      account([{ signal: 'cancellation_notice' }, { ...NEW, signal: 'renewal_red_flag' }]),
      ['open', 'cancellation_notice', 'renewal_red_flag'],
    ],
    [
      'a mild one under a fall to CRITICAL that was said',
      account([{ signal: 'band_down' }, { ...NEW, signal: 'renewal_red_flag' }], { band: 'CRITICAL' }),
      ['open', 'renewal_red_flag', 'band_down'],
    ],
    [
      'a critical one beside a critical one that was said',
      account([{ signal: 'cancellation_notice' }, { ...NEW, signal: 'silent_14_days' }]),
      ['new', 'silent_14_days'],
    ],
    [
      'a mild one under a critical one that sleeps',
      account([
        { signal: 'cancellation_notice', state: 'snoozed' },
        { ...NEW, signal: 'renewal_red_flag' },
      ]),
      ['new', 'renewal_red_flag'],
    ],
    ['one that ended', account([OVER]), ['recovered', 'recovered']],
    ['one of two that ended', account([OVER, { signal: 'renewal_red_flag' }]), ['open', 'renewal_red_flag']],
    [
      'one that ended while another sleeps',
      account([OVER, { signal: 'renewal_red_flag', state: 'snoozed' }]),
      'snoozed',
    ],
    ['one that ended without a score to tell it', account([OVER], { band: 'not scored' }), 'quiet'],
    ['one that ended quietly', account([{ ...OVER, over: false }]), 'quiet'],
    ['one that began and ended before it was said', account([{ ...NEW, ...OVER }]), 'quiet'],
    [
      'a drop that began and ended before it was said',
      account([{ ...NEW, ...OVER, signal: 'drop_7d' }]),
      ['new', 'drop_7d'],
    ],
    ['dormant seats on their first day', account([{ ...NEW, signal: 'dormant' }]), ['new', 'dormant']],
    ['dormant seats afterwards', account([{ signal: 'dormant' }]), 'quiet'],
    ['a slip to healthy afterwards', account([{ signal: 'band_down' }]), 'quiet'],
    ['a low band afterwards', account([{ signal: 'band_down' }], { band: 'WARN' }), ['open', 'band_down']],
    ['an expansion, which has a section of its own', account([{ ...NEW, signal: 'expansion' }]), 'quiet'],
  ])('%s', (_, given, expected) => {
    expect(place(given)).toEqual(expected);
  });

  it('says since when, and what a recovered account was and for how long', () => {
    const over = [
      { ...OVER, openedOn: '2026-02-20', saidBand: 'WARN' as const },
      { ...OVER, signal: 'band_down' as const, openedOn: '2026-02-25', saidBand: 'CRITICAL' as const },
    ];
    expect(pickDigest([account(over)]).recovered).toMatchObject([
      { since: '2026-02-20', state: 'recovered', was: { band: 'CRITICAL', days: 9 } },
    ]);
    expect(pickDigest([account([{}])]).open).toMatchObject([{ since: '2026-02-20', state: 'open', was: null }]);
  });

  it('puts every account that is not excluded in exactly one place', () => {
    const signal = fc.constantFrom(...SIGNAL_RULES.map(({ id }) => id));
    const flag = fc.boolean();
    const episode: fc.Arbitrary<DigestEpisode> = fc
      .record({ signal, told: flag, begun: flag, over: flag, reminded: flag })
      .chain((rest) =>
        fc
          .constantFrom('open' as const, 'acknowledged' as const, 'snoozed' as const, 'recovered' as const)
          .map((state) => ({ ...EPISODE, ...rest, state, recoveredOn: state === 'recovered' ? '2026-03-01' : null })),
      );
    const band = fc.constantFrom<BandLabel | null>('CRITICAL', 'WARN', 'ok', 'healthy', 'champion', 'not scored', null);
    const bucket = fc.constantFrom<Bucket>('excluded', 'at_risk', 'dormant', 'steady');
    const accounts = fc.uniqueArray(
      fc.record({
        accountId: fc.string({ minLength: 1, maxLength: 3 }),
        now: fc.record({ band, bucket }).map((own) => ({ ...LEVEL, ...own })),
        episodes: fc.array(episode, { maxLength: 5 }),
      }),
      { selector: ({ accountId }) => accountId, maxLength: 12 },
    );
    fc.assert(
      fc.property(accounts, (given) => {
        const { fresh, open, quiet, recovered, snoozed } = pickDigest(given);
        const listed = [...fresh, ...recovered, ...open].map(({ accountId }) => accountId);
        expect(new Set(listed).size).toBe(listed.length);
        const counted = given.filter(({ now }) => now.bucket !== 'excluded').length;
        expect(listed.length + snoozed + quiet).toBe(counted);
      }),
    );
  });
});
