import type { Stand } from './stand/stand.ts';

/** What came of trying one promise, or a naive variant of it. */
export interface Verdict {
  /** How often it was tried. */
  readonly tries: number;
  /** What a try is: `faults`, `requests`, `runs`. */
  readonly unit: string;
  /** One line for each try that broke the promise. None: it held. */
  readonly failures: readonly string[];
  /** Other counts worth reading, by name. */
  readonly measured: Readonly<Record<string, number>>;
}

export type SizeName = 'quick' | 'full';

/** A naive variant that must break the promise: a proof that cannot fail proves nothing. */
export interface Control {
  readonly name: string;
  readonly run: (stand: Stand, size: SizeName, seed: string) => Promise<Verdict>;
}

/** A promise and the program that tries to break it. */
export interface Bar {
  /** Its number in docs/proof.md, such as '3' or '3b'. */
  readonly number: string;
  readonly promise: string;
  /** Takes so long that it runs only when asked for. */
  readonly soak: boolean;
  /** Measures how long things take: nothing else may run beside it. */
  readonly timed: boolean;
  readonly run: (stand: Stand, size: SizeName, seed: string) => Promise<Verdict>;
  readonly controls: readonly Control[];
}

/** A bar as its author writes it: how much of everything is one object for each size. */
export interface BarParts<Size> {
  readonly number: string;
  readonly promise: string;
  readonly soak?: boolean;
  readonly timed?: boolean;
  readonly sizes: { readonly quick: Size; readonly full: Size };
  readonly run: (stand: Stand, size: Size, seed: string) => Promise<Verdict>;
  readonly controls: Readonly<Record<string, (stand: Stand, size: Size, seed: string) => Promise<Verdict>>>;
}

/** Hides what a size is made of, so that bars of all kinds stand in one list. */
export function defineBar<Size>(parts: BarParts<Size>): Bar {
  const { controls, number, promise, run, sizes, soak = false, timed = false } = parts;
  return {
    number,
    promise,
    soak,
    timed,
    run: (stand, size, seed) => run(stand, sizes[size], seed),
    controls: Object.entries(controls).map(([name, control]) => ({
      name,
      run: (stand, size, seed) => control(stand, sizes[size], seed),
    })),
  };
}

/** With 0 failures in so many tries a failure is rarer than this, at 95 %: the rule of three. Null when some failed. */
export function boundOf({ failures, tries }: Verdict): number | null {
  return failures.length === 0 && tries > 0 ? 3 / tries : null;
}
