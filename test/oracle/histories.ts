import type { SubscriptionStatus } from '../../src/domain/signal.ts';
import { fc } from '../support/fc.ts';

/** A day in a zone: most of them lie where clocks change within a window. */
export interface Place {
  readonly timeZone: string;
  readonly day: string;
}

export const PLACES: readonly Place[] = [
  { timeZone: 'UTC', day: '2026-03-01' },
  { timeZone: 'Europe/Berlin', day: '2026-03-30' },
  { timeZone: 'Europe/Berlin', day: '2026-10-26' },
  { timeZone: 'America/New_York', day: '2026-03-09' },
  { timeZone: 'America/New_York', day: '2026-11-02' },
  { timeZone: 'America/Santiago', day: '2026-04-06' },
  { timeZone: 'Asia/Kathmandu', day: '2026-06-15' },
  { timeZone: 'Pacific/Auckland', day: '2026-09-28' },
];

/** An instant, as days before the midnight of D and milliseconds after that midnight (a little before, when negative). */
export interface When {
  readonly ago: number;
  readonly ms: number;
}

export type Draft =
  | { readonly kind: 'use'; readonly when: When; readonly who: number; readonly spelled: number; readonly n: number }
  | { readonly kind: 'bot' | 'nobody' | 'error'; readonly when: When; readonly who: number; readonly n: number }
  | {
      readonly kind: 'ticket';
      readonly when: When;
      readonly id: number;
      readonly open: boolean;
      readonly urgent: number;
    }
  | {
      readonly kind: 'nps';
      readonly when: When;
      readonly who: number;
      readonly spelled: number;
      readonly score: number;
    }
  | {
      readonly kind: 'profile';
      readonly when: When;
      readonly who: number;
      readonly spelled: number;
      readonly counts: boolean | undefined;
    }
  | {
      readonly kind: 'contact';
      readonly when: When;
      readonly who: number;
      readonly spelled: number;
      readonly key: boolean;
    }
  | {
      readonly kind: 'account';
      readonly when: When;
      readonly since: number | null;
      readonly renews: number | null;
      readonly excluded: number;
    }
  | { readonly kind: 'state'; readonly when: When; readonly state: StateDraft };

export interface StateDraft {
  readonly subscription: number;
  readonly id: number;
  readonly precedence: 0 | 1 | 2;
  readonly status: SubscriptionStatus;
  readonly seats: readonly (number | null)[] | null;
  readonly money: number | 'unknown' | null;
  readonly currency: number;
  readonly usageBased: boolean;
  readonly renews: When | null;
  readonly cancelling: boolean;
}

/** What happened to one account, apart from where and under which name. */
export interface History {
  readonly drafts: readonly Draft[];
}

const HOUR = 3_600_000;
/** Ends of windows, and the days next to them. */
const EDGES = [0, 1, 7, 13, 14, 15, 27, 28, 29, 30, 31, 60, 61, 84, 90, 91, 98, 119, 120, 121, 180, 181];

const anywhere = fc.record({ ago: fc.integer({ min: 1, max: 200 }), ms: fc.integer({ min: 0, max: 22 * HOUR }) });
const edge = fc.record({ ago: fc.constantFrom(...EDGES), ms: fc.constantFrom(-1, 0, 1) });
const after = fc.record({ ago: fc.constantFrom(0, -1), ms: fc.integer({ min: 0, max: 5 * HOUR }) });
const recent = fc.record({ ago: fc.integer({ min: 1, max: 31 }), ms: fc.integer({ min: 0, max: 22 * HOUR }) });
const when: fc.Arbitrary<When> = fc.oneof(
  { arbitrary: anywhere, weight: 5 },
  { arbitrary: edge, weight: 5 },
  { arbitrary: recent, weight: 3 },
  { arbitrary: after, weight: 1 },
);
/** States and profiles of one thing never share an instant: which is the newest would be anybody's guess. */
const number = fc.nat({ max: 1_000_000 });

