import { type Bar, boundOf, type SizeName, type Verdict } from './bar.ts';
import type { Stand } from './stand/stand.ts';

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

/** Tries a promise, then its naive variants, each on a stand of its own. Whatever breaks off is a failure. */
export async function proveBar(
  bar: Bar,
  { size, seed }: { readonly size: SizeName; readonly seed: string },
  open: (purpose: string) => Stand,
  say: (line: string) => void,
): Promise<Proof> {
  const tried = await onStand(open(bar.number), (stand) => bar.run(stand, size, seed));
  const controls: ControlProof[] = [];
  for (const { name, run } of bar.controls) {
    say(`  control: ${name}`);
    const { seconds, verdict, brokeOff } = await onStand(open(`${bar.number} ${name}`), (stand) =>
      run(stand, size, seed),
    );
    controls.push({ name, failed: verdict.failures.length > 0 && !brokeOff, verdict, seconds });
  }
  const { seconds, verdict } = tried;
  const holds = verdict.tries > 0 && verdict.failures.length === 0 && controls.every(({ failed }) => failed);
  return { number: bar.number, promise: bar.promise, holds, verdict, bound: boundOf(verdict), seconds, controls };
}

/** Of a bar whose trial ended before there was a verdict. */
export function proofThatBrokeOff({ number, promise }: Bar, why: string): Proof {
  return { number, promise, holds: false, verdict: brokenOff(why), bound: null, seconds: 0, controls: [] };
}

function brokenOff(why: string): Verdict {
  return { tries: 0, unit: 'tries', failures: [`broke off: ${why}`], measured: {} };
}

async function onStand(
  stand: Stand,
  work: (stand: Stand) => Promise<Verdict>,
): Promise<{ readonly verdict: Verdict; readonly seconds: number; readonly brokeOff: boolean }> {
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 100) / 10;
  try {
    const verdict = await work(stand);
    return { verdict, seconds: seconds(), brokeOff: false };
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { verdict: brokenOff(why), seconds: seconds(), brokeOff: true };
  } finally {
    await stand.close();
  }
}
