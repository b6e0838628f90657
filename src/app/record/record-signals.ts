import { acceptedEventDays } from '../../domain/retention.ts';
import type { Signal } from '../../domain/signal.ts';
import { AppError } from '../../lib/errors.ts';
import { localDays } from '../../lib/local-days.ts';
import { beCareful, isRepetition, mayAppend } from '../../store/append-events.ts';
import { BEGIN_LOOK_UPS, type Db, inTransaction } from '../../store/db.ts';
import { claimDelivery } from '../../store/deliveries.ts';
import { eventNameIds } from '../../store/event-names.ts';
import { ensureEventPartitions } from '../../store/partitions.ts';
import { isDataError, isRetryable, isUnavailable } from '../../store/pg-errors.ts';
import { serverBehind } from '../../store/server-behind.ts';
import { raiseWatermarks } from '../../store/watermarks-write.ts';
import type { Context } from '../context.ts';
import { attributeWaiting } from './attribute-waiting.ts';
import { checkSignal, isCleanText, MAX_AGE_DAYS } from './check-signal.ts';
import type { PositionedSignal } from './entry.ts';
import { namesOfRules } from './event-rules.ts';
import { noteUnattributed } from './note-unattributed.ts';
import { eventNeeds } from './record-events.ts';
import { sourceMarks } from './source-marks.ts';
import type { StoreSignals } from './store-input.ts';
import { storeIsolated } from './store-isolated.ts';
import { storeSignals } from './store-signals.ts';
import { waitForAccount } from './wait-for-account.ts';

/** What became of one signal. A duplicate was stored before, or changes nothing. */
export type RecordOutcome =
  | { readonly status: 'accepted' }
  | { readonly status: 'duplicate' }
  | { readonly status: 'rejected'; readonly code: string; readonly message: string };

export interface RecordSignals {
  /** Name of the source; duplicates, tickets and subscriptions are told apart within it. */
  readonly source: string;
  readonly signals: readonly Signal[];
  /** A webhook delivery: applied once, whatever it holds. */
  readonly delivery?: { readonly id: string } | undefined;
  /** How old events may be; the usual limit when absent. */
  readonly maxAgeDays?: number | undefined;
}

const ATTEMPTS = 4;
/** Most signals share one of these. */
const SAME = { accepted: { status: 'accepted' }, duplicate: { status: 'duplicate' } } as const;

/**
 * Stores signals in one transaction and says what became of each, in their order, after it is committed. A signal
 * that the database refuses is rejected alone; the others are stored.
 * @throws AppError `unavailable` when nothing was stored because the database cannot be reached or used.
 */
export async function recordSignals({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: RecordSignals;
}): Promise<RecordOutcome[]> {
  const now = ctx.now();
  const maxAgeDays = Math.min(input.maxAgeDays ?? MAX_AGE_DAYS, acceptedEventDays(ctx.retention));
  const outcomes: RecordOutcome[] = input.signals.map((signal) => {
    const problem = checkSignal(signal, now, maxAgeDays);
    return problem ? { status: 'rejected', ...problem } : SAME.accepted;
  });
  const how: Attempt = { isolate: false, careful: false };
  for (let attempt = 1; ; attempt++) {
    try {
      return await recordOnce(ctx, input, now, [...outcomes], how);
    } catch (error) {
      if (isRepetition(error) && !how.careful) {
        how.careful = true;
        beCareful(ctx.db);
      } else if (isDataError(error) && !how.isolate) how.isolate = true;
      else if (!isRetryable(error) || attempt === ATTEMPTS) throw unavailableOr(error);
    }
  }
}

interface Attempt {
  /** A value was refused: find the signal. */
  isolate: boolean;
  /** An event was stored already: compare them. */
  careful: boolean;
}

async function recordOnce(
  ctx: Context,
  { source, signals, delivery }: RecordSignals,
  now: Date,
  outcomes: RecordOutcome[],
  { careful, isolate }: Attempt,
): Promise<RecordOutcome[]> {
  const valid: PositionedSignal[] = [];
  for (const [position, signal] of signals.entries()) {
    if (outcomes[position] === SAME.accepted) valid.push({ position, signal });
  }
  const { instants, names } = eventNeeds(valid);
  for (const name of namesOfRules(ctx.active)) names.add(name);
  const server = serverBehind(ctx.db);
  await ensureEventPartitions(ctx.db, instants);
  const frame: Omit<StoreSignals, 'atEnd'> = {
    source,
    signals: valid,
    active: ctx.active,
    timeZone: ctx.timeZone,
    names: await eventNameIds(ctx.db, names),
    dayOf: localDays(ctx.timeZone),
    now,
    maxAgeDays: Math.min(MAX_AGE_DAYS, acceptedEventDays(ctx.retention)),
    mayAppend: !isolate && !careful && mayAppend(ctx.db),
    mark: ({ position }, status) => {
      outcomes[position] = SAME[status];
    },
    refuse: ({ position }, problem) => {
      outcomes[position] = { status: 'rejected', ...problem };
    },
  };
  await inTransaction(
    ctx.db,
    async (tx, atEnd) => {
      // Another one may not have the partitions and names that were looked up before.
      if (serverBehind(ctx.db) !== server) throw unavailable();
      const work: StoreSignals = { ...frame, atEnd };
      if (delivery && !(await claimDelivery(tx, source, delivery.id, now))) {
        for (const { position } of valid) outcomes[position] = SAME.duplicate;
        return;
      }
      const { awaiting, names: given } = await (isolate
        ? storeIsolated(tx, work, ({ position }, message) => {
            outcomes[position] = { status: 'rejected', code: 'not_storable', message };
          })
        : storeSignals(tx, work));
      await waitForAccount(tx, { ...work, awaiting });
      const attributed = new Map(await attributeWaiting(tx, given, work));
      await noteNameless(tx, work, signals, outcomes);
      // What waits says nothing about an account yet, so its source has not come further.
      const waits = new Set(awaiting.map(({ position }) => position));
      const stored: Signal[] = [...(attributed.get(source) ?? [])];
      for (const { position, signal } of valid) {
        const isNew = outcomes[position]?.status === 'accepted' && (waits.size === 0 || !waits.has(position));
        if (isNew) stored.push(signal);
      }
      attributed.set(source, stored);
      for (const [name, list] of [...attributed].sort(([a], [b]) => (a < b ? -1 : 1))) {
        atEnd(raiseWatermarks(name, sourceMarks(list, now), now));
      }
    },
    BEGIN_LOOK_UPS,
  );
  return outcomes;
}

async function noteNameless(
  tx: Db,
  at: Pick<StoreSignals, 'dayOf' | 'now' | 'source'>,
  signals: readonly Signal[],
  outcomes: readonly RecordOutcome[],
): Promise<void> {
  const without = signals.filter((_, position) => {
    const outcome = outcomes[position];
    return outcome?.status === 'rejected' && outcome.code === 'no_account';
  });
  const [first] = without;
  if (first === undefined) return;
  const sample = first.kind === 'activity' && isCleanText(first.name) ? first.name.slice(0, 100) : first.kind;
  await noteUnattributed(tx, at, { reason: 'no_account', signals: without.length, sample });
}

function unavailableOr(error: unknown): unknown {
  return isUnavailable(error) ? unavailable(error) : error;
}

function unavailable(cause?: unknown): AppError {
  const message = 'The database cannot be used right now; nothing was stored. Send it again later.';
  return new AppError('unavailable', message, { cause });
}
