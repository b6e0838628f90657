import type { ActiveDefinition } from '../../domain/active/definition.ts';
import type { Day } from '../../domain/day.ts';
import type { AtEnd } from '../../store/db.ts';
import type { SignalProblem } from './check-signal.ts';
import type { Mark, PositionedSignal } from './entry.ts';

/** A batch to store, and what storing it takes. */
export interface StoreSignals {
  readonly active: ActiveDefinition;
  /** IANA zone of `dayOf`. */
  readonly timeZone: string;
  readonly source: string;
  readonly signals: readonly PositionedSignal[];
  /** Numbers of the names and surfaces of events that the signals use, and of those that the configuration names. */
  readonly names: ReadonlyMap<string, number>;
  readonly dayOf: (instant: Date) => Day;
  readonly now: Date;
  /** How old events may be that have waited. */
  readonly maxAgeDays: number;
  /** Take no event for a repetition: one that is, is an error of the transaction. */
  readonly mayAppend: boolean;
  /** Takes statements for the end of the transaction. */
  readonly atEnd: AtEnd;
  /** Signals that are not marked are accepted. */
  readonly mark: Mark;
  /** Told of signals that are refused, each with the reason. */
  readonly refuse: (entry: { readonly position: number }, problem: SignalProblem) => void;
}
