import type { Signal } from '../../domain/signal.ts';

/** A signal with its place in the batch. */
export interface PositionedSignal<S extends Signal = Signal> {
  readonly position: number;
  readonly signal: S;
}

/** With the account that it was found to belong to. */
export interface Entry<S extends Signal = Signal> extends PositionedSignal<S> {
  readonly accountId: number;
}

/** Whether a signal changed anything: 'duplicate' when it was stored before. */
export type Mark = (entry: { readonly position: number }, status: 'accepted' | 'duplicate') => void;

export type SignalOf<K extends Signal['kind']> = Extract<Signal, { kind: K }>;

/** The entries of one kind of signal, in their order. */
export function entriesOf<K extends Signal['kind']>(entries: readonly Entry[], kind: K): Entry<SignalOf<K>>[] {
  return entries.filter((entry): entry is Entry<SignalOf<K>> => entry.signal.kind === kind);
}
