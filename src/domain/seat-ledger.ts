export type MovementKind = 'initial' | 'add' | 'remove' | 'reactivate' | 'correction';

/** What billing said about one subscription item: so many seats from `effectiveAt` on. Never changed afterwards. */
export interface SeatObservation {
  readonly effectiveAt: Date;
  /** Order of states of the same instant. */
  readonly precedence: number;
  readonly stateId: string;
  readonly seats: number;
}

/** A movement of the same item that the ledger has already, written from an observation. */
export interface ProviderMovement {
  readonly movementId: number;
  readonly delta: number;
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
 * whose difference has changed, a correction at the same instant. Movements made by hand are not passed in, so they
 * are neither compared nor undone.
 */
export function deriveMovements(
  observations: readonly SeatObservation[],
  existing: readonly ProviderMovement[],
): NewMovement[] {
  const movements: NewMovement[] = [];
  const seen = new Set<string>();
  let before: SeatObservation | null = null;
  let hadSeats = false;
  for (const observation of orderObservations(observations)) {
    if (seen.has(observation.stateId)) continue;
    seen.add(observation.stateId);
    const known = existing.filter((movement) => movement.stateId === observation.stateId);
    const original = known.find((movement) => movement.correctsId === null);
    const owed = observation.seats - (before?.seats ?? 0);
    const delta = owed - known.reduce((sum, movement) => sum + movement.delta, 0);
    if (delta !== 0) {
      movements.push({
        kind: original ? 'correction' : kindOf(owed, before?.seats ?? 0, hadSeats),
        delta,
        effectiveAt: observation.effectiveAt,
        stateId: observation.stateId,
        causeId: original && before ? before.stateId : observation.stateId,
        correctsId: original?.movementId ?? null,
        revision: known.length,
      });
    }
    hadSeats ||= observation.seats > 0;
    before = observation;
  }
  return movements;
}

/** Seats at instant `at`, as it was known at `knownAt`: rows effective and recorded by then. */
export function seatsAt(ledger: readonly LedgerRow[], at: Date, knownAt: Date): number {
  return ledger
    .filter((row) => row.effectiveAt.getTime() <= at.getTime() && row.recordedAt.getTime() <= knownAt.getTime())
    .reduce((sum, row) => sum + row.delta, 0);
}

function kindOf(delta: number, seatsBefore: number, hadSeats: boolean): MovementKind {
  if (delta < 0) return 'remove';
  if (seatsBefore > 0) return 'add';
  return hadSeats ? 'reactivate' : 'initial';
}
