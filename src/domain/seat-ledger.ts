/** Sources of movements that people or their tools make; every other source is one that states what is paid. */
export const HAND_SOURCES: ReadonlySet<string> = new Set(['manual', 'crm', 'api']);

export type MovementKind = 'initial' | 'add' | 'remove' | 'reactivate' | 'correction';

/** What billing said about one subscription item: so many seats from `effectiveAt` on. Never changed afterwards. */
export interface SeatObservation {
  readonly effectiveAt: Date;
  /** Order of states of the same instant. */
  readonly precedence: number;
  readonly stateId: string;
  readonly seats: number;
  /** When we learned of it. */
  readonly recordedAt: Date;
}

/** A movement of the same item that the ledger has already, written from an observation. */
export interface ProviderMovement {
  readonly movementId: number;
  readonly delta: number;
  readonly effectiveAt: Date;
  /** The observation that this movement, or the one it corrects, stands for. */
  readonly stateId: string;
  readonly correctsId: number | null;
}

/** A row to be appended to the ledger. */
export interface NewMovement {
  readonly kind: MovementKind;
  readonly delta: number;
  readonly effectiveAt: Date;
  /** The observation that it stands for. */
  readonly stateId: string;
  /** The observation that made it necessary; another one than `stateId` in corrections. */
  readonly causeId: string;
  readonly correctsId: number | null;
  /** 0 for the movement itself, then 1, 2… for its corrections. */
  readonly revision: number;
}

/** Something that moves a balance: `recordedAt` is when we learned of it. */
export interface LedgerRow {
  readonly delta: number;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
}

/** Observations of one item, oldest first, in the only order that counts: never that of arrival. */
export function orderObservations(observations: readonly SeatObservation[]): SeatObservation[] {
  return [...observations].sort(
    (a, b) =>
      a.effectiveAt.getTime() - b.effectiveAt.getTime() ||
      a.precedence - b.precedence ||
      (a.stateId < b.stateId ? -1 : Number(a.stateId > b.stateId)),
  );
}

/**
 * The movements that bring the ledger of one item in line with everything observed. Each observation owes the ledger
 * its difference to the one before; a late, older observation gets a movement of its own, and the movement after it,
 * whose difference has changed, a correction at the same instant.
 * @param byHand movements of the item that people made. What billing says later than such a movement was recorded
 * already contains it, so the difference is to the ledger with it; what billing said before stays moved by it.
 */
export function deriveMovements(
  observations: readonly SeatObservation[],
  existing: readonly ProviderMovement[],
  byHand: readonly LedgerRow[] = [],
): NewMovement[] {
  const movements: NewMovement[] = [];
  const inOrder = withoutRepeats(orderObservations(observations));
  let before: { readonly stateId: string; readonly seats: number } | null = null;
  let most = 0;
  for (const [at, observation] of inOrder.entries()) {
    const { effectiveAt, stateId } = observation;
    const known = existing.filter((movement) => movement.stateId === stateId);
    const original = known.find((movement) => movement.correctsId === null);
    const seats = providerSeats(observation, inOrder[at + 1]?.effectiveAt ?? null, byHand);
    const owed = seats - (before?.seats ?? 0);
    const delta = owed - known.reduce((sum, movement) => sum + movement.delta, 0);
    if (delta !== 0) {
      movements.push({
        kind: original ? 'correction' : kindOf(owed, seats, most),
        delta,
        effectiveAt,
        stateId,
        causeId: original && before ? before.stateId : stateId,
        correctsId: original?.movementId ?? null,
        revision: known.length,
      });
    }
    most = Math.max(most, seats);
    before = { stateId, seats };
  }
  return movements;
}

/**
 * Corrections that take back movements of an item whose observation is not known, such as those of a ledger that was
 * restored from elsewhere.
 * @param knownIds observations of the item, of whichever subscription.
 * @param causeId the newest of them, which is what makes the correction necessary.
 */
export function correctOrphans(
  existing: readonly ProviderMovement[],
  knownIds: ReadonlySet<string>,
  causeId: string,
): NewMovement[] {
  return existing
    .filter((movement) => movement.correctsId === null && !knownIds.has(movement.stateId))
    .flatMap(({ effectiveAt, movementId, stateId, delta }) => {
      const corrections = existing.filter((movement) => movement.correctsId === movementId);
      const left = corrections.reduce((sum, correction) => sum + correction.delta, delta);
      const revision = corrections.length + 1;
      if (left === 0) return [];
      return [
        { kind: 'correction' as const, delta: -left, effectiveAt, stateId, causeId, correctsId: movementId, revision },
      ];
    });
}

/**
 * What the movements written from observations must add up to after this one, so that with those made by hand the
 * balance is what billing said, and never below 0 until the next observation.
 */
function providerSeats(observation: SeatObservation, until: Date | null, byHand: readonly LedgerRow[]): number {
  const { effectiveAt, recordedAt } = observation;
  const past = byHand.filter((row) => row.effectiveAt <= effectiveAt);
  const contained = past.filter((row) => row.recordedAt < recordedAt);
  const seats = observation.seats - sumOf(contained);
  const inForce = byHand.filter((row) => row.effectiveAt > effectiveAt && (until === null || row.effectiveAt < until));
  const lowest = Math.min(...balances(inForce, seats + sumOf(past)));
  return seats + Math.max(0, -lowest);
}

/** Balances from `opening` on, after each instant at which something moves. */
export function balances(rows: readonly Pick<LedgerRow, 'delta' | 'effectiveAt'>[], opening = 0): number[] {
  const byInstant = new Map<number, number>();
  for (const { delta, effectiveAt } of rows) {
    byInstant.set(effectiveAt.getTime(), (byInstant.get(effectiveAt.getTime()) ?? 0) + delta);
  }
  const list = [opening];
  for (const [, delta] of [...byInstant].sort(([a], [b]) => a - b)) list.push((list.at(-1) ?? 0) + delta);
  return list;
}

/** Seats at instant `at`, as it was known at `knownAt`: rows effective and recorded by then. */
export function seatsAt(ledger: readonly LedgerRow[], at: Date, knownAt: Date): number {
  return ledger
    .filter((row) => row.effectiveAt.getTime() <= at.getTime() && row.recordedAt.getTime() <= knownAt.getTime())
    .reduce((sum, row) => sum + row.delta, 0);
}

/** More seats than ever are added; fewer than there once were come back. */
function kindOf(delta: number, seats: number, mostBefore: number): MovementKind {
  if (delta < 0) return 'remove';
  if (mostBefore <= 0) return 'initial';
  return seats <= mostBefore ? 'reactivate' : 'add';
}

function withoutRepeats(observations: readonly SeatObservation[]): SeatObservation[] {
  return [...new Map(observations.map((observation) => [observation.stateId, observation])).values()];
}

function sumOf(rows: readonly Pick<LedgerRow, 'delta'>[]): number {
  return rows.reduce((sum, row) => sum + row.delta, 0);
}
