import { describe, expect, it } from 'vitest';
import {
  balances,
  correctOrphans,
  deriveMovements,
  type LedgerRow,
  type NewMovement,
  orderObservations,
  type ProviderMovement,
  type SeatObservation,
  seatsAt,
} from '../../src/domain/seat-ledger.ts';
import { fc } from '../support/fc.ts';

const FOREVER = new Date('2100-01-01T00:00:00Z');
const at = (day: string) => new Date(`${day}T12:00:00Z`);

interface Row extends LedgerRow, ProviderMovement {
  readonly kind: NewMovement['kind'];
  readonly causeId: string;
}

/** Appends what each arrival makes necessary, as the store does. */
function replay(arrivals: readonly SeatObservation[], recordedAt = at('2026-03-10')): Row[] {
  const ledger: Row[] = [];
  const known: SeatObservation[] = [];
  for (const arrival of arrivals) {
    known.push(arrival);
    for (const movement of deriveMovements(known, ledger)) {
      ledger.push({ ...movement, movementId: ledger.length + 1, recordedAt });
    }
  }
  return ledger;
}

const observation = (stateId: string, day: string, seats: number, precedence = 1): SeatObservation => ({
  stateId,
  effectiveAt: at(day),
  precedence,
  seats,
  recordedAt: at('2026-03-10'),
});