const who = fc.nat({ max: 7 });
/** By which of the keys of a person, and how it is written. */
const spelled = fc.nat({ max: 5 });
const use = fc.record({ kind: fc.constant('use' as const), when, who, spelled, n: number });
const others = fc.record({
  kind: fc.constantFrom('bot' as const, 'nobody' as const, 'error' as const),
  when,
  who,
  n: number,
});
const ticket = fc.record({
  kind: fc.constant('ticket' as const),
  when: fc.oneof(when, recent),
  id: fc.nat({ max: 3 }),
  open: fc.boolean(),
  urgent: fc.nat({ max: 5 }),
});
const tickets = fc.array(
  ticket.map((draft) =>
    draft.id > 1 ? draft : { ...draft, when: { ...draft.when, ago: Math.abs(draft.when.ago) + 13 } },
  ),
  { maxLength: 6 },
);
const nps = fc.record({ kind: fc.constant('nps' as const), when, who, spelled, score: fc.nat({ max: 10 }) });
const profile = fc.record({
  kind: fc.constant('profile' as const),
  when,
  who: fc.oneof(who, fc.constantFrom(3, 4, 5, 7)),
  spelled,
  counts: fc.constantFrom(true, false, undefined),
});
const contact = fc.record({ kind: fc.constant('contact' as const), when, who, spelled, key: fc.boolean() });
const account = fc.record({
  kind: fc.constant('account' as const),
  when,
  since: fc.option(fc.oneof(fc.constantFrom(27, 28, 59, 60, 90, 91, 120), fc.nat({ max: 300 }))),
  renews: fc.option(fc.constantFrom(-1, 0, 1, 14, 90, 91, 200)),
  excluded: fc.nat({ max: 20 }),
});
const seatCount = fc.constantFrom(0, 1, 4, 5, 6, 8, 10, 20, 50, null);
const state = fc.record({
  kind: fc.constant('state' as const),
  when: fc.oneof(when, fc.record({ ago: fc.constantFrom(13, 14, 15, 60, 90), ms: fc.constantFrom(-1, 0, 1, HOUR) })),
  state: fc.record({
    subscription: fc.nat({ max: 1 }),
    id: number,
    precedence: fc.constantFrom(0 as const, 1 as const, 2 as const),
    status: fc.oneof(
      { arbitrary: fc.constantFrom<SubscriptionStatus>('active', 'past_due'), weight: 8 },
      {
        arbitrary: fc.constantFrom<SubscriptionStatus>('trialing', 'canceled', 'unpaid', 'paused', 'incomplete'),
        weight: 2,
      },
    ),
    seats: fc.option(fc.array(seatCount, { minLength: 1, maxLength: 2 }), { freq: 4 }),
    money: fc.oneof(fc.constantFrom('unknown' as const, null, 0, 49_999, 50_000), fc.nat({ max: 1_000_000 })),
    currency: fc.constantFrom(0, 0, 0, 0, 1, 2, 3),
    usageBased: fc.constantFrom(false, false, false, false, false, true),
    renews: fc.option(
      fc.record({ ago: fc.constantFrom(0, 1, -1, -30, -89, -90, -91, 40), ms: fc.constantFrom(-1, 0, HOUR) }),
    ),
    cancelling: fc.constantFrom(false, false, false, false, true),
  }),
});

/** People who come every few days over some weeks, so that there are fortnights to compare. */
const routine = fc
  .record({
    people: fc.integer({ min: 1, max: 5 }),
    every: fc.integer({ min: 1, max: 7 }),
    from: fc.constantFrom(14, 28, 41, 42, 60, 91, 120),
    to: fc.constantFrom(0, 7, 13, 14, 20),
    least: fc.nat({ max: 3 }),
    turns: fc.boolean(),
  })
  .map(({ people, every, from, to, least, turns }): Draft[] => {
    const drafts: Draft[] = [];
    for (let ago = from; ago > to && drafts.length < 28; ago -= every) {
      for (let who = least; who < least + people; who += 1) {
        // Some use the product under one key on one day, and under another on the next.
        drafts.push({ kind: 'use', when: { ago, ms: 9 * HOUR + who }, who, spelled: turns ? ago % 6 : 0, n: who });
      }
    }
    return drafts;
  });

/** 5 to about 60 signals of one account. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    routines: fc.oneof(
      { arbitrary: fc.constant([]), weight: 1 },
      { arbitrary: fc.array(routine, { minLength: 1, maxLength: 2 }), weight: 2 },
    ),
    uses: fc.array(use, { maxLength: 12 }),
    others: fc.array(others, { maxLength: 5 }),
    tickets,
    answers: fc.array(nps, { maxLength: 4 }),
    profiles: fc.array(profile, { maxLength: 5 }),
    contacts: fc.array(contact, { maxLength: 2 }),
    account: fc.array(account, { maxLength: 2 }),
    states: fc.oneof(fc.array(state, { minLength: 1, maxLength: 5 }), fc.array(state, { maxLength: 1 })),
  })
  .map(({ routines, ...parts }) => ({ drafts: distinct([...routines.flat(), ...Object.values(parts).flat()]) }))
  .filter(({ drafts }) => drafts.filter(({ kind }) => kind !== 'error' && kind !== 'ticket').length >= 5);

/** Leaves out what would say two things about one thing at one instant. */
function distinct(drafts: readonly Draft[]): Draft[] {
  const seen = new Set<string>();
  return drafts.filter((draft) => {
    const { ago, ms } = draft.when;
    const subject =
      draft.kind === 'contact' ? draft.who % 2 : 'who' in draft ? draft.who : 'id' in draft ? draft.id : '';
    if (draft.kind === 'use' || draft.kind === 'bot' || draft.kind === 'nobody' || draft.kind === 'error') return true;
    // What a ticket was on a past day is known unless it was opened or closed twice around that day.
    if (draft.kind === 'ticket' && draft.id > 1) {
      const turn = `ticket ${draft.id} ${draft.open}`;
      if (seen.has(turn)) return false;
      seen.add(turn);
    }
    const place = draft.kind === 'state' ? `state ${draft.state.id}` : `${draft.kind} ${subject} ${ago} ${ms}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
