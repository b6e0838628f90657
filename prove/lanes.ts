import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Bar, SizeName } from './bar.ts';
import { type Proof, proofThatBrokeOff } from './prove-bar.ts';
import type { Told } from './worker.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));
/** Those that take longest begin first, so that no lane is left alone with one of them. */
const LONGEST_FIRST = ['4', '1', '2', '17', '3', '10', '20', '13', '12'];

/**
 * Tries bars side by side, so many at once, each lane in a process of its own: for bars that do not measure time.
 * @returns the proofs in the order in which they were found
 */
export async function proveInLanes(
  bars: readonly Bar[],
  lanes: number,
  asked: { readonly size: SizeName; readonly seed: string },
  say: (line: string) => void,
  found: (proof: Proof) => void,
): Promise<Proof[]> {
  const waiting = [...bars].sort((a, b) => placeOf(a) - placeOf(b));
  const proofs: Proof[] = [];
  const lane = async (): Promise<void> => {
    let worker: ChildProcess | null = null;
    for (let bar = waiting.shift(); bar; bar = waiting.shift()) {
      const { number } = bar;
      say(`${number}: ${bar.promise}`);
      // One that died with its bar is followed by another.
      if (worker?.connected !== true) worker = fork(WORKER, [asked.size, asked.seed], { serialization: 'advanced' });
      const proof = await told(worker, bar, (line) => say(`${number}: ${line.trim()}`));
      proofs.push(proof);
      found(proof);
    }
    if (worker?.connected) worker.disconnect();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return proofs;
}

function told(worker: ChildProcess, bar: Bar, say: (line: string) => void): Promise<Proof> {
  return new Promise((done) => {
    const ended = (code: number | null, signal: string | null): void => {
      done(proofThatBrokeOff(bar, `the process that tried it ended with ${code ?? signal}`));
    };
    const listen = (message: Told): void => {
      if ('line' in message) {
        say(message.line);
        return;
      }
      worker.off('message', listen);
      worker.off('exit', ended);
      done(message.proof);
    };
    worker.on('message', listen);
    worker.once('exit', ended);
    worker.send(bar.number);
  });
}

function placeOf({ number }: Bar): number {
  const place = LONGEST_FIRST.indexOf(number);
  return place < 0 ? LONGEST_FIRST.length : place;
}