describe('the seat ledger', () => {
  it('answers what was known when: ten, five more, two fewer, a correction by hand, two back', () => {
    const provider = [
      [observation('e1', '2026-01-01', 10), '2026-01-01'],
      [observation('e2', '2026-01-16', 15), '2026-01-16'],
      [observation('e3', '2026-02-10', 13), '2026-02-10'],
      [observation('e2', '2026-01-16', 15), '2026-02-11'],
      [observation('e4', '2026-03-05', 15), '2026-03-05'],
    ] as const;
    const ledger: LedgerRow[] = [];
    const known: SeatObservation[] = [];
    const written: ProviderMovement[] = [];
    for (const [arrival, day] of provider) {
      known.push(arrival);
      for (const movement of deriveMovements(known, written)) {
        written.push({ ...movement, movementId: written.length + 1 });
        ledger.push({ ...movement, recordedAt: at(day) });
      }
    }
    ledger.push({ delta: -1, effectiveAt: at('2026-01-16'), recordedAt: at('2026-02-20') });
    const days = ['2026-01-01', '2026-01-15', '2026-01-16', '2026-02-10', '2026-02-28', '2026-03-05'];
    expect(days.map((day) => seatsAt(ledger, at(day), FOREVER))).toEqual([10, 10, 14, 12, 12, 14]);
    expect(days.map((day) => seatsAt(ledger, at(day), at('2026-02-15')))).toEqual([10, 10, 15, 13, 13, 13]);
  });

  it('gives a late, older observation its own movement and corrects the one after it', () => {
    const ledger = replay([observation('new', '2026-02-10', 13), observation('old', '2026-01-16', 15)]);
    expect(
      ledger.map(({ kind, delta, stateId, causeId, correctsId }) => [kind, delta, stateId, causeId, correctsId]),
    ).toEqual([
      ['initial', 13, 'new', 'new', null],
      ['initial', 15, 'old', 'old', null],
      ['correction', -15, 'new', 'old', 1],
    ]);
    expect(ledger[2]?.effectiveAt).toEqual(at('2026-02-10'));
    expect(seatsAt(ledger, at('2026-02-01'), FOREVER)).toBe(15);
  });

  it('tells a first purchase from more seats, fewer seats and a return', () => {
    const seats = [5, 8, 8, 0, 3];
    const ledger = replay(seats.map((count, n) => observation(`e${n}`, `2026-01-0${n + 1}`, count)));
    expect(ledger.map(({ kind, delta }) => [kind, delta])).toEqual([
      ['initial', 5],
      ['add', 3],
      ['remove', -8],
      ['reactivate', 3],
    ]);
  });

  it('puts states of one second in the order of their precedence', () => {
    const ledger = replay([observation('deleted', '2026-01-01', 0, 2), observation('created', '2026-01-01', 10, 0)]);
    expect(seatsAt(ledger, at('2026-01-01'), FOREVER)).toBe(0);
  });

  const observations = fc
    .uniqueArray(fc.record({ id: fc.nat(40), day: fc.nat(12), precedence: fc.nat(2), seats: fc.nat(30) }), {
      selector: ({ id }) => id,
      minLength: 1,
      maxLength: 9,
    })
    .map((drafts) =>
      drafts.map(({ id, day, precedence, seats }) =>
        observation(`e${id}`, `2026-01-${String(day + 1).padStart(2, '0')}`, seats, precedence),
      ),
    );
  const disordered = observations.chain((list) =>
    fc
      .tuple(
        fc.shuffledSubarray(list, { minLength: list.length }),
        fc.array(fc.constantFrom(...list), { maxLength: 4 }),
      )
      .map(([shuffled, repeats]) => ({ list, arrivals: [...shuffled, ...repeats] })),
  );

  it('ends with the same seats at every instant, whatever the order and repetition of arrivals', () => {
    fc.assert(
      fc.property(disordered, ({ list, arrivals }) => {
        const ledger = replay(arrivals);
        const inOrder = orderObservations(list);
        for (let day = 1; day <= 14; day++) {
          const instant = at(`2026-01-${String(day).padStart(2, '0')}`);
          const seen = inOrder.filter((item) => item.effectiveAt <= instant);
          expect(seatsAt(ledger, instant, FOREVER)).toBe(seen.at(-1)?.seats ?? 0);
        }
      }),
    );
  });

  it('never repeats a key: each observation has one movement, and corrections are numbered', () => {
    fc.assert(
      fc.property(disordered, ({ arrivals }) => {
        const keys = replay(arrivals).map((row) => `${row.stateId}:${'revision' in row ? row.revision : ''}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('does not let a delivery that is older than the last change the current seats', () => {
    fc.assert(
      fc.property(observations, fc.nat(30), (list, seats) => {
        const late = observation('late', '2025-12-31', seats);
        const before = seatsAt(replay(list), FOREVER, FOREVER);
        expect(seatsAt(replay([...list, late]), FOREVER, FOREVER)).toBe(before);
      }),
    );
  });

  it('keeps what billing said last plus what was moved by hand since, and never less than nothing', () => {
    const drafts = fc.array(
      fc.record({ day: fc.integer({ min: 1, max: 20 }), recorded: fc.integer({ min: 1, max: 28 }), seats: fc.nat(9) }),
      { minLength: 1, maxLength: 6 },
    );
    const day = (n: number) => at(`2026-01-${String(n).padStart(2, '0')}`);
    const removals = fc.array(fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 28 })), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(drafts, removals, (list, hands) => {
        const seen = list.map((draft, n) => ({
          ...observation(`e${n}`, day(draft.day).toISOString().slice(0, 10), draft.seats),
          recordedAt: day(draft.recorded),
        }));
        const last = orderObservations(seen).at(-1);
        const effective = hands
          .filter(([on]) => last !== undefined && day(on) >= last.effectiveAt)
          .slice(0, last?.seats);
        const byHand = effective.map(([on, recorded]) => ({
          delta: -1,
          effectiveAt: day(on),
          recordedAt: new Date(day(recorded).getTime() + 1),
        }));
        const ledger = deriveMovements(seen, [], byHand).map((row) => ({ ...row, recordedAt: FOREVER }));
        const all = [...ledger, ...byHand];
        expect(Math.min(...balances(all))).toBeGreaterThanOrEqual(0);
        const since = byHand.filter(
          (row) => last && !(row.effectiveAt <= last.effectiveAt && row.recordedAt < last.recordedAt),
        );
        expect(seatsAt(all, FOREVER, FOREVER)).toBe(Math.max(0, (last?.seats ?? 0) - since.length));
      }),
      { numRuns: 500 },
    );
  });

  it('never falls below nothing when a late, smaller count meets a removal by hand', () => {
    const byHand = [{ delta: -8, effectiveAt: at('2026-02-01'), recordedAt: at('2026-04-01') }];
    const early = [observation('o1', '2026-01-01', 10), observation('o2', '2026-03-01', 10)];
    const late = { ...observation('late', '2026-01-20', 3), recordedAt: at('2026-05-01') };
    const total = (rows: readonly NewMovement[]) => balances([...rows, ...byHand]);
    expect(total(deriveMovements(early, [], byHand))).toEqual([0, 10, 2]);
    expect(total(deriveMovements([...early, late], [], byHand))).toEqual([0, 10, 8, 0, 2]);
  });

  it('takes back a movement of an observation that nobody knows, less what was corrected of it before', () => {
    const row = (movementId: number, stateId: string, delta: number, correctsId: number | null = null) => ({
      movementId,
      stateId,
      delta,
      correctsId,
      effectiveAt: at('2026-01-05'),
    });
    const existing = [
      row(1, 'known', 5),
      row(2, 'lost', 4),
      row(3, 'lost', -1, 2),
      row(4, 'gone', 2),
      row(5, 'gone', -2, 4),
    ];
    expect(correctOrphans(existing, new Set(['known']), 'known')).toEqual([
      {
        kind: 'correction',
        delta: -3,
        effectiveAt: at('2026-01-05'),
        stateId: 'lost',
        causeId: 'known',
        correctsId: 2,
        revision: 2,
      },
    ]);
  });
});
