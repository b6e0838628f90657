import type { Bar, SizeName, Verdict } from './bar.ts';
import type { Stand } from './stand/stand.ts';

/** One run on a stand of its own: of a promise, or of a naive variant that has to break it. */
export interface Trial {
  readonly bar: Bar;
  /** The name of the naive variant; null is the product. */
  readonly control: string | null;
}

/** What came of a trial. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly seconds: number;
  /** Ended before there was a verdict, so that it neither kept nor broke the promise. */
  readonly brokeOff: boolean;
}

/** The promise first, then its naive variants. */
export function trialsOf(bar: Bar): Trial[] {
  return [{ bar, control: null }, ...bar.controls.map(({ name }) => ({ bar, control: name }))];
}

/** For whoever watches. */
export function titleOf({ bar, control }: Trial): string {
  return control === null ? `${bar.number}: ${bar.promise}` : `${bar.number}: control "${control}"`;
}

/** Whatever is thrown is an outcome too. */
export async function runTrial(
  { bar, control }: Trial,
  { size, seed }: { readonly size: SizeName; readonly seed: string },
  open: (purpose: string) => Stand,
): Promise<Outcome> {
  const run = control === null ? bar.run : bar.controls.find(({ name }) => name === control)?.run;
  if (!run) return brokenOff(`there is no control "${control}"`, 0);
  const stand = open(control === null ? bar.number : `${bar.number} ${control}`);
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 100) / 10;
  try {
    const verdict = await run(stand, size, seed);
    return { verdict, seconds: seconds(), brokeOff: false };
  } catch (error) {
    return brokenOff(error instanceof Error ? (error.stack ?? error.message) : String(error), seconds());
  } finally {
    await stand.close();
  }
}

export function brokenOff(why: string, seconds: number): Outcome {
  const verdict: Verdict = { tries: 0, unit: 'tries', failures: [`broke off: ${why}`], measured: {} };
  return { verdict, seconds, brokeOff: true };
}
