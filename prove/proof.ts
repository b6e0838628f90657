import { type Bar, boundOf, type Verdict } from './bar.ts';
import type { Outcome, Trial } from './trial.ts';

export interface ControlProof {
  readonly name: string;
  /** The naive variant broke the promise, as it must. */
  readonly failed: boolean;
  readonly verdict: Verdict;
  readonly seconds: number;
}

/** What is known of one promise after a run. */
export interface Proof {
  readonly number: string;
  readonly promise: string;
  /** The promise was kept and every control broke it. */
  readonly holds: boolean;
  readonly verdict: Verdict;
  /** A failure is rarer than this, at 95 %; null when there was one. */
  readonly bound: number | null;
  readonly seconds: number;
  readonly controls: readonly ControlProof[];
}

/** Takes what came of trials, in any order, and makes the proof of a bar of the last of its own. */
export function createProofs(bars: readonly Bar[], onProof: (proof: Proof) => void) {
  const outcomes = new Map(bars.map((bar) => [bar, new Map<Trial['control'], Outcome>()]));
  const proofs = new Map<Bar, Proof>();
  return {
    add({ bar, control }: Trial, outcome: Outcome): void {
      const found = outcomes.get(bar)?.set(control, outcome);
      const [promise, controls] = [found?.get(null), bar.controls.map(({ name }) => ({ name, ...found?.get(name) }))];
      if (!promise || !controls.every(isKnown)) return;
      const proof = proofOf(bar, promise, controls);
      proofs.set(bar, proof);
      onProof(proof);
    },
    /** In the order of the bars. */
    all: (): Proof[] => bars.flatMap((bar) => proofs.get(bar) ?? []),
  };
}

type Named = { readonly name: string } & Outcome;

function isKnown(control: { readonly name: string } & Partial<Outcome>): control is Named {
  return control.verdict !== undefined;
}

function proofOf({ number, promise }: Bar, { seconds, verdict }: Outcome, outcomes: readonly Named[]): Proof {
  const controls = outcomes.map(({ brokeOff, ...control }): ControlProof => {
    return { ...control, failed: control.verdict.failures.length > 0 && !brokeOff };
  });
  const holds = verdict.tries > 0 && verdict.failures.length === 0 && controls.every(({ failed }) => failed);
  return { number, promise, holds, verdict, bound: boundOf(verdict), seconds, controls };
}
